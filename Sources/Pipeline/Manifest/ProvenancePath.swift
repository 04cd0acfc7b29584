/// Where a run records itself, beside the reports of its profile; no result may be published there.
public enum ProvenancePath {
  /// Machine, libraries and cost of every stage.
  public static let record = "reports/provenance.json"
  /// The page made of the record.
  public static let page = "reports/provenance.md"

  /// Whether `path` is one of them, also where file systems do not tell capitals.
  static func isTaken(_ path: String) -> Bool { [record, page].contains(path.lowercased()) }
}
