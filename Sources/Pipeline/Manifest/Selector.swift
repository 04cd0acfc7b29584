import Documents

/// A reference taken apart: `entry[axis=value,...].output`.
struct Selector {
  let entry: Substring
  /// Axis values asked for, as readable text.
  let fixed: [(axis: String, text: String)]
  let output: String?

  /// Takes `text` apart; nil when it has another form.
  init?(_ text: String) {
    guard let end = text.utf8.firstIndex(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: ".") }) else {
      (entry, fixed, output) = (text[...], [], nil)
      return
    }
    entry = text[..<end]
    var rest = text[end...]
    var fixed: [(axis: String, text: String)] = []
    if rest.utf8.first == UInt8(ascii: "[") {
      guard let close = Self.closing(rest), let pairs = Self.pairs(rest[rest.utf8.index(after: end)..<close]) else {
        return nil
      }
      fixed = pairs
      rest = rest[rest.utf8.index(after: close)...]
    }
    self.fixed = fixed
    if rest.isEmpty {
      output = nil
    } else {
      guard rest.utf8.first == UInt8(ascii: "."), rest.utf8.count > 1 else { return nil }
      output = String(rest.dropFirst())
    }
  }

  /// The bracket that closes the first one; brackets within lists and quoted texts do not count.
  private static func closing(_ text: Substring) -> Substring.Index? {
    scan(text) { byte, depth in byte == UInt8(ascii: "]") && depth == 0 }
  }

  private static func pairs(_ text: Substring) -> [(axis: String, text: String)]? {
    var pairs: [(axis: String, text: String)] = []
    var rest = text
    while true {
      let end = scan(rest) { byte, depth in byte == UInt8(ascii: ",") && depth == 0 } ?? rest.endIndex
      guard let equals = rest[..<end].utf8.firstIndex(of: UInt8(ascii: "=")), equals > rest.startIndex else {
        return nil
      }
      pairs.append((String(rest[..<equals]), readable(rest[rest.utf8.index(after: equals)..<end])))
      if end == rest.endIndex { return pairs }
      rest = rest[rest.utf8.index(after: end)...]
    }
  }

  /// The first byte that `matches` accepts outside quoted texts; it sees the depth of brackets after it.
  private static func scan(_ text: Substring, _ matches: (UInt8, Int) -> Bool) -> Substring.Index? {
    var depth = 0
    var quoted = false
    var escaped = false
    for index in text.utf8.indices {
      let byte = text.utf8[index]
      if quoted {
        if byte == UInt8(ascii: "\""), !escaped { quoted = false }
        escaped = byte == UInt8(ascii: "\\") && !escaped
        continue
      }
      if byte == UInt8(ascii: "\"") { quoted = true }
      if byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: "]") { depth -= 1 }
      if matches(byte, depth) { return index }
    }
    return nil
  }

  /// A value as sweeps print it: `1e3` and `1000.0` name the instance `1000`.
  private static func readable(_ text: Substring) -> String {
    guard let json = try? JSON.parse(SourceText(name: "", bytes: Array(text.utf8))) else { return String(text) }
    return Sweep.text(of: json) ?? String(text)
  }
}
