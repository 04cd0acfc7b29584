import Foundation

extension Drawing {
  /// The drawing calls as text, one line each, coordinates to a tenth of a point: what tests compare.
  public var record: String {
    var lines = ["page \(Drawing.number(width)) x \(Drawing.number(height))"]
    lines += items.map { item in "\(item.role.rawValue) \(Drawing.text(of: item.shape))" }
    lines += legends.map { "legend box \(Drawing.text(of: $0))" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(of shape: Shape) -> String {
    switch shape {
    case .stroke(let path, let stroke):
      let dash = stroke.dash.isEmpty ? "" : " dash " + stroke.dash.map(number).joined(separator: " ")
      return "stroke \(stroke.color.text) \(number(stroke.width))\(dash): \(text(of: path))"
    case .fill(let path, let color): return "fill \(color.text): \(text(of: path))"
    case .markers(let markers):
      let rim = markers.rim.map { " rim \($0.text)" } ?? ""
      let shape = (markers.isOpen ? "open " : "") + markers.shape.rawValue
      let head = "\(shape) \(number(markers.size)) \(markers.fill.text)\(rim)"
      return "markers \(head): \(text(of: markers.points))"
    case .raster(let raster):
      let colors = [raster.cells.first, raster.cells.last].compactMap { $0 }.map { $0?.text ?? "none" }
      return "raster \(raster.columns) x \(raster.rows) in \(text(of: raster.box)): \(colors.joined(separator: " to "))"
    case .text(let item):
      let angle = item.angle == 0 ? "" : " turned \(number(item.angle))"
      return "text \(item.kind) \(item.color.text) at \(text(of: item.origin))\(angle): \(item.text)"
    }
  }

  private static func text(of path: Path) -> String {
    path.parts.map { text(of: $0.points) + ($0.isClosed ? " close" : "") }.joined(separator: " | ")
  }

  /// The first and last of many points, since a long list says nothing to a reader.
  private static func text(of points: [Point]) -> String {
    if points.count <= 8 { return points.map { text(of: $0) }.joined(separator: " ") }
    let ends = [points.prefix(3), points.suffix(3)].map { $0.map { text(of: $0) }.joined(separator: " ") }
    return "\(ends[0]) ... \(ends[1]) (\(points.count) points)"
  }

  private static func text(of point: Point) -> String { "\(number(point.x)),\(number(point.y))" }

  private static func text(of box: Box) -> String {
    "\(number(box.left)),\(number(box.top)) \(number(box.right)),\(number(box.bottom))"
  }

  private static func number(_ value: Double) -> String {
    let text = String(format: "%.1f", value)
    return text == "-0.0" ? "0" : text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
