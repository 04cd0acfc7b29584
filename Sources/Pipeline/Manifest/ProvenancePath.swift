/// Where a run records itself, beside the reports of its profile; no result may be published there.
public struct ProvenancePath: Sendable {
  /// Machine, libraries and cost of every stage.
  public let record: String
  /// The page made of the record.
  public let page: String

  /// The files called `path`, with their endings.
  public init(_ path: String) { (record, page) = (path + ".json", path + ".md") }

  /// Whether `path` is one of them, also where file systems do not tell capitals.
  func isTaken(_ path: String) -> Bool { [record, page].contains { $0.lowercased() == path.lowercased() } }
}
