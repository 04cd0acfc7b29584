import Documents
import LinearAlgebra
import Pipeline
import Regression

/// How smooth labels are under a kernel: the decay of their coefficients in the eigenbasis of its matrix.
struct CoefficientDecayStage: Stage {
  static let kind = StageKind(
    "coefficient-decay", revision: 1,
    summary: "the smoothness of targets in the spaces of a kernel, over ranges of the index and locally")

  /// How labels become targets.
  enum Encoding: String, CaseIterable {
    /// The columns as they are.
    case values
    /// The columns less their means.
    case centred
  }

  let eigenvalues: Input<Matrix>
  let eigenvectors: Input<Matrix>
  let targets: Input<Matrix>
  let encoding: Encoding
  let firsts: [Int]
  let lasts: [Int]
  let ranges = Output<Table>("ranges")
  let local = Output<Table>("local")

  init(_ fields: Fields) {
    eigenvalues = fields.input("eigenvalues", Matrix.self, "the n eigenvalues of K/n")
    eigenvectors = fields.input("eigenvectors", Matrix.self, "their eigenvectors, one a row, in the same order")
    targets = fields.input(
      "targets", Matrix.self, "n rows; squared coefficients are summed over the columns, classes one-hot")
    encoding = fields.choice("encoding", Encoding.values, "how the columns are used")
    firsts = fields.integers("first", in: 1...1_000_000, "first indices of the ranges, the largest eigenvalue being 1")
    lasts = fields.integers("last", in: 2...1_000_000, "last indices, one for each")
    if firsts.count != lasts.count {
      fields.refuse("last", "\(firsts.count) first indices and \(lasts.count) last ones", remedy: "give one for each")
    }
  }

  var outputs: [OutputDeclaration] { [ranges.declaration, local.declaration] }
  var needs: Resources { Resources(memory: 1 << 30) }

  func run(_ workspace: Workspace) throws {
    var columns = try workspace.read(targets)
    if encoding == .centred { columns = columns.centredColumns() }
    let squares = try CoefficientDecay.squares(eigenvectors: workspace.read(eigenvectors), targets: columns)
    let decay = try CoefficientDecay(eigenvalues: workspace.read(eigenvalues).elements, squares: squares)
    let fits = try zip(firsts, lasts).map { try decay.exponents(over: min($0, $1)...max($0, $1)) }
    try workspace.write(
      try Table([
        ("encoding", .texts(fits.map { _ in encoding.rawValue })), ("first", .numbers(firsts.map(Double.init))),
        ("last", .numbers(lasts.map(Double.init))), ("coefficient-exponent", .numbers(fits.map(\.coefficient))),
        ("eigenvalue-exponent", .numbers(fits.map(\.eigenvalue))), ("smoothness", .numbers(fits.map(\.smoothness))),
      ]), to: ranges)
    let places = try decay.localExponents(from: 10)
    try workspace.write(
      try Table([
        ("encoding", .texts(places.map { _ in encoding.rawValue })), ("index", .numbers(places.map(\.index))),
        ("coefficient-exponent", .numbers(places.map(\.exponents.coefficient))),
        ("eigenvalue-exponent", .numbers(places.map(\.exponents.eigenvalue))),
        ("smoothness", .numbers(places.map(\.exponents.smoothness))),
      ]), to: local)
  }
}
