import Documents
import Pipeline
import Sphere
import Verbs

/// The eigenvalues of kernels over those of another kernel on the same sphere: whether their Hilbert spaces are the same.
struct SpectrumRatiosStage: Stage {
  static let kind = StageKind(
    "spectrum-ratios", revision: 1,
    summary: "eigenvalues over those of another kernel, degree by degree, with proven ends, and theory's limit",
    example: #"""
      {"data": "spectrum[kernel=ntk]", "where": {"parity": "even"}, "over": "spectrum[kernel=rf]"}
      """#)

  let spectra, reference: Inputs<Table>
  let selection: RowSelection
  let ratios = Output("ratios", row: Self.row)

  init(_ fields: Fields) {
    spectra = fields.inputs("data", Table.self, "tables of stages of kind spectrum")
    fields.tables = [spectra.path]
    selection = RowSelection(fields)
    reference = fields.inputs("over", Table.self, "spectra of one kernel, one of each dimension")
    for key in ["data", "over"] {
      fields.demandSpectrum(key, \.kernel, \.layers, \.dimension, \.degree, \.mu, \.atOne, \.atMinusOne, \.rate)
    }
  }

  var outputs: [OutputDeclaration] { [ratios.declaration] }

  /// One degree of one kernel.
  private struct Ratio {
    let kernel: String
    let layers: Int?
    let dimension, degree: Int
    let ratio: EigenvalueRatio
    let limit: Double?

    /// The kernel with its depth.
    var model: String { layers.map { "\(kernel), L = \($0)" } ?? kernel }
    var parity: String { degree.isMultiple(of: 2) ? "even" : "odd" }
    var overLimit: Double? { limit.flatMap { $0 == 0 ? nil : ratio.value / $0 } }
    var distance: Double? { overLimit.map { $0 - 1 } }
  }

  private static let row = Row<Ratio>(
    .text("kernel", "name of the kernel", \.kernel),
    .text("model", "kernel with its depth", \.model),
    .integer("dimension", "$d$ of the sphere in $R^d$", \.dimension),
    .integer("degree", "$k$", \.degree),
    .text("parity", "whether $k$ is even or odd", \.parity),
    .number("quotient", "eigenvalue over that of the other kernel", roles: [.estimate], \.ratio.value),
    .number("low", "proven lower end of the ratio", roles: [.low(of: "quotient")], \.ratio.low),
    .number("high", "proven upper end of the ratio", roles: [.high(of: "quotient")], \.ratio.high),
    .number(
      "limit", "theory's limit for this parity: the ratio of the leading constants, 0 for a faster decay",
      roles: [.theory(of: "quotient")], \.limit),
    .number("over-limit", "ratio over its limit", \.overLimit),
    .number("distance", "ratio over its limit, minus 1", \.distance))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    guard let columns = inputs[spectra] else { return Self.row.columns }
    let ranges = Dictionary(
      columns.compactMap { column in column.range.map { (column.name, $0) } }, uniquingKeysWith: { first, _ in first })
    return Self.row.columns.map { column in
      var column = column
      if column.name == "degree" || column.name == "dimension" { column.range = ranges[column.name] }
      return column
    }
  }

  /// What the reference has at one degree.
  private struct Partner {
    let mu: Double
    let leading: Leading?
  }

  /// The leading term of the law for one parity: its power and constant.
  private struct Leading {
    let rate, constant: Double
  }

  func run(_ workspace: Workspace) throws {
    let partners = try partners(try workspace.readStacked(reference))
    let table = try selection.apply(try workspace.readStacked(spectra))
    let row = SpectrumRow.row
    let (kernels, layers) = (try row.texts(\.kernel, of: table), try row.numbers(\.layers, of: table))
    let (dimensions, degrees) = (try row.integers(\.dimension, of: table), try row.integers(\.degree, of: table))
    let (values, leading) = (try row.numbers(\.mu, of: table), try Self.leading(table))
    let rows = try values.indices.map { place in
      let key = [dimensions[place], degrees[place]]
      guard let partner = partners[key], let ratio = EigenvalueRatio(values[place], over: partner.mu) else {
        throw SpectrumRatiosError(dimension: key[0], degree: key[1])
      }
      return Ratio(
        kernel: kernels[place], layers: layers[place].isNaN ? nil : Int(layers[place]), dimension: key[0],
        degree: key[1], ratio: ratio, limit: Self.limit(leading[place], over: partner.leading))
    }
    try workspace.write(try Self.row.table(rows), to: ratios)
  }

  private func partners(_ table: Table) throws -> [[Int]: Partner] {
    let row = SpectrumRow.row
    let keys = zip(try row.integers(\.dimension, of: table), try row.integers(\.degree, of: table)).map { [$0, $1] }
    let partners = zip(try row.numbers(\.mu, of: table), try Self.leading(table)).map { Partner(mu: $0, leading: $1) }
    return Dictionary(zip(keys, partners), uniquingKeysWith: { first, _ in first })
  }

  /// The leading term of every row; nil where nothing leads, as for a parity that vanishes.
  private static func leading(_ table: Table) throws -> [Leading?] {
    let row = SpectrumRow.row
    let (rates, degrees) = (try row.numbers(\.rate, of: table), try row.integers(\.degree, of: table))
    let ends = zip(try row.numbers(\.atOne, of: table), try row.numbers(\.atMinusOne, of: table))
    return zip(zip(rates, degrees), ends).map { place, ends in
      guard place.0.isFinite else { return nil }
      let sign: Double = place.1.isMultiple(of: 2) ? 1 : -1
      return Leading(rate: place.0, constant: ends.0 + sign * ends.1)
    }
  }

  /// The limit of the ratio along a parity: that of the constants where both decay alike; nil where it grows or is not known.
  private static func limit(_ leading: Leading?, over other: Leading?) -> Double? {
    guard let other, other.constant != 0 else { return nil }
    guard let leading, leading.rate >= other.rate else { return 0 }
    return leading.rate == other.rate ? leading.constant / other.constant : nil
  }
}

/// A degree that has no eigenvalue to be divided by.
struct SpectrumRatiosError: Error, Equatable, CustomStringConvertible {
  let dimension, degree: Int

  var description: String {
    "`over` has no positive eigenvalue of degree \(degree) in dimension \(dimension); give spectra of the same degrees "
      + "and dimensions, of a kernel whose eigenvalues do not vanish"
  }
}
