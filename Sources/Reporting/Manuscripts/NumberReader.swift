import Foundation

/// Reads the numbers of a text: `0.48`, `1{,}000`, `−2.5×10⁻⁶`, `\num{4.8e-3}`, `48\,\%`.
struct NumberReader {
  let text: MaskedText
  private let context: NumberContext

  init(_ text: MaskedText) { (self.text, context) = (text, NumberContext(text)) }

  /// All numbers, in order.
  func numbers() -> [ManuscriptNumber] {
    var numbers: [ManuscriptNumber] = []
    var place = 0
    while place < text.count {
      guard text.parts[place] != .nothing, let number = number(at: place) else {
        place += 1
        continue
      }
      var sorted = number
      sorted.sort = context.sort(of: number, after: numbers.last)
      numbers.append(sorted)
      place = max(number.end, place + 1)
    }
    return numbers
  }

  /// The number whose first digit stands at `start`.
  private func number(at start: Int) -> ManuscriptNumber? {
    let isPoint = text.signs[start] == "." && text[start + 1]?.isASCIIDigit == true && text[start - 1] != "."
    guard text.signs[start].isASCIIDigit || isPoint else { return nil }
    var (place, digits, decimals) = (start, "", 0)
    func take() {
      while place < text.count, text.parts[place] != .nothing, text.signs[place].isASCIIDigit {
        digits.unicodeScalars.append(text.signs[place])
        place += 1
      }
    }
    take()
    while digits.count <= (digits.count == place - start ? 3 : 18), let next = afterGroupMark(place, after: digits) {
      place = next
      take()
    }
    var isWhole = true
    if let next = afterPoint(place, after: digits) {
      isWhole = false
      let before = digits.count
      place = next
      take()
      while let next = afterThinSpace(place), threeDigits(next) {
        place = next
        take()
      }
      decimals = digits.count - before
    }
    let (power, end) = power(place, of: digits, isWhole: isWhole)
    let signed = sign(start)
    let significant = digits.drop { $0 == "0" }
    var counted = significant.count
    if isWhole { counted = significant.reversed().drop { $0 == "0" }.count }
    guard var value = Double("\(digits)e\(power.exponent - decimals)") else { return nil }
    var unit = pow(10, Double(power.exponent - decimals))
    if power.isAlone { (value, unit, counted) = (pow(10, Double(power.exponent)), pow(10, Double(power.exponent)), 0) }
    if signed.isNegative { value.negate() }
    let percent = afterPercent(end)
    return ManuscriptNumber(
      range: signed.start..<end, end: percent ?? end, value: value, unit: unit, digits: counted,
      isWhole: isWhole && power.exponent == 0 && !power.isAlone, isPercentage: percent != nil,
      isSigned: signed.start < start)
  }

  /// Whether three digits stand at `place`, and no fourth.
  private func threeDigits(_ place: Int) -> Bool {
    (0..<3).allSatisfy { text[place + $0]?.isASCIIDigit == true } && text[place + 3]?.isASCIIDigit != true
  }

  /// Where the next group of three digits begins behind a mark of thousands.
  private func afterGroupMark(_ place: Int, after digits: String) -> Int? {
    guard !digits.isEmpty, digits != "0" else { return nil }
    for mark in ["{,}", "\\,", "\u{2009}", "\u{202F}", "'"] where text.has(mark, at: place) {
      let next = place + mark.unicodeScalars.count
      return threeDigits(next) ? next : nil
    }
    // In a formula a bare comma separates.
    guard text[place] == ",", text.parts[place] == .prose, threeDigits(place + 1) else { return nil }
    return place + 1
  }

  /// Where the decimals begin: behind a point, or behind the comma of `0,48` and `0{,}48`.
  private func afterPoint(_ place: Int, after digits: String) -> Int? {
    func isDigit(_ offset: Int) -> Bool { text[offset]?.isASCIIDigit == true }
    if text[place] == ".", isDigit(place + 1) { return place + 1 }
    if text.has("{,}", at: place), isDigit(place + 3) { return place + 3 }
    return digits == "0" && text[place] == "," && isDigit(place + 1) ? place + 1 : nil
  }

  private func afterThinSpace(_ place: Int) -> Int? {
    ["\\,", "\u{2009}", "\u{202F}"].first { text.has($0, at: place) }.map { place + $0.unicodeScalars.count }
  }

  /// Behind what stands between a number and what belongs to it: spaces, ties, ends of formulas.
  private func afterFill(_ place: Int) -> Int {
    var place = place
    let fills = [" ", "~", "$", "\\,", "\\;", "\\:", "\\!", "\\ ", "{}", "\u{A0}", "\u{2009}", "\u{202F}", "\n", "}{"]
    while let fill = fills.first(where: { text.has($0, at: place) }) { place += fill.unicodeScalars.count }
    return place
  }

  private struct Power {
    var exponent = 0
    /// Whether it is `10^{-3}` without a factor.
    var isAlone = false
  }

  /// The power of ten that follows the digits, and where the number ends.
  private func power(_ place: Int, of digits: String, isWhole: Bool) -> (Power, end: Int) {
    if let sign = text[place], sign == "e" || sign == "E", let (exponent, end) = integer(place + 1),
      text[end]?.isLetter != true
    {
      return (Power(exponent: exponent), end)
    }
    if digits == "10", isWhole, let (exponent, end) = raised(place) {
      return (Power(exponent: exponent, isAlone: true), end)
    }
    let next = afterFill(place)
    let signs = ["\\times", "\\cdot", "×", "·", "⋅"] + (text.language == .typst ? ["times", "dot"] : [])
    guard let sign = signs.first(where: { text.has($0, at: next) }) else { return (Power(), place) }
    let ten = afterFill(next + sign.unicodeScalars.count)
    guard text.has("10", at: ten), let (exponent, end) = raised(ten + 2) else { return (Power(), place) }
    return (Power(exponent: exponent), end)
  }

  /// `^{-3}`, `^(-3)`, `^3` or `⁻³`.
  private func raised(_ place: Int) -> (Int, end: Int)? {
    if text[place] == "^" {
      let isGrouped = text[place + 1] == "{" || text[place + 1] == "("
      guard let (exponent, end) = integer(place + (isGrouped ? 2 : 1)) else { return nil }
      return (exponent, isGrouped ? end + 1 : end)
    }
    let superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars
    var (digits, end) = ("", place)
    while let sign = text[end] {
      if sign == "⁻", digits.isEmpty {
        digits = "-"
      } else if let index = superscripts.firstIndex(of: sign) {
        digits += String(superscripts.distance(from: superscripts.startIndex, to: index))
      } else {
        break
      }
      end += 1
    }
    return Int(digits).map { ($0, end) }
  }

  private func integer(_ place: Int) -> (Int, end: Int)? {
    let isNegative = text[place] == "-" || text[place] == "−"
    let start = isNegative || text[place] == "+" ? place + 1 : place
    let end = text.end(of: \.isASCIIDigit, from: start)
    guard end > start, end - start < 5, let value = Int(text.text(start..<end)) else { return nil }
    return (isNegative ? -value : value, end)
  }

  /// Where a percentage ends.
  private func afterPercent(_ place: Int) -> Int? {
    let next = afterFill(place)
    let signs = (text.language == .latex ? ["\\%", "\\percent", "per~cent"] : ["%"]) + ["percent", "per cent"]
    return signs.first { text.has($0, at: next) }.map { next + $0.unicodeScalars.count }
  }

  /// The sign before a number: a minus that is no hyphen, dash or operator, `$-$` included.
  private func sign(_ start: Int) -> (start: Int, isNegative: Bool) {
    guard let before = text[start - 1] else { return (start, false) }
    if text.has("$-$", at: start - 3) || text.has("$+$", at: start - 3) { return (start - 3, text[start - 2] == "-") }
    guard ["-", "−", "+"].contains(before), text[start - 2] != before else { return (start, false) }
    let isMinus = before != "+"
    if let other = text[start - 2] {
      if other.isASCIIDigit || other.isLetter && before == "-" { return (start, false) }
      // A binary operator has something before it, with or without a space.
      if text.parts[start - 1] != .prose {
        var left = start - 2
        while text[left] == " " { left -= 1 }
        if let operand = text[left],
          operand.isASCIIDigit || operand.isLetter && !isCommand(endingAt: left)
            || [")", "]", "}"].contains(operand)
        {
          return (start, false)
        }
      } else if [")", "]", "}"].contains(other) {
        return (start, false)
      }
    }
    return (start - 1, isMinus)
  }

  /// Whether the word that ends at `offset` is a command.
  private func isCommand(endingAt offset: Int) -> Bool {
    var place = offset
    while let sign = text[place], sign.isASCIILetter { place -= 1 }
    return text[place] == "\\"
  }
}
