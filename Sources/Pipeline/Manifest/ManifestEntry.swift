import Documents

/// One named entry of the manifest, its values for the active profile, before its sweep is expanded.
struct ManifestEntry {
  let id: String
  let section: String
  let place: Place
  /// The kind; nil after a problem.
  var type: (any Stage.Type)?
  /// All that it says, its values for the active profile; null once it is taken apart.
  var value = JSON(.null)
  /// The group of defaults that it completes itself from.
  var defaults: Int?
  /// What the stage itself reads.
  var definition = JSON(.object([]))
  var sweep: JSON?
  /// The entry whose instances this one follows, one for one.
  var each: (target: String, place: Place)?
  var isTransient = false
  var timeout: Double?
  /// Outputs and paths given in the entry, with the place of each path.
  var exports: [(export: Node.Export, place: Place)] = []
  /// Whether something was wrong; nothing that rests on the entry is then judged.
  var failed = false

  /// How messages call the entry: "stage `gram`".
  var context: String { Self.context(section: section, id: id) }

  static func context(section: String, id: String) -> String {
    "\(section.hasSuffix("s") ? String(section.dropLast()) : section) `\(id)`"
  }

  /// The letters of names: `[A-Za-z0-9][A-Za-z0-9_-]*`, at most 100.
  static func isName(_ text: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
    guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 100 else { return false }
    return text.utf8.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
  }
}
