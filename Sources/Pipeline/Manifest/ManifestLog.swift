import Documents

/// Collects the problems of one load.
final class ManifestLog {
  private(set) var problems: [Problem] = []
  /// Whether every file and section could be read; when not, names may be unknown only because of that.
  var isComplete = true
  private var suggestionsLeft = 30

  func note(_ fault: ManifestFault, at place: Place) { problems.append(Problem(fault, at: place)) }

  func note(_ more: [Problem]) { problems += more }

  /// The known name nearest to `word`; only for the first problems, since each costs a pass over all names.
  func nearest(to word: String, among known: some Sequence<String>) -> String? {
    guard suggestionsLeft > 0 else { return nil }
    suggestionsLeft -= 1
    return Suggestion.nearest(to: word, among: Array(known))
  }

  /// Ends the load if anything was wrong.
  func check() throws { if !problems.isEmpty { throw Problems(problems) } }
}
