/// The "did you mean" of error messages.
public enum Suggestion {
  /// The known name nearest to `word`, if it is near: at most a third of its letters differ.
  public static func nearest(to word: String, among known: [String]) -> String? {
    let letters = Array(word.unicodeScalars.prefix(100))
    let limit = max(1, letters.count / 3)
    var best: (distance: Int, name: String)?
    for name in known where name.utf8.count <= 4 * (letters.count + limit) {
      let found = distance(letters, Array(name.unicodeScalars.prefix(100)), atMost: best?.distance ?? limit)
      guard found <= limit else { continue }
      if let so = best, (so.distance, so.name) <= (found, name) { continue }
      best = (found, name)
    }
    return best?.name
  }

  /// "did you mean `x`?" or the list of what is known.
  public static func sentence(for word: String, among known: [String]) -> String {
    if let near = nearest(to: word, among: known) { return "did you mean `\(near.printable)`?" }
    if known.isEmpty { return "remove it" }
    let shown = known.sorted().prefix(12).map { "`\($0.printable)`" }.joined(separator: ", ")
    return "known: \(shown)" + (known.count > 12 ? " and \(known.count - 12) more" : "")
  }

  /// Damerau-Levenshtein distance (optimal string alignment); any number above `limit` means more than that.
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost limit: Int) -> Int {
    if abs(left.count - right.count) > limit { return limit + 1 }
    var before: [Int] = []
    var above = Array(0...right.count)
    var row = above
    for i in 0..<left.count {
      row[0] = i + 1
      for j in 0..<right.count {
        var best = min(above[j + 1] + 1, row[j] + 1, above[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { best = min(best, before[j - 1] + 1) }
        row[j + 1] = best
      }
      // A swap reaches back two rows, so both must be beyond the limit.
      if i > 0, row.allSatisfy({ $0 > limit }), above.allSatisfy({ $0 > limit }) { return limit + 1 }
      (before, above, row) = (above, row, above)
    }
    return above[right.count]
  }
}
