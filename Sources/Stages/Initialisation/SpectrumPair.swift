import Documents
import Pipeline
import Regression

/// The spectra of the NTK and of the random-feature kernel, on the same sphere and to the same degree.
struct SpectrumPair {
  let ntk: Input<Table>
  let rf: Input<Table>

  init(_ fields: Fields) {
    ntk = fields.input("ntk", Table.self, "the spectrum of the NTK, from a stage of kind spectrum")
    rf = fields.input(
      "rf", Table.self, "that of the random-feature kernel: the variance of a random start per harmonic")
  }

  /// d + 1, the NTK's eigenvalues and the variances; what is not told from zero is 0.
  func read(_ workspace: Workspace) throws -> (dimension: Int, eigenvalues: [Double], variances: [Double]) {
    let tables = (try workspace.read(ntk), try workspace.read(rf))
    return (
      Int(try tables.0.numbers("dimension").first ?? 0), try Self.values(tables.0), try Self.values(tables.1)
    )
  }

  private static func values(_ table: Table) throws -> [Double] {
    zip(try table.numbers("mu"), try table.numbers("vanishes")).map { $1 == 1 ? 0 : $0 }
  }
}
