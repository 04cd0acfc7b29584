/// Why a file that only grows is not as it was written: the file and what is wrong.
public struct ChainError: Error, Equatable, Sendable {
  public let file: String
  public let fault: Fault

  /// Numbers of entries, and lines from 1 on.
  public enum Fault: Equatable, Sendable {
    case altered(entry: Int, line: Int)
    case moved(entry: Int, line: Int)
    case removed(entry: Int, found: Int)
    /// It was written for another entry before it.
    case follows(entry: Int)
    case noEntry(line: Int)
    case cutOff(line: Int)
    /// Whole in itself, and not the continuation of the one that Git has.
    case other
    /// What is to be written does not go on from what is there.
    case grown
  }

  init(_ file: String, _ fault: Fault) { (self.file, self.fault) = (file, fault) }
}

extension ChainError: CustomStringConvertible {
  /// One line: place, fact, remedy.
  public var description: String {
    if fault == .grown { return "\(file): \(fact); try again, on what is there now" }
    return
      "\(file): \(fact); bring the file back as it was committed, `git checkout -- \(file)`, and fix criteria again after that"
  }

  private var fact: String {
    switch fault {
    case .altered(let entry, let line): "entry \(entry), line \(line), is not as it was written"
    case .moved(let entry, let line): "entry \(entry) stands in line \(line)"
    case .removed(let entry, let found): "entry \(entry) is gone; entry \(found) stands in its place"
    case .follows(let entry): "entry \(entry) was written behind another entry \(entry - 1) than the one that is there"
    case .noEntry(let line): "line \(line) is no entry"
    case .cutOff(let line): "line \(line) is cut off"
    case .other: "it does not go on from the one in Git's index: entries that were there are gone, or others"
    case .grown: "another process has written to it meanwhile"
    }
  }
}
