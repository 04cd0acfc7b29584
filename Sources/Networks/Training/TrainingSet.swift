import Foundation
import LinearAlgebra

/// n inputs in R^d, one a row, and their n real targets.
public struct TrainingSet: Sendable, Equatable {
  /// n x d, one input a row.
  public let points: Matrix
  /// y_j, one per row.
  public let targets: [Double]

  /// n.
  public var count: Int { points.rows }
  /// d.
  public var dimension: Int { points.columns }

  /// - Throws: `NetworkError.empty` without points or coordinates, `mismatch` unless there is one target per point,
  ///   `notFinite` for a NaN or an infinity.
  public init(points: Matrix, targets: [Double]) throws {
    guard points.rows > 0, points.columns > 0 else { throw NetworkError.empty("the training set") }
    try NetworkError.require(targets.count, equals: points.rows, "the targets")
    guard points.elements.allSatisfy(\.isFinite) else { throw NetworkError.notFinite("the training points") }
    guard targets.allSatisfy(\.isFinite) else { throw NetworkError.notFinite("the targets") }
    (self.points, self.targets) = (points, targets)
  }

  /// The root mean square of the targets about their mean.
  public var targetDeviation: Double {
    let mean = targets.reduce(0, +) / Double(count)
    return (targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot()
  }

  /// The share of targets whose sign is not that of the value beside it; a value of 0 counts as wrong.
  public func misclassified(_ values: [Double]) -> Double {
    Double(zip(values, targets).count { $0 * $1 <= 0 }) / Double(count)
  }

  /// `count` standard normal points of R^dimension, stream (seed, "points"), with labels 1 or -1 at random, stream
  /// (seed, "labels").
  /// - Throws: `NetworkError.empty` for a count or dimension below 1.
  public static func randomLabels(count: Int, dimension: Int, seed: UInt64) throws -> TrainingSet {
    guard count > 0, dimension > 0 else { throw NetworkError.empty("the training set") }
    let labels = RandomStream(seed: seed, purpose: "labels")
    let draws = RandomStream(seed: seed, purpose: "points").gaussians(count * dimension)
    return try TrainingSet(
      points: Matrix(rows: count, columns: dimension, elements: draws),
      targets: (0..<count).map { labels.integer(below: 2, at: $0) == 0 ? -1 : 1 })
  }

  /// `count` points on the line, evenly spaced but for normal shifts of standard deviation 0.05 on an interval of length
  /// 3.4, stream (seed, "points"), then brought to mean 0 and variance 1; the values are height sin(frequency x)
  /// less their mean.
  /// - Throws: `NetworkError.outside` for fewer than 2 points.
  public static func sine(
    count: Int, frequency: Double = 2, height: Double = 1, seed: UInt64
  ) throws -> TrainingSet {
    try NetworkError.require(count, in: 2...max(count, 1_000_000), "the number of points")
    let shifts = RandomStream(seed: seed, purpose: "points").gaussians(count)
    let raw = (0..<count).map { 3.4 * Double($0) / Double(count - 1) + 0.05 * shifts[$0] }
    let centred = raw.centred
    let deviation = (squaredNorm(centred) / Double(count)).squareRoot()
    let inputs = centred.map { $0 / deviation }
    let values = inputs.map { height * sin(frequency * $0) }
    return try TrainingSet(
      points: Matrix(rows: count, columns: 1, elements: inputs), targets: values.centred)
  }

  /// `count` standard normal points of the plane, stream (seed, "points"), with the values height exp(-rate |x|^2) less
  /// their mean.
  /// - Throws: `NetworkError.outside` for a count below 1.
  public static func bump(count: Int, height: Double, rate: Double, seed: UInt64) throws -> TrainingSet {
    try NetworkError.require(count, in: 1...max(count, 1_000_000), "the number of points")
    let points = try Matrix(
      rows: count, columns: 2, elements: RandomStream(seed: seed, purpose: "points").gaussians(2 * count))
    let values = (0..<count).map { height * exp(-rate * squaredNorm(points[row: $0])) }
    return try TrainingSet(points: points, targets: values.centred)
  }

  /// `count` points uniform on the unit sphere of R^dimension, stream (seed, "points"), with the values x_1 x_2 + x_1 of
  /// a polynomial of degrees one and two.
  /// - Throws: `NetworkError.outside` for a dimension below 2, `LinearAlgebraError.empty` for no points.
  public static func sphereProduct(count: Int, dimension: Int, seed: UInt64) throws -> TrainingSet {
    try NetworkError.require(dimension, in: 2...max(dimension, 1_000_000), "the dimension")
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

/// Images of two classes as a two-class problem.
public struct PooledPair: Sendable {
  /// The images to train on: averaged over squares of pixels, centred, scaled; label -1 for the first class and 1 for
  /// the second.
  public let training: TrainingSet
  /// Further images under the same shift and scale; nil if none is held out.
  public let heldOut: TrainingSet?

  /// `count` images to train on and `heldOut` others, in random order (stream (seed, "images")), averaged over squares of
  /// `pool` x `pool` pixels; the training points' mean becomes 0 and their root mean square norm `norm`.
  /// - Parameters:
  ///   - images: one a row, square, row after row of pixels.
  ///   - labels: the class of each image.
  /// - Throws: `NetworkError.mismatch` if labels are missing or the side is not a square's or not divisible by `pool`,
  ///   `outside` if the two classes have too few images, `notPositive` for the norm.
  public init(
    images: Matrix, labels: [Int], first: Int, second: Int, count: Int, heldOut: Int = 0, pool: Int, norm: Double,
    seed: UInt64
  ) throws {
    try NetworkError.require(labels.count, equals: images.rows, "the labels of the images")
    try NetworkError.requirePositive(norm, "the norm of the images")
    let side = Int(Double(images.columns).squareRoot().rounded())
    try NetworkError.require(side * side, equals: images.columns, "the pixels of a square image")
    guard pool > 0, side % pool == 0 else {
      throw NetworkError.mismatch(what: "the pooled side", expected: side, found: pool)
    }
    let pair = labels.indices.filter { labels[$0] == first || labels[$0] == second }
    guard count > 0, heldOut >= 0, count <= pair.count, heldOut <= pair.count - count else {
      throw NetworkError.outside(what: "the number of images", range: 1...max(pair.count, 1), value: count &+ heldOut)
    }
    let order = RandomStream(seed: seed, purpose: "images").permutation(of: pair.count)
    let chosen = order.prefix(count + heldOut).map { pair[$0] }
    var points = try Self.pooled(images, rows: chosen, side: side, pool: pool)
    Self.standardise(&points, first: count, norm: norm)
    let targets: [Double] = chosen.map { labels[$0] == first ? -1 : 1 }
    func part(_ rows: Range<Int>) throws -> TrainingSet {
      try TrainingSet(points: points.selecting(rows: Array(rows)), targets: Array(targets[rows]))
    }
    training = try part(0..<count)
    self.heldOut = heldOut > 0 ? try part(count..<count + heldOut) : nil
  }

  /// Gives the first rows mean 0 and root mean square norm `norm`, and the others the same shift and scale.
  private static func standardise(_ points: inout Matrix, first count: Int, norm: Double) {
    var total = 0.0
    for column in 0..<points.columns {
      let mean = (0..<count).reduce(0) { $0 + points[$1, column] } / Double(count)
      for row in 0..<points.rows {
        points[row, column] -= mean
        if row < count { total += points[row, column] * points[row, column] }
      }
    }
    let scale = total > 0 ? norm / (total / Double(count)).squareRoot() : 0
    for row in 0..<points.rows {
      for column in 0..<points.columns { points[row, column] *= scale }
    }
  }

  private static func pooled(_ images: Matrix, rows: [Int], side: Int, pool: Int) throws -> Matrix {
    let width = side / pool
    var points = try Matrix(rows: rows.count, columns: width * width)
    for (row, image) in rows.enumerated() {
      for pixel in 0..<images.columns {
        let cell = pixel / side / pool * width + pixel % side / pool
        points[row, cell] += images[image, pixel] / Double(pool * pool)
      }
    }
    return points
  }
}
