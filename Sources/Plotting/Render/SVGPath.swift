/// Numbers of an SVG: hundredths, without what can be left out.
enum SVGNumber {
  /// A value in hundredths, no further from zero than a page can be; 0 for what is no number.
  static func hundredths(_ value: Double) -> Int {
    value.isNaN ? 0 : Int((min(max(value, -1e6), 1e6) * 100).rounded())
  }

  /// `-.5`, `12.25`, `7`.
  static func text(hundredths value: Int) -> String {
    let (whole, part) = (abs(value) / 100, abs(value) % 100)
    let sign = value < 0 ? "-" : ""
    if part == 0 { return "\(sign)\(whole)" }
    let digits = part % 10 == 0 ? "\(part / 10)" : part < 10 ? "0\(part)" : "\(part)"
    return "\(sign)\(whole == 0 ? "" : "\(whole)").\(digits)"
  }

  /// A number to two decimals.
  static func text(_ value: Double) -> String { text(hundredths: hundredths(value)) }
}

/// The data of a path: relative steps in hundredths of a point, rounded so that they do not add up to a drift.
struct SVGPath {
  /// How far a line may move when points are left out, in points: a twentieth of a pixel where a figure as wide as a page
  /// fills a screen.
  static let tolerance = 0.02

  private(set) var text = ""
  private var command: Character?
  private var endsInFraction = false

  /// The lines of `path`.
  ///
  /// - Parameter keepsAll: whether points on the way between others are kept.
  init(_ path: Path, keepsAll: Bool = false) { add(path, keepsAll: keepsAll) }

  /// One step from each point to the next, for what stands at every point.
  init(through points: [Point]) {
    guard let first = points.first else { return }
    move(to: first)
    // The line to itself gives a single point a beginning.
    step(points.count == 1 ? [first] : Array(points.dropFirst()), from: first, keepsRepeated: true)
  }

  /// Adds the lines of another path.
  mutating func add(_ path: Path, keepsAll: Bool = false) {
    for part in path.parts {
      let points = part.points.filter { $0.x.isFinite && $0.y.isFinite }
      guard let first = points.first else { continue }
      let line = part.isClosed ? points + [first] : points
      let kept = keepsAll || line.count < 3 ? line : Thinning.straightened(line, within: SVGPath.tolerance)
      move(to: first)
      step(Array((part.isClosed ? kept.dropLast() : kept[...]).dropFirst()), from: first, keepsRepeated: false)
      if part.isClosed { append("z") }
    }
  }

  private mutating func move(to point: Point) {
    append("M")
    append(SVGNumber.hundredths(point.x))
    append(SVGNumber.hundredths(point.y))
  }

  private mutating func step(_ points: [Point], from start: Point, keepsRepeated: Bool) {
    var (x, y) = (SVGNumber.hundredths(start.x), SVGNumber.hundredths(start.y))
    for point in points {
      let (nextX, nextY) = (SVGNumber.hundredths(point.x), SVGNumber.hundredths(point.y))
      let (dx, dy) = (nextX - x, nextY - y)
      (x, y) = (nextX, nextY)
      if dx == 0, dy == 0, !keepsRepeated { continue }
      if dy == 0 {
        append("h")
        append(dx)
      } else if dx == 0 {
        append("v")
        append(dy)
      } else {
        append("l")
        append(dx)
        append(dy)
      }
    }
  }

  /// A command that is the same as the last one need not be repeated.
  private mutating func append(_ next: Character) {
    if next == command, next != "M", next != "z" { return }
    text.append(next)
    (command, endsInFraction) = (next, false)
  }

  /// A number that begins with a sign, or with a point after a fraction, needs no space before it.
  private mutating func append(_ hundredths: Int) {
    let number = SVGNumber.text(hundredths: hundredths)
    let isApart = number.first == "-" || (number.first == "." && endsInFraction)
    if !isApart, text.last?.isLetter == false { text.append(" ") }
    text += number
    endsInFraction = number.contains(".")
  }
}
