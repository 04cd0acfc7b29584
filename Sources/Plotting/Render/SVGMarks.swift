import Foundation

extension SVGWriter {
  /// Markers are those of one path: each shape stands once, each place is two numbers.
  mutating func draw(_ markers: Markers, dark: Markers) {
    let points = markers.points.filter(\.isDrawable)
    if points.isEmpty { return }
    let fill = SVGPaints.Pair(markers.fill, dark.fill)
    let rim = markers.rim.map { SVGPaints.Pair($0, dark.rim ?? $0) }
    if markers.isOpen, markers.shape.hasInside {
      let diameter = max(markers.size - Renderer.outline, 0)
      let look = "\(paints.stroke(fill)) stroke-width=\"\(SVGNumber.text(Renderer.outline))\""
      show(markers.shape.svg(diameter, look), points)
    } else if let rim, points.count > Renderer.manyMarkers {
      show(markers.shape.svg(markers.size + 2 * Renderer.rim, paints.fill(rim)), points)
      show(markers.shape.svg(markers.size, paints.fill(fill)), points)
    } else if let rim {
      let wide = markers.shape.svg(markers.size, "\(paints.stroke(rim)) stroke-width=\"\(2 * Renderer.rim)\"")
      show(wide + markers.shape.svg(markers.size, paints.fill(fill)), points)
    } else {
      show(markers.shape.svg(markers.size, paints.fill(fill)), points)
    }
  }

  /// A grid of cells; one whose colours differ on a dark page as two images, of which a mask shows the page's own.
  mutating func draw(_ raster: Raster, dark: Raster) throws {
    if raster.cells == dark.cells { return add(try raster.svgImage()) }
    let (white, black) = (Color(255, 255, 255), Color(0, 0, 0))
    for (cells, light) in [(raster, white), (dark, black)] {
      let paint = paints.fill(SVGPaints.Pair(light, light == white ? black : white))
      let area = "<path \(paint) d=\"\(SVGPath(Path(raster.box), keepsAll: true).text)\"/>"
      let id = define("mask", " maskUnits=\"userSpaceOnUse\" \(cells.svgPlace)>\(area)")
      add("<g mask=\"url(#\(id))\">\(try cells.svgImage())</g>")
    }
  }

  private mutating func show(_ shape: String, _ points: [Point]) {
    // Outside of the drawing's group nothing says that a shape is not filled.
    let look = "fill=\"none\" stroke-linejoin=\"round\""
    let id = define("marker", " markerUnits=\"userSpaceOnUse\" overflow=\"visible\" \(look)>\(shape)")
    let ends = points.count == 1 ? ["start"] : points.count == 2 ? ["start", "end"] : ["start", "mid", "end"]
    let uses = ends.map { "marker-\($0)=\"url(#\(id))\"" }.joined(separator: " ")
    add("<path \(uses) d=\"\(SVGPath(through: points).text)\"/>")
  }
}

extension MarkerShape {
  /// The shape around the origin, with the attributes of its look.
  fileprivate func svg(_ diameter: Double, _ look: String) -> String {
    if self == .circle { return "<circle \(look) r=\"\(SVGNumber.text(diameter / 2))\"/>" }
    let corners = outline.map { Point($0.x * diameter, $0.y * diameter) }
    return "<path \(look) d=\"\(SVGPath(Path(corners, closed: true), keepsAll: true).text)\"/>"
  }
}

extension Raster {
  /// The cells as an image within the file, a pixel each.
  ///
  /// - Throws: ``PlottingError/cairo(output:status:)`` if zlib fails.
  fileprivate func svgImage() throws -> String {
    let hasGaps = cells.contains { $0 == nil }
    let rows = (0..<rows).map { row in
      cells[(row * columns)..<((row + 1) * columns)].flatMap { cell -> [UInt8] in
        let color = cell ?? Color(0, 0, 0)
        return [color.red, color.green, color.blue] + (hasGaps ? [cell == nil ? 0 : 255] : [])
      }
    }
    guard let data = PNGFile.data(rows: rows, width: columns, hasOpacity: hasGaps) else {
      throw PlottingError.cairo(output: "SVG", status: "an image could not be packed")
    }
    return "<image \(svgPlace) preserveAspectRatio=\"none\" image-rendering=\"pixelated\" "
      + "href=\"data:image/png;base64,\(data.base64EncodedString())\"/>"
  }

  /// The box as attributes.
  fileprivate var svgPlace: String {
    [("x", box.left), ("y", box.top), ("width", box.width), ("height", box.height)].map {
      "\($0.0)=\"\(SVGNumber.text($0.1))\""
    }.joined(separator: " ")
  }
}
