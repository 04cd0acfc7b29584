import LinearAlgebra

/// Images of two classes as a two-class problem.
public struct PooledPair: Sendable {
  /// The images to train on: averaged over squares of pixels, centred, scaled; label -1 for the first class and 1 for
  /// the second.
  public let training: TrainingSet
  /// Further images under the same shift and scale; nil if none is held out.
  public let heldOut: TrainingSet?

  /// `count` images to train on and `heldOut` others, in random order (stream (seed, "images")), averaged over squares of
  /// `pool` x `pool` pixels; the training points' mean becomes 0 and their root mean square norm `norm`.
  ///
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
      throw NetworkError.outside(
        what: "the number of images", range: 1...max(pair.count, 1), value: count &+ heldOut)
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
