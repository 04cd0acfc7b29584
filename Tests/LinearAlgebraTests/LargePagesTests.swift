import Testing

@testable import LinearAlgebra

@Suite struct LargePagesTests {
  @Test(arguments: [0, 1, LargePages.size / 4 - 1, LargePages.size / 4, LargePages.size + 3])
  func `memory on every side of the threshold holds what is written to it`(count: Int) throws {
    let matrix = try Matrix(rows: 1, columns: count) { elements in
      for index in elements.indices { elements.initializeElement(at: index, to: Double(index)) }
    }
    #expect(matrix.elements.indices.allSatisfy { matrix.elements[$0] == Double($0) })
  }

  @Test func `a request inside a page reaches nothing outside the memory given`() {
    let bytes = 2 * LargePages.size
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 1)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 7)
    LargePages.request(UnsafeMutableRawBufferPointer(rebasing: memory[3...]))
    LargePages.request(memory)
    #expect(memory.allSatisfy { $0 == 7 })
  }
}
