import Documents

/// Reads how a mark colours numbers.
struct ColorSpecification: Sendable {
  private let map: ColorMap?
  private let axis: Axis
  private let hasBar: Bool

  init(_ fields: Fields) {
    map = fields.optionalChoice("map", ColorMap.viridis, "the colour map")
    axis = AxisSpecification.read(fields, "colorbar", "the scale and label of the colours")
    hasBar = !fields.boolean("nobar", "whether the colour bar is left out", required: false)
  }

  /// The colours for `values`; those of a diverging map lie symmetric about zero.
  func scale(_ values: [Double]) throws -> ColorScale {
    var extent = Extent()
    extent.include(values)
    if map == .diverging, axis.scale != .log, !extent.isEmpty {
      extent.include([-max(abs(extent.lower), abs(extent.upper)), max(abs(extent.lower), abs(extent.upper))])
    }
    if axis.scale == .log, extent.isWithoutPositive {
      throw PlottingError.nothingPositive(axis: "colour", columns: [])
    }
    extent.isFlushBelow = true
    extent.isFlushAbove = true
    var colors = ColorScale(try axis.scale(covering: extent, name: "colour"))
    colors.map = map ?? .viridis
    colors.label = axis.label
    colors.hasBar = hasBar
    return colors
  }
}
