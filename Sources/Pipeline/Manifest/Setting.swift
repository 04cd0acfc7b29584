import Documents

/// A value given on the command line: `entry.key=value`, a dot for each level below.
struct Setting {
  let entry: String
  let path: [String]
  let value: JSON
  let place: Place

  /// `value` at the path of keys and numbers of elements within an entry.
  init(entry: String, path: [String], value: JSON, place: Place) {
    (self.entry, self.path, self.value, self.place) = (entry, path, value, place)
  }

  /// Reads `entry.key=value`; what is not JSON is a text.
  /// - Throws: ``Problem`` for another form, or a list, object or quoted text that is not closed.
  init(_ text: String) throws {
    let source = SourceText(name: "--set \(text.printable)", bytes: Array(text.utf8), hasLines: false)
    place = Place(source: source, offset: 0)
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    // As messages write it: `checks[0].tolerance`.
    let written = halves[0].replacing(/\[([0-9]+)\]/) { ".\($0.1)" }
    let names = written.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard halves.count == 2, names.count >= 2, names.count <= 32, !names.contains("") else {
      throw Problem(.badSetting(text), at: place)
    }
    entry = names[0]
    path = Array(names.dropFirst())
    let valueSource = SourceText(name: source.name, bytes: Array(halves[1].utf8), hasLines: false)
    do {
      value = try JSON.parse(valueSource)
    } catch {
      if let first = halves[1].first, "[{\"".contains(first) { throw Problem(.badSettingValue(text), at: place) }
      value = JSON(.string(halves[1]), place: place)
    }
  }

  /// The entry with the value in it; the axis of a sweep that has the name takes it as its only value, or its list.
  func applied(to entry: JSON, id: String, log: ManifestLog) -> JSON {
    let name = path.joined(separator: ".")
    if let sweep = entry["sweep"], let axes = sweep.members {
      if axes.contains(where: { $0.key == name }) {
        let list = value.elements == nil ? JSON(.array([value]), place: place) : value
        return set(entry, ["sweep", name][...], list, id: id, log: log)
      }
      if let bundle = axes.first(where: { $0.value.elements?.contains { $0[name] != nil } ?? false }) {
        return log.note(.settingOfBundle(key: name, id: id, axis: bundle.key), at: place, giving: entry)
      }
    }
    return set(entry, path[...], value, id: id, log: log)
  }

  /// The shared values with this one in it; there must be one of the name.
  func applied(toValues values: JSON, log: ManifestLog) -> JSON {
    guard values[path[0]] != nil else {
      return log.note(.settingUnknownValue(path[0], known: values.members?.map(\.key) ?? []), at: place, giving: values)
    }
    return set(values, path[...], value, id: entry, log: log)
  }

  /// The entry with the value at the path, whatever axes it has.
  func set(in entry: JSON, log: ManifestLog) -> JSON { set(entry, path[...], value, id: self.entry, log: log) }

  /// Where the entry has something at the path; nil where it has nothing.
  func place(in entry: JSON) -> Place? {
    var json: JSON? = entry
    for key in path {
      json =
        json?.elements.map { elements in Int(key).flatMap { elements.indices.contains($0) ? elements[$0] : nil } }
        ?? json?[key]
    }
    return json?.place
  }

  private func set(_ json: JSON, _ path: ArraySlice<String>, _ value: JSON, id: String, log: ManifestLog) -> JSON {
    guard let key = path.first else { return value }
    if var elements = json.elements {
      guard let index = Int(key), elements.indices.contains(index) else {
        return log.note(.settingIndex(key: key, id: id, count: elements.count), at: place, giving: json)
      }
      elements[index] = set(elements[index], path.dropFirst(), value, id: id, log: log)
      return JSON(.array(elements), place: json.place)
    }
    guard var members = json.members else {
      return log.note(.settingThroughValue(key: key, id: id, found: json.kindName), at: place, giving: json)
    }
    let empty = JSON(.object([]), place: place)
    if let index = members.firstIndex(where: { $0.key == key }) {
      let old = members[index].value
      members[index] = JSON.Member(key, set(old, path.dropFirst(), value, id: id, log: log), place: place)
    } else {
      members.append(JSON.Member(key, set(empty, path.dropFirst(), value, id: id, log: log), place: place))
    }
    return JSON(.object(members), place: json.place)
  }

  static func byEntry(_ texts: [String], _ log: ManifestLog) -> [String: [Setting]] {
    var result: [String: [Setting]] = [:]
    for text in texts {
      do {
        let setting = try Setting(text)
        result[setting.entry, default: []].append(setting)
      } catch {
        if let problem = error as? Problem { log.note([problem]) }
      }
    }
    return result
  }

  static func checkEntries(_ settings: [String: [Setting]], _ sections: ManifestSections, _ log: ManifestLog) {
    guard log.isComplete else { return }
    for setting in settings.values.joined()
    where sections.index[setting.entry] == nil && setting.entry != Substitution.values {
      let near = log.nearest(to: setting.entry, among: sections.entries.lazy.map(\.id) + [Substitution.values])
      log.note(.settingUnknownEntry(setting.entry, near: near), at: setting.place)
    }
  }
}
