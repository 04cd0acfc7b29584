import Documents

/// Something in a text that does not agree with the report, or that nobody has looked at yet.
public struct ManuscriptFinding: Sendable, Equatable {
  public let file: String
  /// From 1 on.
  public let line, column: Int
  public let fault: Fault

  /// What is wrong.
  public enum Fault: Sendable, Equatable {
    /// A known value is typed by hand: the keys that it may be, the nearest first, what that one prints, and how.
    case typed(String, keys: [String], prints: String, macro: String)
    /// No value of the report is known to be it: those that round to it are so many that it may be a coincidence.
    case unknown(String, near: [String])
    /// A key that does not exist, and the nearest that do.
    case noValue(String, near: [String])
    /// A comment that names a value stands behind no number.
    case bindsNothing(String)
    /// A typed number is not, or no longer, the value that it was bound to or accepted as.
    case differs(String, key: String, now: String)
    /// A value is not what it was when the text was last looked at.
    case changed(key: String, old: String, new: String)
    /// A picture is another than the last run made of this figure.
    case staleFigure(String, figure: String)
    /// A picture that is called like one figure holds another.
    case otherFigure(String, figure: String, holds: String)
    /// A picture is not there; the figure that it is called like.
    case noFigure(String, figure: String?)
    /// The file that the text takes its values from is not the one that would be written now.
    case staleValues(String, option: String)
  }

  /// The kind of a finding, for programs.
  public var kind: String {
    switch fault {
    case .typed: "typed"
    case .unknown: "unknown"
    case .noValue, .bindsNothing: "no-value"
    case .differs: "differs"
    case .changed: "changed"
    case .staleFigure: "stale-figure"
    case .otherFigure: "other-figure"
    case .noFigure: "no-figure"
    case .staleValues: "stale-values"
    }
  }

  /// For programs.
  public var json: JSON {
    var members: [JSON.Member] = [
      .init("file", JSON(.string(file))), .init("line", JSON(.integer(line))), .init("column", JSON(.integer(column))),
      .init("kind", JSON(.string(kind))), .init("message", JSON(.string(fault.sentence))),
    ]
    func add(_ key: String, _ text: String?) {
      members.append(.init(key, text.map { JSON(.string($0)) } ?? JSON(.null)))
    }
    switch fault {
    case .typed(let number, let keys, let prints, let macro):
      add("number", number)
      members.append(.init("keys", JSON(.array(keys.map { JSON(.string($0)) }))))
      add("prints", prints)
      add("macro", macro)
    case .unknown(let number, let near):
      add("number", number)
      members.append(.init("near", JSON(.array(near.map { JSON(.string($0)) }))))
    case .noValue(let key, let near):
      add("key", key)
      members.append(.init("near", JSON(.array(near.map { JSON(.string($0)) }))))
    case .bindsNothing(let key): add("key", key)
    case .differs(let number, let key, let now):
      add("number", number)
      add("key", key)
      add("new", now)
    case .changed(let key, let old, let new):
      add("key", key)
      add("old", old)
      add("new", new)
    case .staleFigure(let path, let figure):
      add("path", path)
      add("figure", figure)
    case .otherFigure(let path, let figure, let holds):
      add("path", path)
      add("figure", figure)
      add("holds", holds)
    case .noFigure(let path, let figure):
      add("path", path)
      add("figure", figure)
    case .staleValues(let path, _): add("path", path)
    }
    return JSON(.object(members))
  }
}

extension ManuscriptFinding: CustomStringConvertible {
  /// One line: place, fact, remedy.
  public var description: String { "\(file):\(line):\(column): \(fault.sentence)" }
}

extension ManuscriptFinding.Fault {
  /// What is wrong, and what helps.
  var sentence: String {
    switch self {
    case .typed(let number, let keys, let prints, let macro):
      let others = keys.count > 1 ? "; or \(Self.list(Array(keys.dropFirst().prefix(2)), of: keys.count - 1))" : ""
      return "\(number.printable) is typed by hand; \(macro) prints \(prints)\(others)"
    case .unknown(let number, let near):
      let fact =
        near.isEmpty
        ? "is no value of the report"
        : "is typed by hand, and may be \(Self.list(Array(near.prefix(2)), of: near.count)) or no value of the report"
      return "\(number.printable) \(fact); name its value, or look at it and accept it with --accept"
    case .noValue(let key, let near):
      let near = near.isEmpty ? nil : "did you mean \(Self.list(near, of: near.count))?"
      return "there is no value `\(key.printable)`; \(near ?? "`plumb attach --values FILE` lists the keys")"
    case .bindsNothing(let key):
      return "the comment for `\(key.printable)` stands behind no number; put it right behind the number"
    case .differs(let number, let key, let now):
      return "\(number.printable) stands for `\(key.printable)`, which is \(now); correct it"
    case .changed(let key, let old, let new):
      return
        "`\(key)` was \(old) when the text was last looked at, and is \(new); read the sentence again, then accept it "
        + "with --accept"
    case .staleFigure(let path, let figure):
      return "\(path.printable) is not what the last run made of the figure `\(figure)`; copy it again, or let "
        + "`plumb attach` write it"
    case .otherFigure(let path, let figure, let holds):
      return
        "\(path.printable) is called like the figure `\(figure)` and holds the figure `\(holds)`; rename it, or copy "
        + "it again"
    case .noFigure(let path, let figure):
      return "\(path.printable) is not there; "
        + (figure.map { "`plumb attach` writes the figure `\($0)`" } ?? "put the file there, or correct the path")
    case .staleValues(let path, let option):
      return "\(path.printable) is not what the last run came to; `plumb attach \(option) FOLDER` writes it again"
    }
  }

  private static func list(_ keys: [String], of count: Int) -> String {
    let shown = keys.map { "`\($0.printable)`" }.joined(separator: ", ")
    return count > keys.count ? "\(shown) and \(count - keys.count) more" : shown
  }
}
