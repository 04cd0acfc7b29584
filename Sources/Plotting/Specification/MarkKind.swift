import Documents

/// One kind of mark of a specification: its key, and how its fields are read.
struct MarkKind: Sendable {
  let name: String
  let help: String
  /// A list of marks with one of the kind, as JSON, for the reference; its tables are the examples of `table` and `summarise`.
  let example: String
  let read: @Sendable (Fields) -> Recipe

  init(_ name: String, _ help: String, example: String, _ read: @escaping @Sendable (Fields) -> Recipe) {
    (self.name, self.help, self.example, self.read) = (name, help, example, read)
  }

  /// Every kind; a new mark is one file and one entry here.
  static let all: [MarkKind] = [
    .line, .points, .band, .errorBars, .bars, .histogram, .heatmap, .contour, .rule, .slope, .annotation, .table,
  ]
  /// The kinds that a curve may consist of, back to front.
  static let parts: [MarkKind] = [.band, .line, .errorBars, .points]
}

extension FigureSpecification {
  /// Every kind of mark by its key, with a list of `marks` that shows it, as JSON.
  public static var marks: [(name: String, example: String)] {
    MarkKind.all.map { ($0.name, $0.example) } + [(MarkReader.curve.name, MarkReader.curve.example)]
  }
}

/// Where the values of a channel come from.
enum Source: Sendable, Equatable {
  case column(String)
  case constant(Double)
}

/// A source as a document names it.
struct Said: Sendable {
  let source: Source
  let place: Place
}

/// One of the values that a mark wants of each row.
struct Channel: Sendable {
  let key: String
  let help: String
  /// Whether something must be found for it where the mark says nothing.
  let isRequired: Bool
  /// Whether a column of texts cannot be drawn.
  let needsNumbers: Bool
  var said: Said?

  var source: Source? { said?.source }
  /// The column behind it.
  var column: String? { if case .column(let name)? = source { name } else { nil } }
}

/// The columns that a mark wants and how it is made from each series.
struct Recipe: Sendable {
  var x: Channel?
  var y: Channel?
  var low: Channel?
  var high: Channel?
  var value: Channel?
  var text: Channel?
  /// What is within the interval, for marks that draw only its ends; sought where the ends are.
  var middle: Channel?
  /// How far neighbouring series stand apart, in usual marker sizes; nil if they stand at their places.
  var dodge: Double?
  /// Whether series can stand apart.
  var canDodge = false
  /// Whether the mark is decoration: drawn in the muted colour, no data needed.
  var isGuide = false
  let make: @Sendable (Series) throws -> any Mark

  /// The recipe of marks whose series can stand apart, by the `dodge` of `fields`.
  func dodging(_ fields: Fields) -> Recipe {
    var result = self
    (result.dodge, result.canDodge) = (fields.dodge, true)
    return result
  }

  /// The columns behind what stands along an axis: `x`, `y` or `colour`.
  func columns(_ axis: String) -> [String] {
    let channels = axis == "x" ? [x] : axis == "y" ? [y, low, high] : [value]
    return channels.compactMap { $0?.column }
  }

  /// Whether a table must be given.
  var needsData: Bool { [x, y, low, high, value, text].contains { $0?.column != nil } }
}

extension Fields {
  /// How far series that would hide each other are drawn apart.
  var dodge: Double? {
    let help = "how far series of different colours stand apart along x, in usual marker sizes, about their true place"
    return optionalNumber("dodge", in: 0...10, help)
  }

  /// The name of a column, or a constant; what is left out is sought around the mark if it is required.
  func channel(_ key: String, _ help: String, numbers: Bool = false, required: Bool = true) -> Channel {
    Channel(key: key, help: help, isRequired: required, needsNumbers: numbers, said: said(key, help))
  }

  /// What is said under `key`.
  func said(_ key: String, _ help: String) -> Said? {
    guard let json = any(key, "a column or a number: " + help, required: false) else { return nil }
    if let name = json.string { return Said(source: .column(name), place: json.place) }
    if let value = json.double { return Said(source: .constant(value), place: json.place) }
    refuse(key, "`\(key)` is neither a column nor a number", remedy: "name a column or write a number")
    return Said(source: .constant(0), place: json.place)
  }
}
