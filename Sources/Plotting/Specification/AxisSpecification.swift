import Documents

/// Reads an axis of a panel.
enum AxisSpecification {
  /// The axis under `key`; one with everything left to the data if it is missing.
  static func read(_ fields: Fields, _ key: String, _ help: String) -> Axis {
    var axis = Axis()
    guard let inner = fields.optionalObject(key, help) else { return axis }
    let limit = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    axis.label = inner.optionalString("label", "the label, math between dollar signs") ?? ""
    axis.scale = inner.optionalChoice("scale", ScaleName.linear, "how values map to places") ?? .linear
    axis.lower = inner.optionalNumber("from", in: limit, "the lower end; that of the data if left out")
    axis.upper = inner.optionalNumber("to", in: limit, "the upper end; that of the data if left out")
    axis.threshold =
      inner.optionalNumber("threshold", in: 1e-300...1e300, "where the linear part of a symlog scale ends") ?? 1
    axis.ticks = inner.numbers("ticks", in: limit, "the values with ticks; chosen if left out", required: false)
    axis.hasGrid = inner.boolean("grid", "whether lines cross the panel at the ticks", required: false)
    axis.names = inner.strings("names", "the order of a category scale's names", required: false)
    if let lower = axis.lower, let upper = axis.upper, lower >= upper {
      inner.refuse("from", "`from` is not below `to`", remedy: "exchange them")
    }
    if axis.scale == .log, let end = [axis.lower, axis.upper].compactMap({ $0 }).first(where: { $0 <= 0 }) {
      inner.refuse("scale", "a log scale cannot reach \(end)", remedy: "choose positive ends or `symlog`")
    }
    return axis
  }
}
