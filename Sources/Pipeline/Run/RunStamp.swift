/// What a run is told apart by, besides the content of files.
public struct StampRequest: Sendable {
  /// The manifest with its includes: absolute paths.
  public var manifest: [String]
  /// Profile, targets, settings, and the program with its version: whatever changes what a run does.
  public var identity: [String]
  /// A text for the caller, handed back when nothing changed.
  public var note: String

  /// A request to remember a run of `manifest` called `identity`.
  public init(manifest: [String], identity: [String], note: String = "") {
    self.manifest = manifest
    self.identity = identity
    self.note = note
  }
}

struct RunStamp {
  init(_ project: Project) {}
  func write(_ request: StampRequest, _ runner: Runner) throws {}
}
