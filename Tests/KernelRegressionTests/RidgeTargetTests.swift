import Foundation
import KernelRegression
import LinearAlgebra
import Testing

@Suite struct RidgeTargetTests {
  @Test func `the cap is 1 from its threshold on`() {
    let cap = RidgeTarget.cap(threshold: 0.7)
    #expect(cap(0.7) == 1 && cap(1) == 1 && cap(0.7.nextDown) == 0 && cap(-1) == 0)
  }

  @Test(arguments: [
    // mpmath: exp(-(1-t)**1.5) + exp(-(1+t)**1.5)
    (0.0, 0.735758882342884643), (1.0, 1.059105746561956238), (0.5, 0.861464409816580967),
  ])
  func `two bumps are even and have their closed form`(t: Double, value: Double) {
    #expect(abs(RidgeTarget.twoBumps(t) - value) < 1e-15)
    #expect(RidgeTarget.twoBumps(-t) == RidgeTarget.twoBumps(t))
  }

  @Test func `values at points depend on the direction alone`() throws {
    let points = try Matrix(rows: 2, columns: 3, elements: [1, 0, 0, 0, 0.6, 0.8])
    #expect(try RidgeTarget.cap(threshold: 0.7).values(at: points) == [0, 1])
    #expect(try RidgeTarget.cap(threshold: 0.7).values(at: points, direction: [1, 0, 0]) == [1, 0])
    #expect(throws: RidgeError.mismatch(what: "the direction", expected: 3, found: 1)) {
      try RidgeTarget.twoBumps.values(at: points, direction: [1])
    }
  }
}
