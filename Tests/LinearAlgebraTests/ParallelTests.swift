import Foundation
import Testing

@testable import LinearAlgebra

@Suite struct ParallelTests {
  struct Failure: Error, Equatable { let block: Int }

  @Test(arguments: [0, 1, 2, 5, 64]) func `every block runs once for any number of threads`(threads: Int) throws {
    var counts = [Int](repeating: 0, count: 100)
    try counts.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let buffer = buffer
      try Parallel.forEach(blocks: 100, threads: threads) { buffer[$0] += $0 + 1 }
    }
    #expect(counts == Array(1...100))
  }

  @Test func `two threads really run at the same time`() throws {
    let first = DispatchSemaphore(value: 0)
    let second = DispatchSemaphore(value: 0)
    try Parallel.forEach(blocks: 2, threads: 2) { block in
      (block == 0 ? first : second).signal()
      guard (block == 0 ? second : first).wait(timeout: .now() + 20) == .success else { throw Failure(block: block) }
    }
  }

  @Test(arguments: [1, 2, 8]) func `the error of the lowest failing block is thrown`(threads: Int) {
    #expect(throws: Failure(block: 3)) {
      try Parallel.forEach(blocks: 50, threads: threads) { block in
        if block >= 3 { throw Failure(block: block) }
      }
    }
  }

  @Test func `no blocks are no work`() throws {
    for blocks in [0, -1] { try Parallel.forEach(blocks: blocks, threads: 4) { _ in throw Failure(block: 0) } }
  }
}
