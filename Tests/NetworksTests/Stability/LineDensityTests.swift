import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct LineDensityTests {
  private func points() throws -> Matrix {
    try Matrix(
      rows: 8, columns: 2,
      elements: [1.2, 0.3, -0.7, 0.9, 0.1, -1.4, -1.5, -0.4, 0.6, 1.6, 1.9, -0.8, -0.2, 0.2, 0.8, -0.6])
  }

  private func network() throws -> ShallowNetwork {
    try ShallowNetwork(
      weights: Matrix(rows: 3, columns: 2, elements: [0.6, 0.8, -1, 0.4, 0.3, -0.9]), biases: [-0.3, 0.2, 0.5],
      outputWeights: [1.5, -0.7, 0.4], offset: 0.7)
  }

  private func bump(_ points: Matrix) -> [Double] {
    (0..<points.rows).map { exp(-points[$0, 0] * points[$0, 0] - points[$0, 1] * points[$0, 1]) }
  }

  @Test func `the factors are those of the Funk transform, of the Laplacian and of the smoothing`() {
    // mpmath, 30 digits: (2 - l(l + 1)) / (2 pi P_l(0)) (2p + 1)/2 times the integral of s^{2p} P_l(s) over [-1, 1], p = 50.
    let factors = SmoothedBends.factors(degree: 40, power: 50)
    let expected = [
      0: 0.31830988618379067, 2: 1.2361548978011288, 4: -6.9224674276863214, 10: 40.587893718069226,
      40: -0.51271820210613923,
    ]
    for (degree, value) in expected { #expect((factors[degree / 2] / value - 1).magnitude < 1e-13, "\(degree)") }
  }

  @Test func `one neuron is a hump around its line, as high as the formula says`() throws {
    // 2 relu(-y - 0.5), the line (phi, t) = (pi/2, -0.5): mass 2, density 2 sqrt(1 + t^2) (2p + 1)/(2 pi) / (1 + t^2)^2
    // times cos^{2p} of the angle on the sphere, p = 50.
    let neuron = try ShallowNetwork(
      weights: Matrix(rows: 1, columns: 2, elements: [0, -2]), biases: [-1], outputWeights: [1], offset: 3)
    let lattice = try LineLattice(angles: 9, thresholds: 7, reach: 1.75)
    let found = try SmoothedBends(of: neuron.values, width: 0.1, rings: 150).density(on: lattice).values
    for (row, t) in lattice.thresholds.enumerated() {
      for (column, angle) in lattice.angles.enumerated() {
        let cosine = (sin(angle) - 0.5 * t) / (1.25 * (1 + t * t)).squareRoot()
        let height = 2 * 1.25.squareRoot() * 101 / (2 * Double.pi) / ((1 + t * t) * (1 + t * t))
        #expect((found[row, column] - height * pow(cosine * cosine, 50)).magnitude < 0.05, "\(t), \(angle)")
      }
    }
    #expect((try LineDensity(neuronsOf: neuron, width: 0.1, lattice: lattice).values.elements.max() ?? 0) > 20)
  }

  @Test func `the density of a Gaussian is the filtered Radon transform of its Laplacian`() throws {
    // (1 / 2 pi) |d/dt| d^2/dt^2 of the Radon transform sqrt(pi) exp(-t^2) over half of the circle:
    // (-4 + 12 t D + 4 t^2 - 8 t^3 D) / pi, D Dawson's function, by scipy.special.dawsn; no sphere enters.
    let expected = [
      0: -1.2732395447351628, 0.5: -0.27941817392742974, 1: 0.6851041064129341,
    ]
    let lattice = try LineLattice(angles: 3, thresholds: 5, reach: 1.25)
    let (wide, narrow) = try (
      SmoothedBends(of: bump, width: 0.1, rings: 64).density(on: lattice),
      SmoothedBends(of: bump, width: 0.05, rings: 124).density(on: lattice)
    )
    var checked = 0
    for (row, t) in lattice.thresholds.enumerated() {
      guard let value = expected[(2 * t).rounded() / 2] else { continue }
      checked += 1
      for column in 0..<3 {
        // The smoothing errs by a multiple of width^2 and, once that is taken off, of width^4, which grows with t: in NumPy
        // 3e-4, 4e-4 and 5e-3 at the three places, and a fourteenth of that at half the widths.
        let limit = (4 * narrow.values[row, column] - wide.values[row, column]) / 3
        #expect((limit - value).magnitude < (t < 0.9 ? 1e-3 : 6e-3), "\(t)")
        #expect((narrow.values[row, column] - value).magnitude < 0.03, "\(t)")
      }
    }
    #expect(checked == 3)
  }

  @Test func `a Gaussian's weighted integral is that of the plane`() throws {
    // The density above times g of the eight points, summed by NumPy over 8000 x 4000 lines: 0.5736572.
    let points = try points()
    let integrals = try [(0.1, 64), (0.05, 124)].map { width, rings in
      let lattice = try LineLattice(covering: points, spacing: width / 2)
      return try SmoothedBends(of: bump, width: width, rings: rings).density(on: lattice)
        .integral(weights: lattice.weights(points))
    }
    #expect(((4 * integrals[1] - integrals[0]) / 3 - 0.5736572).magnitude < 1e-3)
  }

  @Test func `samples of a network give the density of its neurons, at order 5/2 of the rings`() throws {
    let (network, points) = try (network(), points())
    let lattice = try LineLattice(covering: points, spacing: 0.1)
    let weights = try lattice.weights(points)
    let exact = try LineDensity(neuronsOf: network, width: 0.2, lattice: lattice)
    let errors = try [30, 60, 120].map { rings in
      try SmoothedBends(of: network.values, width: 0.2, rings: rings).density(on: lattice)
        .distance(from: exact, weights: weights)
    }
    // 2^{5/2} = 5.7 for each doubling.
    #expect(errors[0] > 4 * errors[1] && errors[1] > 4 * errors[2] && errors[2] < 1e-4)
  }

  @Test func `the integral tends to the stability norm as the width falls`() throws {
    let (network, points) = try (network(), points())
    let norm = try StabilityNorm.norm(network, points)
    // A prototype in NumPy, with scipy's FFT: 0.8542, 0.9386, 0.9747.
    for (width, expected) in [(0.2, 0.8542), (0.1, 0.9386), (0.05, 0.9747)] {
      let lattice = try LineLattice(covering: points, spacing: width / 3)
      let density = try LineDensity(neuronsOf: network, width: width, lattice: lattice)
      #expect((density.integral(weights: try lattice.weights(points)) / norm - expected).magnitude < 1e-3)
    }
  }

  @Test func `neighbours of opposite signs cancel, and do not without signs`() throws {
    let pair = try ShallowNetwork(
      weights: Matrix(rows: 2, columns: 2, elements: [1, 0, 1, 0]), biases: [-0.1, -0.11], outputWeights: [1, -1])
    let points = try points()
    let lattice = try LineLattice(covering: points, spacing: 0.05)
    let weights = try lattice.weights(points)
    let signed = try LineDensity(neuronsOf: pair, width: 0.1, lattice: lattice).integral(weights: weights)
    let unsigned = try LineDensity(neuronsOf: pair, width: 0.1, lattice: lattice, unsigned: true)
    #expect(signed < 0.1 * unsigned.integral(weights: weights))
  }

  @Test func `an affine function bends nowhere, and the pyramid the more the closer one looks`() throws {
    let points = try points()
    let lattice = try LineLattice(covering: points, spacing: 0.1)
    let weights = try lattice.weights(points)
    let affine = try SmoothedBends(
      of: { points in (0..<points.rows).map { 3 * points[$0, 0] - points[$0, 1] + 5 } }, width: 0.2, rings: 30)
    #expect(try affine.density(on: lattice).integral(weights: weights) < 1e-8)
    let pyramid = try DeepNetwork.pyramid(dimension: 2)
    let (wide, narrow) = try (
      SmoothedBends(of: pyramid.values, width: 0.4, rings: 30).density(on: lattice).integral(weights: weights),
      SmoothedBends(of: pyramid.values, width: 0.2, rings: 40).density(on: lattice).integral(weights: weights)
    )
    // The prototype has 0.868 at 0.2.
    #expect(narrow > 1.3 * wide && (narrow - 0.868).magnitude < 0.01)
  }

  @Test func `the weights of a lattice are those of its lines`() throws {
    let points = try points()
    let lattice = try LineLattice(angles: 7, thresholds: 11, reach: 2)
    let weights = try lattice.weights(points)
    for (row, t) in lattice.thresholds.enumerated() {
      for (column, angle) in lattice.angles.enumerated() {
        let plane = Hyperplane(normal: [cos(angle), sin(angle)], threshold: t)
        #expect((weights[row, column] - plane.weight(points)).magnitude < 1e-15)
      }
    }
  }

  @Test func `a width of 0, lines without number and networks off the plane are refused`() throws {
    refused(
      .notPositive(what: "the width of the smoothing", value: 0), try SmoothedBends(of: bump, width: 0, rings: 9))
    refused(
      .outside(what: "the number of angles", range: 1...100_000, value: 0),
      try LineLattice(angles: 0, thresholds: 1, reach: 1))
    refused(
      .mismatch(what: "the dimension of the network", expected: 2, found: 1),
      try LineDensity(
        neuronsOf: ShallowNetwork(width: 1, dimension: 1, scale: 1, seed: 1), width: 0.1,
        lattice: LineLattice(angles: 1, thresholds: 1, reach: 1)))
  }
}
