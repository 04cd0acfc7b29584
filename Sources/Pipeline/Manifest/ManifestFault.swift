import Documents

/// What can be wrong in a manifest beyond the values that a stage reads; `ManifestWording.swift` puts it into words.
public enum ManifestFault: Error, Sendable, Equatable {
  // Files
  case unreadable(path: String, reason: String, near: String? = nil)
  case fileTooLarge(path: String, limit: Int)
  case pathEmpty
  case pathAbsolute(String)
  case pathLeaves(String)
  case pathNotPlain(String)
  case pathTooLong(String, limit: Int)
  case nameTooLong(String, limit: Int)
  case pathThroughLink(String)
  case includeCycle([String])
  case proseNotText(path: String)
  case proseBeforeEntry
  case proseHeading(String)
  case proseOfUnknownEntry(String, near: String?)
  case proseTwice(String, id: String, first: String)
  case includeTooDeep(limit: Int)
  case includedTwice(path: String, first: String)
  // Structure
  case notAnObject(what: String, found: String)
  case unknownSection(String, known: [String])
  case outsideMain(String, main: String)
  case emptyManifest(newest: Int)
  case oldFormat(Int, newest: Int)
  case newFormat(String, newest: Int)
  case badName(what: String, name: String)
  case repeatedProfile(String)
  case unknownProfile(String, known: [String])
  case noValueForProfile(profile: String, context: String, given: [String])
  case profileInProfile(context: String)
  case idIsSection(String)
  case duplicateID(String, first: String)
  case lacksKind(id: String)
  case kindInSection(id: String, section: String, kind: String)
  case unknownKind(String, id: String, known: [String])
  // Values and defaults
  case duplicateValue(String, first: String)
  case unknownValueOwner(String, reference: String, context: String, near: String?)
  case unknownValue(String, reference: String, context: String, known: [String])
  case objectInText(String, context: String)
  case valueCycle([String])
  case valueTooDeep(limit: Int)
  case tooManyValues(limit: Int)
  case defaultsOfUnknownKind(String, known: [String])
  case unusedDefault(String, kind: String)
  // Sweeps
  case badSweep(context: String, found: String)
  case badAxis(axis: String, context: String, found: String)
  case badAxisValue(axis: String, context: String, found: String)
  case mixedAxis(axis: String, context: String)
  case repeatedAxis(axis: String, context: String)
  case axisAlsoGiven(axis: String, context: String)
  case axisInsideValue(axis: String, context: String)
  case repeatedInstance(String)
  case unusedAxis(axis: String, context: String, templates: [String])
  case unknownParameter(String, context: String, known: [String])
  case eachCycle(String)
  case eachTooDeep(limit: Int)
  case axisOfEach(axis: String, context: String, each: String)
  case tooManyNodes(count: String, limit: Int)
  // References
  case badReference(String, context: String)
  case unknownEntry(String, context: String, near: String?)
  case unknownOutput(String, entry: String, context: String, known: [String])
  case wrongOutputType(reference: String, context: String, expected: String, found: String)
  case noOutputOfType(entry: String, context: String, expected: String, outputs: [String])
  case severalOutputsOfType(entry: String, context: String, expected: String, outputs: [String])
  case unknownAxis(String, entry: String, context: String, known: [String])
  case noInstance(reference: String, context: String, wanted: String, example: String)
  case severalInstances(reference: String, context: String, matched: [String], count: Int, free: [String])
  case selfReference(String)
  case cycle([String])
  case tooManyEdges(limit: Int)
  // Columns
  case unknownColumn(String, context: String, known: [String])
  case columnOfTexts(String, context: String)
  case textInColumn(String, context: String)
  case otherTable(String, context: String, column: String, holdsTexts: Bool, maker: String)
  case columnsDiffer(key: String, context: String, [String])
  case columnNotGiven(key: String, context: String, known: [String])
  case range(Fault)
  // Exports
  case unknownExport(String, id: String, known: [String])
  case exportOfSweep(id: String)
  case exportAtTop(path: String)
  case exportHidden(path: String)
  case exportEnding(path: String, output: String, expected: String)
  case exportOverManifest(path: String)
  case exportOverProvenance(path: String)
  case exportClash(path: String, first: String)
  case exportWithin(path: String, file: String, owner: String?)
  case exportInSource(path: String, folder: String, reader: String)
  case sourceIsPublished(path: String, context: String, owner: String?, output: String)
  case sourceIsRecord(path: String, context: String)
  // Settings and targets
  case badSetting(String)
  case badSettingValue(String)
  case settingUnknownEntry(String, near: String?)
  case settingUnknownValue(String, known: [String])
  case settingOfBundle(key: String, id: String, axis: String)
  case settingThroughValue(key: String, id: String, found: String)
  case settingIndex(key: String, id: String, count: Int)
  case unknownTarget(String, known: [String])
  case noTargetMatches(String)
}

extension Problem { init(_ fault: ManifestFault, at place: Place) { self.init(.stated(fault.description), at: place) } }

final class ManifestLog {
  private(set) var problems: [Problem] = []
  /// Whether every file and section could be read; when not, names may be unknown only because of that.
  var isComplete = true
  /// Whether a file could not be read that may hold texts of entries; a key may be missing only because of that.
  var lacksTexts = false
  private var suggestionsLeft = 30

  func note(_ fault: ManifestFault, at place: Place) { problems.append(Problem(fault, at: place)) }
  func note(_ more: [Problem]) { problems += more }

  /// Notes a fault that leaves its place with `value`.
  func note<Value>(_ fault: ManifestFault, at place: Place, giving value: Value) -> Value {
    note(fault, at: place)
    return value
  }

  /// The known name nearest to `word`; only for the first problems, since each costs a pass over all names.
  func nearest(to word: String, among known: some Sequence<String>) -> String? {
    guard suggestionsLeft > 0 else { return nil }
    suggestionsLeft -= 1
    return Suggestion.nearest(to: word, among: Array(known))
  }

  func check() throws {
    if problems.isEmpty { return }
    throw Problems(lacksTexts ? problems.filter { !$0.fault.isMissingKey } : problems)
  }
}
