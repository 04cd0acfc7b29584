import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct EvenPowerTests {
  /// From mpmath: c_{d,k} and sqrt(c_{d,2k} / c_{d,k}^2 - 1).
  @Test(arguments: [
    (2, 1, 0.5, 0.70710678118654752), (8, 2, 0.0375, 2.1343747458109496),
    (32, 3, 0.0003829656862745098, 5.2292698494048609),
  ])
  func `constants and predicted errors agree with high precision`(d: Int, k: Int, constant: Double, error: Double)
    throws
  {
    #expect(abs(EvenPower.constant(dimension: d, power: k) / constant - 1) < 1e-14)
    let power = try EvenPower(dimension: d, power: k, directions: 100)
    #expect(abs(power.predictedError * 10 / error - 1) < 1e-13)
  }

  @Test(arguments: [(3, 1), (6, 2)]) func `measured errors on the sphere are the predicted ones`(d: Int, k: Int) throws
  {
    let points = try Sampling.sphere(count: 200, dimension: d, stream: RandomStream(seed: 9, purpose: "test"))
    let power = try EvenPower(dimension: d, power: k, directions: 32)
    var means: [Double] = []
    for seed in 0..<40 {
      let error = try power.measuredError(pieces: 60, seed: UInt64(seed), points: points)
      means.append(error * error)
    }
    let mean = means.reduce(0, +) / 40
    let deviation = (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39 / 40).squareRoot()
    #expect(abs(mean - power.predictedError * power.predictedError) < 3.5 * deviation)
    #expect(deviation < 0.2 * mean)
  }

  @Test func `inside the ball and at the origin it is the power as well`() throws {
    let power = try EvenPower(dimension: 2, power: 2, directions: 4000)
    let network = try power.network(pieces: 100, seed: 1)
    #expect(network.width == 400_000)
    let values = try network.values(at: Matrix(rows: 3, columns: 2, elements: [0, 0, 0.5, 0, 0.6, -0.8]))
    for (value, exact) in zip(values, [0, 0.0625, 1]) { #expect(abs(value - exact) < 0.04) }
  }

  @Test func `sizes at which rounding drowns the error are refused`() throws {
    let point = try Matrix(rows: 1, columns: 1000, elements: [1] + [Double](repeating: 0, count: 999))
    for pieces in [10, 10_000] {
      let found = #expect(throws: NetworkError.self) {
        try EvenPower(dimension: 1000, power: 20, directions: 1).measuredError(pieces: pieces, seed: 0, points: point)
      }
      #expect(found?.description.hasPrefix("the network for |x|^40 in dimension 1000 sums terms that cancel") == true)
    }
    // 1 / c is 6.7e7 for k = 3 in 1000 dimensions: rounding is 1e-6 of the error that is measured.
    #expect(try EvenPower(dimension: 1000, power: 3, directions: 2).network(pieces: 64, seed: 1).width == 128)
    let network = try EvenPower(dimension: 16, power: 3, directions: 1024).network(pieces: 64, seed: 1)
    #expect(network.width == 65_536)
  }

  @Test func `bad sizes are refused`() {
    #expect(throws: NetworkError.self) { try EvenPower(dimension: 1, power: 1, directions: 1) }
    #expect(throws: NetworkError.outside(what: "the power k", range: 1...20, value: 0)) {
      try EvenPower(dimension: 2, power: 0, directions: 1)
    }
    #expect(throws: NetworkError.empty("the set of directions")) {
      try EvenPower(dimension: 2, power: 1, directions: 0)
    }
    #expect(throws: NetworkError.empty("the interior of the knots")) {
      try EvenPower(dimension: 2, power: 1, directions: 1).network(pieces: 0, seed: 0)
    }
  }
}
