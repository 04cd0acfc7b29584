import Datasets
import Documents
import KernelRegression
import Kernels
import LinearAlgebra
import Pipeline
import Verbs

/// How smooth the labels of a data set are under a kernel: the decay of their coefficients in the eigenbasis of its matrix.
struct LabelSmoothnessStage: Stage {
  static let kind = StageKind(
    "label-smoothness", revision: 1,
    summary: "the smoothness of a data set's labels in the spaces of a kernel, over ranges of the index and locally")

  /// How classes become targets; both have means near 0.
  enum Encoding: String, CaseIterable {
    case oneHot = "one-hot"
    case number = "class number"
  }

  let kernel: Kernel?
  let images: Input<Matrix>
  let labels: Input<Matrix>
  let name: String
  let count: Int
  let seed: Int
  let firsts: [Int]
  let lasts: [Int]
  let ranges = Output<Table>("ranges")
  let local = Output<Table>("local")

  init(_ fields: Fields) {
    kernel = fields.kernel()
    images = fields.input("images", Matrix.self, "images, one a row; the kernel is |x||y| kappa(cos(x, y))")
    labels = fields.input("labels", Matrix.self, "their classes, from 0")
    name = fields.string("name", "what the tables call the data set")
    count = fields.integer("n", in: 20...20_000, "images, drawn by `seed`")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of the draw")
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

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let (pixels, classes) = (try workspace.read(images), try OneVersusAll(labels: workspace.read(labels)))
    let chosen = try Split(count: pixels.rows, training: count, validation: 0, seed: UInt64(seed)).training
    let flow = try KernelFlow(kernel: Gram.homogeneousMatrix(kernel, pixels.selecting(rows: chosen)))
    let decays = try Encoding.allCases.map { encoding in
      let targets = try encoding.targets(classes, chosen)
      let squares = try CoefficientDecay.squares(eigenvectors: flow.eigenvectors, targets: targets)
      return (encoding, try CoefficientDecay(eigenvalues: flow.eigenvalues, squares: squares))
    }
    try workspace.write(try rangeTable(decays), to: ranges)
    try workspace.write(try localTable(decays), to: local)
  }

  private func rangeTable(_ decays: [(Encoding, CoefficientDecay)]) throws -> Table {
    try Table.stacking(
      decays.map { encoding, decay in
        let fits = try zip(firsts, lasts).map { try decay.exponents(over: $0...$1) }
        return try Table(
          labels(encoding, rows: fits.count) + [
            ("first", .numbers(firsts.map(Double.init))), ("last", .numbers(lasts.map(Double.init))),
          ] + Self.columns(fits))
      })
  }

  /// Local exponents over factors of 2 in the index, and the tail sums there.
  private func localTable(_ decays: [(Encoding, CoefficientDecay)]) throws -> Table {
    try Table.stacking(
      decays.map { encoding, decay in
        let places = try decay.localExponents(from: 10)
        return try Table(
          labels(encoding, rows: places.count) + [
            ("index", .numbers(places.map(\.index))),
            ("tail", .numbers(places.map { decay.tailSums[Int($0.index.rounded()) - 1] / decay.tailSums[0] })),
          ] + Self.columns(places.map(\.exponents)))
      })
  }

  private func labels(_ encoding: Encoding, rows: Int) -> [(String, Table.Values)] {
    [
      ("set", .texts([String](repeating: name, count: rows))),
      ("encoding", .texts([String](repeating: encoding.rawValue, count: rows))),
    ]
  }

  private static func columns(_ fits: [CoefficientDecay.Exponents]) -> [(String, Table.Values)] {
    [
      ("coefficient-exponent", .numbers(fits.map(\.coefficient))),
      ("eigenvalue-exponent", .numbers(fits.map(\.eigenvalue))), ("smoothness", .numbers(fits.map(\.smoothness))),
    ]
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
