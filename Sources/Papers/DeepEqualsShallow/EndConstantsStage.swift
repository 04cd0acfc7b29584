import Documents
import Pipeline
import Sphere
import Verbs

/// The constants in front of a spectrum's decay, measured at one pair of successive degrees.
struct EndConstantsStage: Stage {
  static let kind = StageKind(
    "end-constants", revision: 1,
    summary: "the singular constants of a kernel at u = 1 and u = -1, from its eigenvalues")

  let data: Inputs<Table>
  let groups: [String]
  let degree: Int
  let constants = Output<Table>("constants")

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "tables of stages of kind spectrum")
    groups = fields.strings("group", "columns whose values form the groups")
    degree = fields.integer("degree", in: 2...4000, "the even degree k; constants are taken from k and k - 1")
    if !degree.isMultiple(of: 2) { fields.refuse("degree", "\(degree) is odd", remedy: "give an even degree") }
  }

  var outputs: [OutputDeclaration] { [constants.declaration] }

  func run(_ workspace: Workspace) throws {
    let parts = try RowGroups(try workspace.readStacked(data), by: groups)
    let measured = try parts.tables.map { group in
      DecayLaw.ends(even: try scaled(group, degree), odd: try scaled(group, degree - 1))
    }
    var table = try parts.labels(keeping: ["at-one", "at-minus-one"])
    try table.append("measured-at-one", .numbers(measured.map(\.atOne)))
    try table.append("measured-at-minus-one", .numbers(measured.map(\.atMinusOne)))
    try workspace.write(table, to: constants)
  }

  private func scaled(_ group: Table, _ degree: Int) throws -> Double {
    let row = try group.filtered("degree", equals: String(degree))
    guard let mu = try row.numbers("mu").first, let shape = try row.numbers("shape").first else {
      let values = try groups.map { "\($0)=\(try group.texts($0).first ?? "")" }
      throw EndConstantsError(group: values.joined(separator: ","), degree: degree)
    }
    return mu / shape
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
