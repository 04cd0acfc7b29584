import LinearAlgebra

extension TrainingSet {
  /// Images of two classes as a two-class problem: `count` of them in random order (stream (seed, "images")), averaged
  /// over squares of `pool` x `pool` pixels, centred, scaled to the root mean square norm `norm`; label -1 for the
  /// `first` class and 1 for the `second`.
  ///
  /// - Parameters:
  ///   - images: one a row, square, row after row of pixels.
  ///   - labels: the class of each image.
  /// - Throws: `NetworkError.mismatch` if labels are missing or the side is not a square's or not divisible by `pool`,
  ///   `outside` if there are fewer than `count` images of the two classes, `notPositive` for the norm.
  public static func pooledPair(
    images: Matrix, labels: [Int], first: Int, second: Int, count: Int, pool: Int, norm: Double, seed: UInt64
  ) throws -> TrainingSet {
    try NetworkError.require(labels.count, equals: images.rows, "the labels of the images")
    try NetworkError.requirePositive(norm, "the norm of the images")
    let side = Int(Double(images.columns).squareRoot().rounded())
    try NetworkError.require(side * side, equals: images.columns, "the pixels of a square image")
    guard pool > 0, side % pool == 0 else {
      throw NetworkError.mismatch(what: "the pooled side", expected: side, found: pool)
    }
    let pair = labels.indices.filter { labels[$0] == first || labels[$0] == second }
    guard count > 0, count <= pair.count else {
      throw NetworkError.outside(what: "the number of images", range: 1...max(pair.count, 1), value: count)
    }
    let order = RandomStream(seed: seed, purpose: "images").permutation(of: pair.count)
    let chosen = order.prefix(count).map { pair[$0] }
    var points = try pooled(images, rows: chosen, side: side, pool: pool)
    var total = 0.0
    for column in 0..<points.columns {
      let mean = (0..<count).reduce(0) { $0 + points[$1, column] } / Double(count)
      for row in 0..<count {
        points[row, column] -= mean
        total += points[row, column] * points[row, column]
      }
    }
    let scale = total > 0 ? norm / (total / Double(count)).squareRoot() : 0
    return try TrainingSet(
      points: Matrix(rows: count, columns: points.columns, elements: points.elements.map { $0 * scale }),
      targets: chosen.map { labels[$0] == first ? -1 : 1 })
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
