import Documents
import Foundation
import Pipeline

/// A form in which the graph is drawn.
public enum GraphFormat: String, CaseIterable, Sendable {
  case mermaid, dot, svg, pdf, json
}

extension LoadedProject {
  /// The outline of the graph, or of what `targets` rest on, each paper in a group; `expanded` gives every instance its box.
  ///
  /// - Throws: `CommandError` for targets that are not there, `EngineError` when the cache cannot be read.
  public func outline(of targets: [String], expanded: Bool) throws -> GraphOutline {
    GraphOutline(
      graph, chosen: try chosen(targets), statuses: try engine.standing(graph).statuses, expanded: expanded,
      groupedBy: names.papers)
  }
}

extension GraphOutline {
  /// Boxes, arrows and groups, for programs.
  public var record: JSON {
    let groups = Dictionary(groups.flatMap { group in group.boxes.map { ($0, group.name) } }) { first, _ in first }
    let boxes = boxes.enumerated().map { number, box -> JSON in
      [
        "name": JSON(.string(box.name)), "section": JSON(.string(box.section)), "kind": JSON(.string(box.kind)),
        "count": JSON(.integer(box.count)),
        "states": JSON(.object(box.states.map { JSON.Member($0.state.rawValue, JSON(.integer($0.count))) })),
        "group": groups[number].map { JSON(.string($0)) } ?? JSON(.null),
      ]
    }
    let arrows = arrows.map { arrow -> JSON in
      ["from": JSON(.string(self.boxes[arrow.from].name)), "to": JSON(.string(self.boxes[arrow.to].name))]
    }
    return ["boxes": JSON(.array(boxes)), "arrows": JSON(.array(arrows))]
  }
}

extension LoadedProject {
  /// Writes a file that people asked for by name; `replacesAll` permits it to replace what plumb did not write.
  ///
  /// - Throws: `EngineError` naming a file in the way, or what the disk says.
  public func write(_ data: Data, to path: String, replacesAll: Bool) throws {
    try engine.outputWriter(graph, kept, replacesAll: replacesAll).write(Array(data), to: path)
  }
}
