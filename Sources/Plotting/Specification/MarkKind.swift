import Documents

/// One kind of mark of a specification: its key, and how its fields are read.
struct MarkKind: Sendable {
  let name: String
  let help: String
  let read: @Sendable (Fields) -> Recipe

  init(_ name: String, _ help: String, _ read: @escaping @Sendable (Fields) -> Recipe) {
    self.name = name
    self.help = help
    self.read = read
  }

  /// Every kind; a new mark is one file and one entry here.
  static let all: [MarkKind] = [
    .line, .points, .band, .errorBars, .bars, .histogram, .heatmap, .contour, .rule, .slope, .annotation, .table,
  ]
}

/// Where the values of a channel come from.
enum Source: Sendable, Equatable {
  case column(String)
  case constant(Double)
}

/// The columns that a mark wants and how it is made from each series.
struct Recipe: Sendable {
  var x: Source?
  var y: Source?
  var low: Source?
  var high: Source?
  var value: Source?
  var text: String?
  /// How far neighbouring series stand apart, in usual marker sizes; nil if they stand at their places.
  var dodge: Double?
  /// Whether the mark is decoration: drawn in the muted colour, no data needed.
  var isGuide = false
  let make: @Sendable (Series) throws -> any Mark

  init(
    x: Source? = nil, y: Source? = nil, low: Source? = nil, high: Source? = nil, value: Source? = nil,
    text: String? = nil, dodge: Double? = nil, isGuide: Bool = false,
    make: @escaping @Sendable (Series) throws -> any Mark
  ) {
    self.x = x
    self.y = y
    self.low = low
    self.high = high
    self.value = value
    self.text = text
    self.dodge = dodge
    self.isGuide = isGuide
    self.make = make
  }

  /// The columns behind what stands along an axis: `x`, `y` or `colour`.
  func columns(_ axis: String) -> [String] {
    let sources = axis == "x" ? [x] : axis == "y" ? [y, low, high] : [value]
    return sources.compactMap { if case .column(let name) = $0 { name } else { nil } }
  }

  var sources: [Source] { [x, y, low, high, value].compactMap { $0 } }
  /// Whether a table must be given.
  var needsData: Bool {
    text != nil || sources.contains { if case .column = $0 { true } else { false } }
  }
}

extension Fields {
  /// How far series that would hide each other are drawn apart.
  var dodge: Double? {
    optionalNumber(
      "dodge", in: 0...10,
      "how far series of different colours stand apart along x, in usual marker sizes, about their true place")
  }

  /// The name of a column, or a constant.
  func source(_ key: String, _ help: String) -> Source {
    let json = any(key, "a column or a number: " + help)
    return json.flatMap { source(key, $0) } ?? .constant(0)
  }

  /// The name of a column, or a constant, or nothing.
  func optionalSource(_ key: String, _ help: String) -> Source? {
    any(key, "a column or a number: " + help, required: false).flatMap { source(key, $0) }
  }

  private func source(_ key: String, _ json: JSON) -> Source? {
    if let name = json.string { return .column(name) }
    if let value = json.double { return .constant(value) }
    refuse(key, "`\(key)` is neither a column nor a number", remedy: "name a column or write a number")
    return nil
  }
}
