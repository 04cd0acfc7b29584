/// The "did you mean" of error messages.
public enum Suggestion {
  /// The known name nearest to `word`, if it is near: at most a third of its letters differ.
  public static func nearest(to word: String, among known: [String]) -> String? {
    let limit = max(1, word.count / 3)
    let ranked = known.map { ($0, distance(word, $0, atMost: limit)) }.filter { $0.1 <= limit }
    return ranked.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// "did you mean `x`?" or the list of what is known.
  public static func sentence(for word: String, among known: [String]) -> String {
    if let near = nearest(to: word, among: known) { return "did you mean `\(near)`?" }
    if known.isEmpty { return "remove it" }
    let shown = known.sorted().prefix(12).map { "`\($0)`" }.joined(separator: ", ")
    return "known: \(shown)" + (known.count > 12 ? " and \(known.count - 12) more" : "")
  }

  /// Damerau-Levenshtein distance (optimal string alignment), cut off above `limit`.
  static func distance(_ a: String, _ b: String, atMost limit: Int) -> Int {
    let (left, right) = (Array(a.prefix(100)), Array(b.prefix(100)))
    if abs(left.count - right.count) > limit { return limit + 1 }
    var before: [Int] = []
    var above = Array(0...right.count)
    for i in 0..<left.count {
      var row = [i + 1]
      for j in 0..<right.count {
        var best = min(above[j + 1] + 1, row[j] + 1, above[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      (before, above) = (above, row)
    }
    return above[right.count]
  }
}
