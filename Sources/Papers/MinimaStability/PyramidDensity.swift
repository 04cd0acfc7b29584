import Documents
import LinearAlgebra
import Networks
import Pipeline

/// The control: the same integral for the pyramid, which no sum of neurons is.
struct PyramidDensityStage: Stage {
  static let kind = StageKind(
    "pyramid-density", revision: 1,
    summary: "how much the pyramid max(0, 1 - |x|_1) bends across the lines, weighted by the stability norm's g",
    example: #"""
      {"n": 20, "height": 2, "rate": 1, "seed": 1, "widths": [0.2, 0.1], "rings": [60, 100]}
      """#)

  let bump: BumpFields
  let smoothing: SmoothingFields
  let integrals = Output("integrals", row: Self.row)

  init(_ fields: Fields) {
    bump = BumpFields(
      fields, seed: fields.integer("seed", in: 0...Int.max, "the seed of the points; the stream is (seed, \"points\")"))
    smoothing = SmoothingFields(fields)
  }

  var outputs: [OutputDeclaration] { [integrals.declaration] }
  var needs: Resources { Resources(memory: smoothing.bytes + 128 * bump.count) }

  private static let row = Row<SmoothedIntegral>(
    .number("width", "standard deviation of the smoothing, radians", \.width),
    .integer("rings", "circles of samples on the half sphere", \.rings),
    .number("integral", "integral of |density| g, from values of f", roles: [.estimate], \.integral))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [\.width: smoothing.widths])
  }

  func run(_ workspace: Workspace) throws {
    let pyramid = try DeepNetwork.pyramid(dimension: 2)
    let rows = try smoothing.integrals(of: pyramid.values, over: bump.data.points)
    try workspace.write(try Self.row.table(rows), to: integrals)
  }
}

/// Values of a bump at normal points of the plane.
struct BumpFields {
  let count: Int
  let height, rate: Double
  let seed: Int

  init(_ fields: Fields, seed: Int) {
    count = fields.integer("n", in: 2...10_000, "standard normal points of the plane")
    height = fields.number("height", in: 1e-6...1e6, "the height of the bump, height exp(-rate |x|^2)")
    rate = fields.number("rate", in: 1e-6...1e6, "its rate")
    self.seed = seed
  }

  var data: TrainingSet {
    get throws { try .bump(count: count, height: height, rate: rate, seed: UInt64(seed)) }
  }
}

/// An integral over all lines at one width of the smoothing.
struct SmoothedIntegral {
  let width: Double
  let rings: Int
  let bends: SmoothedBends
  let density: LineDensity
  /// g on the lines of the density.
  let weights: Matrix

  var integral: Double { density.integral(weights: weights) }
}

/// Widths of the smoothing, and samples for each.
struct SmoothingFields {
  let widths: [Double]
  let rings: [Int]

  init(_ fields: Fields) {
    widths = fields.numbers(
      "widths", in: 0.005...1, "standard deviations of the smoothing, radians on the sphere of lines")
    rings = fields.integers(
      "rings", in: 6...10_000, "circles of samples on the half sphere for each width, at least 6 over it")
    if rings.count != widths.count, !rings.isEmpty, !widths.isEmpty {
      fields.refuse("rings", "every width needs its rings", remedy: "give as many `rings` as `widths`")
    }
    for (width, rings) in pairs where Double(rings) * width < 6 {
      fields.refuse(
        "rings", "\(rings) rings are too few for a width of \(width)", remedy: "give at least 6 over the width")
    }
  }

  var pairs: [(width: Double, rings: Int)] { Array(zip(widths, rings)).map { (width: $0.0, rings: $0.1) } }

  /// Harmonics, samples of a block of rings and the lattice.
  var bytes: Int {
    let most = Double(rings.max() ?? 0)
    let degree = 6 / (widths.min() ?? 1)
    return Resources.bytes(Double(512 << 20) + 8 * (4 * most * degree + 2 * degree * degree + 20 * degree * degree))
  }

  func integrals(
    of function: (Matrix) throws -> [Double], over points: Matrix
  ) throws -> [SmoothedIntegral] {
    try pairs.map { width, rings in
      let lattice = try LineLattice(covering: points, spacing: width / 3)
      let bends = try SmoothedBends(of: function, width: width, rings: rings)
      return try SmoothedIntegral(
        width: width, rings: rings, bends: bends, density: bends.density(on: lattice),
        weights: lattice.weights(points))
    }
  }
}
