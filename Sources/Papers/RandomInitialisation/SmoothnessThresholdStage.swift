import Documents
import KernelRegression
import Pipeline

/// The smoothness of a random start in the spaces of the NTK, from exact spectra.
struct SmoothnessThresholdStage: Stage {
  static let kind = StageKind(
    "smoothness-threshold", revision: 1, summary: "the s at which a random start leaves the space [H]^s of the NTK")

  let spectra: SpectrumPair
  let first: Int
  let table = Output<Table>("threshold")

  init(_ fields: Fields) {
    spectra = SpectrumPair(fields)
    first = fields.integer("from-degree", in: 1...4000, "slopes are taken from this degree to the last")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  func run(_ workspace: Workspace) throws {
    let pair = try spectra.read(workspace)
    let threshold = try SmoothnessThreshold(
      dimension: pair.dimension, eigenvalues: pair.eigenvalues, variances: pair.variances,
      range: min(first, pair.eigenvalues.count)...pair.eigenvalues.count)
    let d = Double(pair.dimension - 1)
    try workspace.write(
      try Table([
        ("dimension", .numbers([d])), ("threshold", .numbers([threshold.value])), ("theory", .numbers([3 / (d + 1)])),
        ("difference", .numbers([threshold.value - 3 / (d + 1)])),
      ]), to: table)
  }
}
