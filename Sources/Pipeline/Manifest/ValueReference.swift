import Documents

/// A reference to a value within a text: `{values.degrees}`, `{spectra.layers.0}`.
///
/// A name begins with a letter and goes on with letters, digits, `-` and `_`; then come a dot and a path of such words.
/// Braces around anything else, such as `{column}`, `^{0.5}` or `{-1.5}`, are no references.
struct ValueReference {
  let text: String
  let range: Range<String.Index>
  /// The entry, or `values`.
  var name: String { String(text.prefix { $0 != "." }) }
  var path: [String] { text.split(separator: ".").dropFirst().map(String.init) }

  static func all(in text: String) -> [ValueReference] {
    var found: [ValueReference] = []
    var rest = text[...]
    while let opening = rest.utf8.firstIndex(of: UInt8(ascii: "{")) {
      rest = rest[rest.utf8.index(after: opening)...]
      guard let closing = rest.utf8.firstIndex(where: { !isPart($0) }), rest.utf8[closing] == UInt8(ascii: "}"),
        let first = rest.utf8.first, first | 0x20 >= UInt8(ascii: "a"), first | 0x20 <= UInt8(ascii: "z")
      else { continue }
      let inner = rest[..<closing]
      let words = inner.split(separator: ".", omittingEmptySubsequences: false)
      rest = rest[rest.utf8.index(after: closing)...]
      guard words.count > 1, !words.contains("") else { continue }
      found.append(ValueReference(text: String(inner), range: opening..<rest.startIndex))
    }
    return found
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
