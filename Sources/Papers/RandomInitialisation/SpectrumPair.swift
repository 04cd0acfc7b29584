import Documents
import Pipeline

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
  ///
  /// - Throws: ``SpectrumPairError`` for spectra of different spheres, or of other kernels if the tables name theirs.
  func read(_ workspace: Workspace) throws -> (dimension: Int, eigenvalues: [Double], variances: [Double]) {
    let tables = (try workspace.read(ntk), try workspace.read(rf))
    try Self.require(tables.0, isOf: "NTK", key: "ntk")
    try Self.require(tables.1, isOf: "RF", key: "rf")
    let dimensions = Set(try tables.0.integers("dimension") + tables.1.integers("dimension"))
    guard let dimension = dimensions.first, dimensions.count == 1 else {
      throw SpectrumPairError.dimensions(dimensions.sorted())
    }
    return (dimension, try Self.values(tables.0), try Self.values(tables.1))
  }

  private static func require(_ table: Table, isOf family: String, key: String) throws {
    guard table.columns.contains(where: { $0.name == "kernel" }) else { return }
    let other = try table.texts("kernel").first { $0 != family && !$0.hasPrefix(family + " ") }
    if let other { throw SpectrumPairError.kernel(key: key, expected: family, found: other) }
  }

  private static func values(_ table: Table) throws -> [Double] {
    zip(try table.numbers("mu"), try table.numbers("vanishes")).map { $1 == 1 ? 0 : $0 }
  }
}

/// Why two spectra do not belong together.
enum SpectrumPairError: Error, Equatable, CustomStringConvertible {
  case dimensions([Int])
  case kernel(key: String, expected: String, found: String)

  var description: String {
    switch self {
    case .dimensions(let found):
      "the spectra `ntk` and `rf` hold the dimensions \(found.map(String.init).joined(separator: ", ")); "
        + "give two of one dimension"
    case .kernel(let key, let expected, let found):
      "the spectrum `\(key)` is of the kernel \(found.printable); give one of the kernel \(expected)"
    }
  }
}
