import Documents
import Foundation
import Pipeline

/// A form in which the graph is drawn.
public enum GraphFormat: String, CaseIterable, Sendable {
  case mermaid, dot, svg, pdf, json
}

extension GraphOutline {
  /// Boxes and arrows, for programs.
  public var record: JSON {
    let boxes = boxes.map { box -> JSON in
      [
        "name": JSON(.string(box.name)), "section": JSON(.string(box.section)), "kind": JSON(.string(box.kind)),
        "count": JSON(.integer(box.count)),
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
    try engine.outputWriter(graph, manifest.files.map(\.name), replacesAll: replacesAll).write(Array(data), to: path)
  }
}
