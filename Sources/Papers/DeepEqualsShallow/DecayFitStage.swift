import Documents
import Pipeline
import Statistics
import Verbs

/// The exponents of decaying spectra, one fit for each group of rows.
struct DecayFitStage: Stage {
  static let kind = StageKind(
    "decay-fit", revision: 1,
    summary: "the exponent with which a spectrum decays, fitted against k + (d-2)/2 with corrections")

  let data: Inputs<Table>
  let groups: [String]
  let kept: [String]
  let selection: RowSelection
  let corrections: [Double]
  let alternating: [Double]
  let subtractsSecond: Bool
  let fits = Output<Table>("fits")

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "tables of stages of kind spectrum")
    groups = fields.strings("group", "columns whose values form the groups; each group is fitted on its own")
    kept = fields.strings("keep", "columns of which the first value of a group is kept", required: false)
    selection = RowSelection(fields)
    corrections = fields.numbers(
      "corrections", in: 0.01...8, "powers p of the smooth corrections b (k + (d-2)/2)^{-p} to log mu, ascending",
      required: false)
    alternating = fields.numbers(
      "alternating", in: 0...8, "powers of corrections that alternate with the parity of k", required: false)
    subtractsSecond = fields.boolean(
      "second", "subtract the second singular term of theory, which alternates with parity, before fitting",
      required: false)
  }

  var outputs: [OutputDeclaration] { [fits.declaration] }

  func run(_ workspace: Workspace) throws {
    let rows = try selection.apply(try workspace.readStacked(data))
    let parts = try RowGroups(rows, by: groups)
    let results = try parts.map(["mu"], fit)
    var table = try parts.labels(keeping: kept)
    try table.append("exponent", .numbers(results.map { -$0.exponent }))
    try table.append("low", .numbers(results.map { -$0.systematicInterval.upper }))
    try table.append("high", .numbers(results.map { -$0.systematicInterval.lower }))
    try table.append("points", .numbers(results.map { Double($0.degrees.count) }))
    try workspace.write(table, to: fits)
  }

  private func fit(_ group: Table) throws -> DecayFit {
    let degrees = try group.integers("degree")
    let dimensions = Set(try group.integers("dimension"))
    guard dimensions.count == 1, let dimension = dimensions.first else {
      throw Problem(
        .table(
          name: "data", fact: "a group has rows of \(dimensions.count) dimensions", remedy: "add `dimension` to `group`"
        ))
    }
    let terms = corrections.map { DecayTerm(power: $0) } + alternating.map { DecayTerm(power: $0, alternates: true) }
    return try DecayFit(
      degrees: degrees, values: try group.numbers("mu"), dimension: dimension, terms: terms,
      alternatingLaw: subtractsSecond ? try group.numbers("second") : nil)
  }
}
