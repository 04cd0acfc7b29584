import Documents
import Foundation
import Pipeline

/// What nothing needs of a cache, in words and for programs.
public struct GarbageText {
  private let found: Garbage
  private let isDeleted: Bool

  /// What was found; `isDeleted` says whether it is gone now.
  public init(_ found: Garbage, isDeleted: Bool) { (self.found, self.isDeleted) = (found, isDeleted) }

  /// For people.
  public var lines: [String] {
    let counts =
      "\(found.objects.count.counted("object")) of \(byteCount(found.bytes)) and \(found.records.counted("record")) "
    return [counts + (isDeleted ? "removed" : "would be removed; `plumb gc --delete` does it")]
      + found.keptFor.map(Self.kept)
  }

  private static func kept(_ holder: Garbage.Holder) -> String {
    let isThere = holder.root.map(FileManager.default.fileExists) ?? true
    return "kept: what the last runs in \(holder.root ?? holder.states) hold"
      + (isThere ? "" : "; that folder is gone: delete \(holder.states) to let it go")
  }

  /// For programs.
  public var json: JSON {
    [
      "deleted": JSON(.boolean(isDeleted)), "objects": JSON(.array(found.objects.map { JSON(.string($0.hex)) })),
      "bytes": JSON(.integer(found.bytes)), "records": JSON(.integer(found.records)),
      "keptFor": JSON(.array(found.keptFor.map { JSON(.string($0.root ?? $0.states)) })),
    ]
  }
}
