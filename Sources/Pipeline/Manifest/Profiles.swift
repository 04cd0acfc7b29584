import Documents

/// The profiles of a manifest, and the one whose values count.
struct Profiles {
  let names: [String]
  let active: String
  /// Where results of the active profile are published: nothing before the default's, so that no other replaces them.
  var folder: String { active == names.first ?? active ? "" : active + "/" }

  /// The folders of all profiles, the longest first.
  var folders: [String] { names.dropFirst().map { $0 + "/" } + [""] }

  /// All but the active one, with their folders.
  var others: [(name: String, folder: String)] {
    names.enumerated().filter { $0.element != active }.map { ($0.element, $0.offset == 0 ? "" : $0.element + "/") }
  }

  /// The profiles listed in the main file; `wanted` is the one asked for, the first of the list when nil.
  init(_ list: JSON?, wanted: String?, log: ManifestLog) {
    names = list.map { Self.names($0, log) } ?? ["default"]
    active = wanted ?? names.first ?? "default"
    if !names.isEmpty, !names.contains(active) {
      let option = SourceText(name: "--profile \(active.printable)", bytes: [], hasLines: false)
      log.note(.unknownProfile(active, known: names), at: Place(source: option, offset: 0))
    }
  }

  private static func names(_ list: JSON, _ log: ManifestLog) -> [String] {
    let fields = Fields(JSON(.object([JSON.Member("profiles", list)])), context: "the manifest")
    let names = fields.strings("profiles", "names of profiles, the default first", required: false)
    log.note(fields.problems)
    guard fields.problems.isEmpty else { return [] }
    var seen: Set<String> = []
    for (name, element) in zip(names, list.elements ?? []) {
      if !ManifestEntry.isName(name) { log.note(.badName(what: "profile", name: name), at: element.place) }
      if !seen.insert(name).inserted { log.note(.repeatedProfile(name), at: element.place) }
    }
    return names
  }

  /// The value with every object whose keys are all profiles replaced by what it holds for the active one.
  ///
  /// Values that hold nothing per profile are returned as they are, sharing their storage.
  func resolve(_ json: JSON, context: String, log: ManifestLog) -> JSON {
    json.replacing { value in
      guard let members = value.members, isPerProfile(members) else { return nil }
      return chosen(members, at: value.place, context, log)
    } ?? json
  }

  private func chosen(_ members: [JSON.Member], at place: Place, _ context: String, _ log: ManifestLog) -> JSON {
    guard let member = members.first(where: { $0.key == active }) else {
      log.note(.noValueForProfile(profile: active, context: context, given: members.map(\.key)), at: place)
      return JSON(.null, place: place)
    }
    if let inner = member.value.members, isPerProfile(inner) {
      return log.note(.profileInProfile(context: context), at: member.value.place, giving: JSON(.null, place: place))
    }
    return resolve(member.value, context: context, log: log)
  }

  private func isPerProfile(_ members: [JSON.Member]) -> Bool {
    !members.isEmpty && members.allSatisfy { names.contains($0.key) }
  }

  /// The problem, with a word on profiles where an object stands that may have been meant as a value per profile.
  func explained(_ problem: Problem, in definition: JSON) -> Problem {
    guard case .wrongType(_, _, _, found: "an object") = problem.fault,
      let keys = definition.value(at: problem.place)?.members?.map(\.key),
      let stranger = keys.first(where: { !names.contains($0) })
    else { return problem }
    let remedy = Suggestion.nearest(to: stranger, among: names).map { "; did you mean `\($0)`?" } ?? ""
    let sentence = problem.fault.description + "; no profile is named `\(stranger.printable)`" + remedy
    return Problem(.stated(sentence), at: problem.place)
  }
}

extension JSON {
  fileprivate func value(at place: Place) -> JSON? {
    if self.place == place { return self }
    for value in members?.map(\.value) ?? elements ?? [] {
      if let found = value.value(at: place) { return found }
    }
    return nil
  }
}
