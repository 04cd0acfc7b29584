/// The stages of one manifest entry, as a page names them.
public struct ReportedStage: Sendable, Equatable {
  /// The name of the entry.
  public let id: String
  public let kind: String
  /// How many instances have a result, and how many there are.
  public let made: Int
  public let count: Int
  /// The key of the result, or the combined key of several; nil when none was made.
  public let key: String?

  /// The stages of the entry `id`.
  public init(id: String, kind: String, made: Int, count: Int, key: String?) {
    self.id = id
    self.kind = kind
    self.made = made
    self.count = count
    self.key = key
  }

  /// The manifest entry of an instance: `fits` of `fits[dimension=3]`.
  public static func entry(of instance: String) -> String { String(instance.prefix { $0 != "[" }) }

  /// The manifest entries of instances, each once, in order.
  public static func entries(_ instances: [String]) -> [String] {
    var seen: Set<String> = []
    return instances.map(entry).filter { seen.insert($0).inserted }
  }

  var instances: String { made == count ? String(count) : made == 0 ? "not made" : "\(made) of \(count)" }
}
