import Documents

/// What a document says of an axis; what it leaves out is taken from the axis around it.
struct AxisSpecification: Sendable {
  /// The column along the axis, for marks that name none.
  private(set) var column: Said?
  private var label: String?
  private var scale: ScaleName?
  private var lower: Double?
  private var upper: Double?
  private var threshold: Double?
  private var ticks: [Double] = []
  private var hasGrid: Bool?
  private var names: [String] = []
  private var labels: [String] = []

  /// The threshold of an axis of which nothing is said.
  private static let threshold = 1.0

  /// An axis of which nothing is said.
  init() {}

  /// The axis under `key`, which may be missing.
  init(_ fields: Fields, _ key: String, _ help: String, hasColumn: Bool = true) {
    guard let inner = fields.optionalObject(key, help) else { return }
    let limit = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    if hasColumn {
      column = inner.optionalString("column", "the column along it, for marks that name none").map {
        Said(source: .column($0), place: inner.place(of: "column"))
      }
    }
    label = inner.optionalString("label", "the label, math between dollar signs")
    scale = inner.optionalChoice("scale", .linear, "how values map to places", standard: ScaleName.linear)
    lower = inner.optionalNumber("from", in: limit, "the lower end; that of the data if left out")
    upper = inner.optionalNumber("to", in: limit, "the upper end; that of the data if left out")
    threshold = inner.optionalNumber(
      "threshold", in: 1e-300...1e300, "where the linear part of a symlog scale ends", standard: Self.threshold)
    ticks = inner.numbers("ticks", in: limit, "the values with ticks; chosen if left out", required: false)
    let grid = inner.boolean("grid", "whether lines cross the panel at the ticks", required: false)
    hasGrid = inner.has("grid") ? grid : nil
    names = inner.strings("names", "the order of a category scale's names", required: false)
    if let name = names.enumerated().first(where: { names.prefix($0.offset).contains($0.element) })?.element {
      inner.refuse("names", "`\(name.printable)` stands in `names` twice", remedy: "write every name once")
    }
    let help = "what is written for each of `names`, math between dollar signs; the names if left out"
    labels = inner.strings("labels", help, required: false)
    if !labels.isEmpty, labels.count != names.count {
      inner.refuse(
        "labels", "there are \(labels.count) labels for \(names.count) names", remedy: "write one label for each name")
    }
  }

  /// The axis with what `outer` says beyond it.
  func within(_ outer: AxisSpecification) -> AxisSpecification {
    var result = self
    result.column = column ?? outer.column
    result.label = label ?? outer.label
    result.scale = scale ?? outer.scale
    result.lower = lower ?? outer.lower
    result.upper = upper ?? outer.upper
    result.threshold = threshold ?? outer.threshold
    result.ticks = ticks.isEmpty ? outer.ticks : ticks
    result.hasGrid = hasGrid ?? outer.hasGrid
    result.names = names.isEmpty ? outer.names : names
    result.labels = names.isEmpty ? outer.labels : labels
    return result
  }

  /// The axis; one that makes no sense is refused under `key` of `fields`.
  func axis(_ fields: Fields, _ key: String) -> Axis {
    if let lower, let upper, lower >= upper { fields.refuse(key, "`from` is not below `to`", remedy: "exchange them") }
    if scale == .log, let end = [lower, upper].compactMap({ $0 }).first(where: { $0 <= 0 }) {
      fields.refuse(key, "a log scale cannot reach \(end)", remedy: "choose positive ends or `symlog`")
    }
    return Axis(
      label: label ?? "", scale: scale ?? .linear, isScaleChosen: scale != nil, lower: lower, upper: upper,
      threshold: threshold ?? Self.threshold, ticks: ticks, hasGrid: hasGrid ?? false, names: names,
      labels: Dictionary(zip(names, labels)) { first, _ in first })
  }
}

/// Reads how a mark colours numbers.
struct ColorSpecification: Sendable {
  private let map: ColorMap?
  private let axis: Axis
  private let hasBar: Bool

  init(_ fields: Fields) {
    map = fields.optionalChoice("map", .viridis, "the colour map", standard: ColorMap.viridis)
    axis = AxisSpecification(fields, "colorbar", "the scale and label of the colours", hasColumn: false)
      .axis(fields, "colorbar")
    hasBar = !fields.boolean("nobar", "whether the colour bar is left out", required: false)
  }

  /// The colours for `values`; those of a diverging map lie symmetric about zero.
  func scale(_ values: [Double]) throws -> ColorScale {
    var extent = Extent(flush: values)
    if map == .diverging, axis.scale != .log, !extent.isEmpty {
      let largest = max(abs(extent.lower), abs(extent.upper))
      extent.include([-largest, largest])
    }
    if axis.scale == .log, extent.isWithoutPositive { throw PlottingError.nothingPositive(axis: "colour", columns: []) }
    let scale = try axis.scale(covering: extent, name: "colour")
    return ColorScale(map: map ?? .viridis, scale: scale, label: axis.label, hasBar: hasBar)
  }
}
