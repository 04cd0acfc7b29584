import Documents
import Foundation

/// A stage as a research crate describes it.
public struct CrateAction: Sendable {
  public let id, kind: String
  public let revision: Int
  public let summary, key: String
  /// The entry of the manifest that it is an instance of.
  public let entry: String
  /// The parameters that it ran with, by key.
  public let parameters: [JSON.Member]
  /// Digests and, for files within the crate, paths of what it read.
  public let inputs: [Value]
  /// The same of what it made.
  public let outputs: [Value]
  /// When its result was written, if it is still there, and how long it took to make, in seconds.
  public let end: Date?
  public let seconds: Double

  /// A file in the crate, or a result that stays in the cache and is named by its digest.
  public struct Value: Sendable {
    public let name, digest: String
    /// The input or the output of the stage's kind that it stands for.
    public let slot: String
    public let path: String?

    /// The value `name`.
    public init(name: String, slot: String, digest: String, path: String?) {
      (self.name, self.slot, self.digest, self.path) = (name, slot, digest, path)
    }
  }

  /// A stage; see the properties.
  public init(
    id: String, kind: String, revision: Int, summary: String, key: String, entry: String = "",
    parameters: [JSON.Member] = [], inputs: [Value], outputs: [Value], end: Date?, seconds: Double
  ) {
    (self.id, self.kind, self.revision, self.summary, self.key) = (id, kind, revision, summary, key)
    (self.entry, self.parameters) = (entry.isEmpty ? id : entry, parameters)
    (self.inputs, self.outputs, self.end, self.seconds) = (inputs, outputs, end, seconds)
  }
}

extension ResearchCrate {
  /// A program or a library that results rest on.
  public struct Software: Sendable {
    public let name, version: String
    /// Its home page; nil where there is none, and the manifest stands for it.
    public let home: String?

    /// The program `name`.
    public init(name: String, version: String, home: String? = nil) {
      (self.name, self.version, self.home) = (name, version, home)
    }

    /// Name and version; many a library's version begins with its name.
    var label: String { version.hasPrefix(name + " ") ? version : "\(name) \(version)" }
  }
}
