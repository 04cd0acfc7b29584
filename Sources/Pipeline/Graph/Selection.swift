import Documents

extension Graph {
  /// The nodes that `names` stand for, ascending: ids of instances, names of entries and of sections, and patterns in
  /// which `*` stands for any letters.
  ///
  /// - Parameter alsoKnown: further words that may have been meant, such as commands.
  /// - Throws: ``Problems`` naming every name that stands for nothing.
  public func select(_ names: [String], alsoKnown: [String] = []) throws -> [Int] {
    var wanted: Set<Int> = []
    var problems: [Problem] = []
    for name in names {
      let matched = nodes.indices.filter { index in
        let node = nodes[index]
        return name.contains("*")
          ? Pattern.matches(name, node.id) || Pattern.matches(name, node.entry)
          : node.id == name || node.entry == name || node.section == name
      }
      if matched.isEmpty { problems.append(Problem(unmatched(name, alsoKnown), at: .none)) }
      wanted.formUnion(matched)
    }
    if !problems.isEmpty { throw Problems(problems) }
    return wanted.sorted()
  }

  private func unmatched(_ name: String, _ alsoKnown: [String]) -> ManifestFault {
    if name.contains("*") { return .noTargetMatches(name) }
    var names = Set(nodes.map(\.entry)).union(nodes.map(\.section))
    if let near = Suggestion.nearest(to: name, among: alsoKnown) { names.insert(near) }
    return .unknownTarget(name, known: names.union(name.contains("[") ? nodes.map(\.id) : []).sorted())
  }
}

/// Patterns in which `*` stands for any letters, none included.
enum Pattern {
  /// Whether the whole of `text` fits `pattern`; takes time in the product of their lengths at most.
  static func matches(_ pattern: String, _ text: String) -> Bool {
    let (pattern, text) = (Array(pattern.utf8), Array(text.utf8))
    let star = UInt8(ascii: "*")
    var (at, place) = (0, 0)
    var retry: (at: Int, place: Int)?
    while place < text.count {
      if at < pattern.count, pattern[at] == star {
        retry = (at + 1, place)
        at += 1
      } else if at < pattern.count, pattern[at] == text[place] {
        at += 1
        place += 1
      } else if let last = retry {
        at = last.at
        place = last.place + 1
        retry = (last.at, place)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == star }
  }
}
