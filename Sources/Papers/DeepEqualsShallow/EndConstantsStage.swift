import Documents
import Pipeline
import Sphere
import Statistics
import Verbs

/// The constants in front of a spectrum's decay, measured at pairs of successive degrees and extrapolated to infinite degree.
///
/// Over its Gamma form an eigenvalue of one parity is (c_1 +- c_{-1}) (1 + a/x^2 + b/x^4 + ...), x = k + (d-2)/2. Order m takes
/// the degrees k, k/2, ..., k/2^m (less 1 for the odd ones) and removes the first m corrections.
struct EndConstantsStage: Stage {
  static let kind = StageKind(
    "end-constants", revision: 2,
    summary: "the singular constants of a kernel at u = 1 and u = -1, from its eigenvalues, extrapolated in the degree",
    example: #"""
      {"data": "spectrum", "group": ["kernel"], "degree": 40, "corrections": 1}
      """#)

  let rows: GroupedRows
  let degree, corrections: Int
  let constants = Output<Table>("constants")

  init(_ fields: Fields) {
    rows = GroupedRows(fields, "tables of stages of kind spectrum", mustGroup: true, keeps: false)
    fields.demandSpectrum("data", \.degree, \.dimension, \.mu, \.shape, \.atOne, \.atMinusOne)
    degree = fields.integer("degree", in: 2...4000, "the even degree k; constants are taken from k and k - 1")
    corrections = fields.integer(
      "corrections", in: 0...6, default: 0,
      "m: corrections of relative order k^-2, k^-4, ... that are removed, by the degrees k/2, ..., k/2^m")
    let step = 2 << corrections
    if !degree.isMultiple(of: step) {
      fields.refuse(
        "degree", "\(degree) over 2^\(corrections) is no even number", remedy: "give a multiple of \(step)")
    }
  }

  var outputs: [OutputDeclaration] { [constants.declaration] }

  /// Theory's constants and the measured ones, of one group.
  private struct Constants {
    let order: Int
    let atOne, atMinusOne: Double?
    let measured: (atOne: Double, atMinusOne: Double)
  }

  private static let row = Row<Constants>(
    .integer("order", "corrections that are removed", \.order),
    .number("at-one", "theory's constant at $u = 1$", roles: [.theory(of: "measured-at-one")], \.atOne),
    .number(
      "at-minus-one", "theory's constant at $u = -1$", roles: [.theory(of: "measured-at-minus-one")], \.atMinusOne),
    .number("measured-at-one", "the constant at $u = 1$ that the eigenvalues give", \.measured.atOne),
    .number("measured-at-minus-one", "the constant at $u = -1$ that they give", \.measured.atMinusOne))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    rows.columns(inputs, adding: Self.row.columns)
  }

  func run(_ workspace: Workspace) throws {
    let parts = try rows.parts(workspace)
    let row = SpectrumRow.row
    try parts.require([\.degree, \.dimension, \.mu, \.shape, \.atOne, \.atMinusOne].map { row.name($0) })
    // One row an order: the labels of a group, then what it gives.
    let table = try parts.stacked(from: rows.groups, adding: Self.row.columns.map(\.name)) { group in
      let labels = try Table(
        rows.groups.map { ($0, try group.picking(Array(repeating: 0, count: corrections + 1)).column($0)) })
      return try labels.joined(try Self.row.table(try found(group)))
    }
    try workspace.write(table, to: constants)
  }

  private func found(_ group: Table) throws -> [Constants] {
    let row = SpectrumRow.row
    return try (0...corrections).map { order in
      Constants(
        order: order, atOne: try row.numbers(\.atOne, of: group).first,
        atMinusOne: try row.numbers(\.atMinusOne, of: group).first,
        measured: DecayLaw.ends(
          even: try limit(group, parity: 0, order: order), odd: try limit(group, parity: 1, order: order)))
    }
  }

  /// mu over its Gamma form at infinite degree, with `order` corrections removed.
  private func limit(_ group: Table, parity: Int, order: Int) throws -> Double {
    let found = try (0...order).map { step in try scaled(group, degree >> step - parity) }
    return try Extrapolation.toZero(found.map(\.y), found.map(\.value))
  }

  /// mu over its Gamma form at one degree, and x^-2.
  private func scaled(_ group: Table, _ degree: Int) throws -> (y: Double, value: Double) {
    let row = SpectrumRow.row
    let part = try group.filtered(row.name(\.degree), equals: String(degree))
    guard let mu = try row.numbers(\.mu, of: part).first, let shape = try row.numbers(\.shape, of: part).first,
      let dimension = try row.integers(\.dimension, of: part).first
    else {
      let values = try rows.groups.map { "\($0)=\(try group.texts($0).first ?? "")" }
      throw EndConstantsError(group: values.joined(separator: ","), degree: degree)
    }
    return (DecayLaw.level(degree: degree, dimension: dimension, power: -2), mu / shape)
  }
}

/// A spectrum that ends before the degree at which its constants are wanted.
struct EndConstantsError: Error, Equatable, CustomStringConvertible {
  let group: String
  let degree: Int

  var description: String {
    "the spectrum of \(group.isEmpty ? "`data`" : group) has no degree \(degree); "
      + "raise `degrees` of its `spectrum` stage, or choose a lower `degree`"
  }
}
