import Foundation
import LinearAlgebra

extension TrainingSet {
  /// `count` standard normal points of R^dimension, stream (seed, "points"), with labels 1 or -1 at random, stream
  /// (seed, "labels").
  ///
  /// - Throws: `NetworkError.empty` for a count or dimension below 1.
  public static func randomLabels(count: Int, dimension: Int, seed: UInt64) throws -> TrainingSet {
    guard count > 0, dimension > 0 else { throw NetworkError.empty("the training set") }
    let labels = RandomStream(seed: seed, purpose: "labels")
    return try TrainingSet(
      points: Matrix(
        rows: count, columns: dimension,
        elements: RandomStream(seed: seed, purpose: "points").gaussians(count * dimension)),
      targets: (0..<count).map { labels.integer(below: 2, at: $0) == 0 ? -1 : 1 })
  }

  /// `count` points on the line, evenly spaced but for normal shifts of standard deviation 0.05 on an interval of length
  /// 3.4, stream (seed, "points"), then brought to mean 0 and variance 1; the values are sin(2x) less their mean.
  ///
  /// - Throws: `NetworkError.outside` for fewer than 2 points.
  public static func sine(count: Int, seed: UInt64) throws -> TrainingSet {
    guard count > 1 else {
      throw NetworkError.outside(what: "the number of points", range: 2...1_000_000, value: count)
    }
    let shifts = RandomStream(seed: seed, purpose: "points").gaussians(count)
    let raw = (0..<count).map { 3.4 * Double($0) / Double(count - 1) + 0.05 * shifts[$0] }
    let centred = raw.centred
    let deviation = (squaredNorm(centred) / Double(count)).squareRoot()
    let inputs = centred.map { $0 / deviation }
    return try TrainingSet(
      points: Matrix(rows: count, columns: 1, elements: inputs), targets: inputs.map { sin(2 * $0) }.centred)
  }
}

extension TrainingSet {
  /// `count` points uniform on the unit sphere of R^dimension, stream (seed, "points"), with the values x_1 x_2 + x_1 of
  /// a polynomial of degrees one and two.
  ///
  /// - Throws: `NetworkError.outside` for a dimension below 2, `LinearAlgebraError.empty` for no points.
  public static func sphereProduct(count: Int, dimension: Int, seed: UInt64) throws -> TrainingSet {
    guard dimension > 1 else {
      throw NetworkError.outside(what: "the dimension", range: 2...1_000_000, value: dimension)
    }
    let points = try Sampling.sphere(
      count: count, dimension: dimension, stream: RandomStream(seed: seed, purpose: "points"))
    return try TrainingSet(points: points, targets: (0..<count).map { points[$0, 0] * points[$0, 1] + points[$0, 0] })
  }
}

extension [Double] {
  fileprivate var centred: [Double] {
    let mean = reduce(0, +) / Double(count)
    return map { $0 - mean }
  }
}
