import Datasets
import Documents
import Foundation
import KernelRegression
import Kernels
import LinearAlgebra
import Pipeline
import Verbs

/// How smooth the labels of a data set are under a kernel: the decay of their coefficients in the eigenbasis of its matrix.
struct LabelSmoothnessStage: Stage {
  static let kind = StageKind(
    "label-smoothness", revision: 2,
    summary: "the smoothness of a data set's labels in the spaces of a kernel, over ranges of the index and locally",
    example: #"""
      {
        "kernel": "ntk",
        "layers": 2,
        "images": "dataset.images",
        "labels": "dataset.labels",
        "name": "MNIST",
        "n": 1000,
        "seed": 1,
        "first": [20],
        "last": [200]
      }
      """#)

  /// How classes become targets; both have means near 0.
  enum Encoding: String, CaseIterable {
    case oneHot = "one-hot"
    case number = "class number"
  }

  let kernel: Kernel?
  let images, labels: Input<Matrix>
  let name: String
  let count, seed, part: Int
  let firsts, lasts: [Int]
  let ranges = Output("ranges", row: Self.rangeRow)
  let local = Output("local", row: Self.localRow)

  init(_ fields: Fields) {
    kernel = fields.kernel()
    images = fields.input("images", Matrix.self, "images, one a row; the kernel is |x||y| kappa(cos(x, y))")
    labels = fields.input("labels", Matrix.self, "their classes, from 0")
    name = fields.string("name", "what the tables call the data set")
    count = fields.integer("n", in: 20...20_000, "images, of an order drawn by `seed`")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of the order")
    part = fields.integer(
      "part", in: 1...1000, default: 1,
      "which stretch of `n` images of that order is taken, 1 the first; no two stretches share an image")
    firsts = fields.integers("first", in: 1...20_000, "first indices of the ranges, the largest eigenvalue being 1")
    lasts = fields.integers("last", in: 2...20_000, "last indices, one for each")
    if firsts.count != lasts.count {
      fields.refuse("last", "\(firsts.count) first indices and \(lasts.count) last ones", remedy: "give one for each")
    }
    if let pair = zip(firsts, lasts).first(where: { $0 >= $1 || $1 > count }) {
      fields.refuse(
        "last", "the range from \(pair.0) to \(pair.1) does not rise within 1 to n = \(count)", remedy: "change it")
    }
  }

  var outputs: [OutputDeclaration] { [ranges.declaration, local.declaration] }
  var needs: Resources { Resources(memory: 1 << 30 + 40 * count * count) }

  /// n³ for the eigenvectors.
  func work(reading shapes: [String: Shape]) -> Work? { Work(pow(Double(count), 3), rate: 1.1e10) }

  /// The exponents over a range of indices, or about one index.
  private struct Fit {
    let set: String
    let encoding: Encoding
    var first = 0
    var last = 0
    var index = 0.0
    var tail = 0.0
    let exponents: CoefficientDecay.Exponents
  }

  private static let labels: [Row<Fit>.Cell] = [
    .text("set", "name of the data set", \.set), .text("encoding", "one-hot or class number", \.encoding.rawValue),
  ]
  private static let exponents: [Row<Fit>.Cell] = [
    .number("coefficient-exponent", "with which the tail sums of squared coefficients fall", \.exponents.coefficient),
    .number("eigenvalue-exponent", "with which the eigenvalues fall", \.exponents.eigenvalue),
    .number("smoothness", "their ratio", roles: [.estimate], \.exponents.smoothness),
  ]
  private static let rangeRow = Row<Fit>(
    labels + [
      .integer("first", "first index of the range, 1 for the largest eigenvalue", \.first),
      .integer("last", "last index", \.last),
    ] + exponents)
  private static let localRow = Row<Fit>(
    labels + [
      .number("index", "middle of a range over a factor of 2", \.index),
      .number("tail", "tail sum there over that from the first index", \.tail),
    ] + exponents)

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    guard output.name == ranges.name else { return output.columns }
    return Self.rangeRow.columns(spanning: [\.first: firsts.map(Double.init), \.last: lasts.map(Double.init)])
  }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let (pixels, numbers) = try workspace.readRows(images, with: labels)
    let classes = try OneVersusAll(labels: numbers)
    let order = try Split(count: pixels.rows, training: part * count, validation: 0, seed: UInt64(seed)).training
    let chosen = Array(order.suffix(count))
    let decays = zip(
      Encoding.allCases,
      try CoefficientDecay.decays(
        kernel: Gram.homogeneousMatrix(kernel, pixels.selecting(rows: chosen)),
        targets: Encoding.allCases.map { try $0.targets(classes, chosen) }))
    let fits = try decays.flatMap { encoding, decay in
      try zip(firsts, lasts).map { first, last in
        Fit(set: name, encoding: encoding, first: first, last: last, exponents: try decay.exponents(over: first...last))
      }
    }
    try workspace.write(try Self.rangeRow.table(fits), to: ranges)
    let places = try decays.flatMap { encoding, decay in
      try decay.localExponents(from: 10).map { index, exponents in
        Fit(
          set: name, encoding: encoding, index: index,
          tail: decay.tailSums[Int(index.rounded()) - 1] / decay.tailSums[0], exponents: exponents)
      }
    }
    try workspace.write(try Self.localRow.table(places), to: local)
  }
}

extension LabelSmoothnessStage.Encoding {
  /// One-hot less 1/10, or the class number less its mean.
  fileprivate func targets(_ classes: OneVersusAll, _ chosen: [Int]) throws -> Matrix {
    switch self {
    case .oneHot: try classes.targets(of: chosen)
    case .number:
      try Matrix(rows: chosen.count, columns: 1, elements: chosen.map { Double(classes.labels[$0]) }).centredColumns()
    }
  }
}

/// The coefficients of random starts in the eigenbasis of the NTK's matrix, and what they are expected to be.
struct StartDecayStage: Stage {
  static let kind = StageKind(
    "start-decay", revision: 1,
    summary: "tail sums of the coefficients of random starts in the NTK's empirical eigenbasis, drawn and expected",
    example: #"""
      {"dimension": 2, "n": 100, "draws": 3, "seed": 1, "first": 5, "last": 40}
      """#)

  let dimension, count, draws, seed, first, last: Int
  let table = Output("draws", row: Self.row)

  init(_ fields: Fields) {
    dimension = fields.integer("dimension", in: 2...60, "d; the points are uniform on S^d in R^{d+1}")
    count = fields.integer("n", in: 10...20_000, "points")
    draws = fields.integer("draws", in: 2...10_000, "random starts")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of points and draws")
    first = fields.integer("first", in: 1...20_000, "the first index of the range of the fit")
    last = fields.integer("last", in: 2...20_000, "the last index")
    if first >= last { fields.refuse("last", "\(last) is not above first = \(first)", remedy: "give a larger one") }
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources { Resources(memory: 256 << 20 + 64 * count * count + 24 * draws * count) }

  /// n³ for the eigenvectors and the factor of the draws.
  func work(reading shapes: [String: Shape]) -> Work? { Work(pow(Double(count), 3), rate: 4e9) }

  private struct Draw {
    let dimension, count, index: Int
    let smoothness, expected: Double

    var theory: Double { 3 / Double(dimension + 1) }
  }

  private static let row = Row<Draw>(
    .integer("dimension", "$d$; the points are uniform on the sphere of $R^{d+1}$", \.dimension),
    .integer("n", "points", \.count),
    .integer("draw", "number of the draw", \.index),
    .number("smoothness", "smoothness of the start over the range of indices", roles: [.estimate], \.smoothness),
    .number("expected", "that of the mean squares over all draws on these points", \.expected),
    .number("theory", "$3/(d+1)$", roles: [.theory(of: "smoothness")], \.theory))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [
      \.dimension: [Double(dimension)], \.count: [Double(count)], \.index: [0, Double(draws - 1)],
    ])
  }

  func run(_ workspace: Workspace) throws {
    let points = try Sampling.sphere(
      count: count, dimension: dimension + 1, stream: RandomStream(seed: UInt64(seed), purpose: "points"))
    let covariance = try Gram.matrix(Kernel(.arcCosine(layers: 2)), points)
    let flow = try KernelFlow(kernel: Gram.matrix(Kernel(.ntk(layers: 2), normalised: true), points))
    let expected = try CoefficientDecay(
      eigenvalues: flow.eigenvalues, squares: CoefficientDecay.expectedSquares(flow, covariance: covariance)
    ).exponents(over: first...last).smoothness
    let starts = try GaussianProcess(covariance: covariance)
      .draws(draws, stream: RandomStream(seed: UInt64(seed), purpose: "initial function"))
    let rows = try (0..<draws).map { index in
      let decay = try CoefficientDecay(flow, targets: Array(starts[row: index]))
      return Draw(
        dimension: dimension, count: count, index: index,
        smoothness: try decay.exponents(over: first...last).smoothness, expected: expected)
    }
    try workspace.write(try Self.row.table(rows), to: table)
  }
}
