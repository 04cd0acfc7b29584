import Documents
import Foundation
import Pipeline

/// What verification found, in words and for programs.
public struct VerificationText {
  private let found: Verification
  private let isRerun: Bool

  /// What was found; `isRerun` says whether stages were computed again.
  public init(_ found: Verification, isRerun: Bool) { (self.found, self.isRerun) = (found, isRerun) }

  /// For people.
  public var lines: [String] {
    ["\(found.objects.counted("object")) hashed, \(found.damaged.count) damaged"]
      + (isRerun
        ? ["\(found.recomputed.counted("stage")) computed again, \(found.different.count) \(Self.differ(found))"] : [])
      + found.missing.map { "missing: \($0.id), \($0.output)" } + found.different.map { "differs: \($0)" }
      + found.failed.map { "could not be computed again: \($0.id): \($0.reason)" }
  }

  private static func differ(_ found: Verification) -> String { found.different.count == 1 ? "differs" : "differ" }

  /// For programs.
  public var json: JSON {
    [
      "objects": JSON(.integer(found.objects)), "damaged": JSON(.array(found.damaged.map { JSON(.string($0.hex)) })),
      "missing": JSON(.array(found.missing.map { ["id": JSON(.string($0.id)), "output": JSON(.string($0.output))] })),
      "recomputed": JSON(.integer(found.recomputed)),
      "different": JSON(.array(found.different.map { JSON(.string($0)) })),
      "failed": JSON(.array(found.failed.map { ["id": JSON(.string($0.id)), "reason": JSON(.string($0.reason))] })),
    ]
  }

  /// How the command ends; nil when all is well.
  public var error: CommandError? {
    if !found.damaged.isEmpty { return .damagedObjects }
    if !found.missing.isEmpty { return .missingObjects }
    return found.different.isEmpty && found.failed.isEmpty ? nil : .told
  }
}

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
