import Foundation
import Pipeline
import Plotting

/// The graph of stages as a picture: a frame for each group, boxes of a section in a colour of their own, what is not up to
/// date tinted.
public struct GraphDrawing {
  private let diagram: Diagram

  private static let (gap, margin, heading) = (16.0, 10.0, 24.0)
  /// Width over height that the whole comes near to.
  private static let shape = 1.5

  /// Lays the outline out.
  ///
  /// - Throws: `PlottingError` if a font is missing.
  public init(_ outline: GraphOutline) throws {
    var widths: [String: Double] = [:]
    for text in outline.boxes.flatMap({ [$0.name, $0.caption] }) { widths[text] = try Diagram.width(of: text) }
    var style = GraphLayout.Style()
    let known = widths
    style.textWidth = { known[$0] ?? 0 }
    let parts = outline.parts.map {
      (title: $0.title, outline: $0.outline, layout: GraphLayout($0.outline, style: style))
    }
    let key = try Self.key(outline)
    let top = Self.margin + Self.heading + (key.last.map { $0.box.bottom - $0.box.top + Self.gap } ?? 0)
    let places = Self.packed(parts.map { ($0.layout.width, $0.layout.height + ($0.title == nil ? 0 : Self.heading)) })
    var (nodes, arrows, frames): ([Diagram.Node], [[Point]], [Diagram.Frame]) = (key, [], [])
    for (part, place) in zip(parts, places) {
      let title = part.title.map { "\($0): \(part.outline.summary)" }
      let (x, y) = (place.x + Self.margin, place.y + top + (title == nil ? 0 : Self.heading))
      nodes += zip(part.outline.boxes, part.layout.boxes).map { box, place in
        Diagram.Node(
          box: Box(x: place.x + x, y: place.y + y, width: place.width, height: place.height), title: box.name,
          caption: box.caption, color: Self.sections.firstIndex(of: box.section),
          tone: Self.tone(box.states.first?.state))
      }
      arrows += part.layout.arrows.map { $0.map { Point($0.x + x, $0.y + y) } }
      if let title {
        let box = Box(x: x, y: y - Self.heading, width: part.layout.width, height: part.layout.height + Self.heading)
        frames.append(Diagram.Frame(box: box, title: title))
      }
    }
    let ends = frames.map(\.box) + nodes.map { $0.box.expanded(by: Self.margin) }
    diagram = Diagram(
      title: outline.summary, nodes: nodes, arrows: arrows, frames: frames,
      width: (ends.map(\.right).max() ?? 0) + Self.margin, height: (ends.map(\.bottom).max() ?? top) + Self.margin)
  }

  public func svg() throws -> Data { try diagram.drawing().svg(dark: diagram.drawing(.dark)) }

  public func pdf() throws -> Data { try diagram.drawing().pdf() }

  private static let sections =
    [Catalogue.stages]
    + [VerbCatalogue.figures, VerbCatalogue.claims, VerbCatalogue.papers, VerbCatalogue.reports].map(\.name)

  private static func tone(_ state: GraphOutline.State?) -> Diagram.Tone {
    switch state {
    case nil, .upToDate: .plain
    case .wouldRun: .pending
    case .cannotRun: .idle
    case .failed: .failed
    }
  }

  /// What colours and tints stand for, those that are there.
  private static func key(_ outline: GraphOutline) throws -> [Diagram.Node] {
    let there = Set(outline.boxes.map(\.section))
    let states = Set(outline.boxes.flatMap { $0.states.map(\.state) })
    let entries =
      sections.enumerated().filter { there.contains($1) }.map {
        (title: $1, color: Optional($0), tone: Diagram.Tone.plain)
      }
      + GraphOutline.State.allCases.filter { states.contains($0) && $0 != .upToDate }
      .map { (title: $0.rawValue, color: nil, tone: tone($0)) }
    var x = margin
    return try entries.map { entry in
      let width = try Diagram.width(of: entry.title) + 2 * 6
      defer { x += width + 6 }
      let box = Box(x: x, y: margin + heading, width: width, height: 16)
      return Diagram.Node(box: box, title: entry.title, caption: "", color: entry.color, tone: entry.tone)
    }
  }

  /// Corners of boxes of the given sizes, in as many columns as come nearest to the shape; each box into the shortest
  /// column, in their order.
  private static func packed(_ sizes: [(width: Double, height: Double)]) -> [Point] {
    var best: (distance: Double, corners: [Point]) = (.infinity, [])
    for columns in 1...max(sizes.count, 1) {
      let width = (sizes.map(\.width).max() ?? 0) + gap
      var bottoms = Array(repeating: 0.0, count: columns)
      let corners = sizes.map { size -> Point in
        let column = bottoms.indices.min { bottoms[$0] < bottoms[$1] } ?? 0
        defer { bottoms[column] += size.height + gap }
        return Point(Double(column) * width, bottoms[column])
      }
      let distance = abs(log(width * Double(columns) / max(bottoms.max() ?? 0, 1) / shape))
      if distance < best.distance { best = (distance, corners) }
    }
    return best.corners
  }
}
