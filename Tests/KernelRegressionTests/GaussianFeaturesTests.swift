import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct GaussianFeaturesTests {
  /// E[relu(w.x) relu(w.y)] = |x||y| kappa1(cos)/2, and kappa1(0) = 1/pi (Cho and Saul, 2009).
  @Test func `inner products of many features approach the arc-cosine kernel`() throws {
    let features = try GaussianFeatures(dimension: 2, widths: [200_000], seed: 1, purpose: "test")
    let values = try features(Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1]))
    let gram = try BLAS.gram(values)
    // Standard deviations of one product: sqrt(5)/2 and 0.47; six of them over sqrt(200,000).
    #expect(abs(gram[0, 0] - 0.5) < 0.015)
    #expect(abs(gram[0, 1] - 0.5 / Double.pi) < 0.0065)
  }

  @Test func `a second layer acts on the first one's features`() throws {
    let deep = try GaussianFeatures(dimension: 4, widths: [3, 5], seed: 2, purpose: "test")
    let shallow = try GaussianFeatures(dimension: 4, widths: [3], seed: 2, purpose: "test")
    let points = try Sampling.sphere(count: 6, dimension: 4, stream: RandomStream(seed: 1, purpose: "points"))
    let (hidden, outputs) = try (shallow(points), deep(points))
    #expect(outputs.rows == 6 && outputs.columns == 5)
    for point in 0..<6 {
      for unit in 0..<5 {
        let sum = (0..<3).reduce(0) { $0 + deep.weights[1][unit, $1] * hidden[point, $1] }
        #expect(abs(outputs[point, unit] - max(sum, 0) / 5.0.squareRoot()) < 1e-15)
      }
    }
  }

  @Test func `features are positively homogeneous`() throws {
    let features = try GaussianFeatures(dimension: 2, widths: [4, 4], seed: 3, purpose: "test")
    let values = try features(Matrix(rows: 2, columns: 2, elements: [1, -3, 4, -12]))
    for unit in 0..<4 { #expect(values[1, unit] == 4 * values[0, unit]) }
  }

  @Test func `draws differ by purpose and bad sizes are refused`() throws {
    let one = try GaussianFeatures(dimension: 2, widths: [3], seed: 1, purpose: "a")
    #expect(try one.weights != GaussianFeatures(dimension: 2, widths: [3], seed: 1, purpose: "b").weights)
    #expect(try one.weights == GaussianFeatures(dimension: 2, widths: [3], seed: 1, purpose: "a").weights)
    #expect(throws: RidgeError.badSize(what: "a width", value: 0)) {
      try GaussianFeatures(dimension: 2, widths: [3, 0], seed: 1, purpose: "a")
    }
    #expect(throws: RidgeError.empty(what: "the list of widths")) {
      try GaussianFeatures(dimension: 2, widths: [], seed: 1, purpose: "a")
    }
  }
}
