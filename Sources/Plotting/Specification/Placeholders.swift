/// The columns that a label names between braces, as in `$L = {layers}$`.
enum Placeholders {
  /// Refuses what looks like a column between braces and is none; braces that TeX puts around an argument are left alone.
  ///
  /// - Throws: ``PlottingError/unknownPlaceholder(_:text:known:)``.
  static func require(_ template: String, known: [String]) throws {
    let signs = Array(template)
    var (position, inMath) = (0, false)
    while position < signs.count {
      switch signs[position] {
      case "\\": position += 1
      case "$": inMath.toggle()
      case "{":
        let rest = signs[(position + 1)...]
        guard let end = rest.firstIndex(where: { "{}$\\".contains($0) }), signs[end] == "}" else { break }
        let name = String(rest[..<end])
        if !known.contains(name), name.wholeMatch(of: /[\p{L}][\p{L}0-9 _-]*/) != nil,
          !isArgument(signs[..<position], inMath: inMath)
        {
          throw PlottingError.unknownPlaceholder(name, text: template, known: known)
        }
      default: break
      }
      position += 1
    }
  }

  /// Whether what follows `before` is the argument of a script or of a command.
  private static func isArgument(_ before: ArraySlice<Character>, inMath: Bool) -> Bool {
    guard let last = before.last else { return false }
    if inMath, "_^}".contains(last) { return true }
    let name = before.reversed().prefix { $0.isLetter }.count
    return name > 0 && before.dropLast(name).last == "\\"
  }
}
