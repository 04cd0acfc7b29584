import Documents
import Foundation
import Pipeline
import Reporting

/// A form in which the graph is drawn.
public enum GraphFormat: String, CaseIterable, Sendable {
  case mermaid, dot, svg, pdf, json
}

/// A drawing of the graph as a file, marked so that a later one may take its place and nothing else is lost.
public enum GraphFile {
  /// Every format holds this mark, in a form that its readers pass over.
  private static let mark = "plumb graph"
  /// Cairo writes who made a PDF into it.
  private static let creator = "/Creator (Plumb)"

  /// Writes the drawing `data`.
  ///
  /// - Throws: ``BundleError`` when something else stands at `path`, ``CommandError/notWritable(path:)``.
  public static func write(_ data: Data, _ format: GraphFormat, to path: String) throws {
    try check(path)
    guard (try? marked(data, format).write(to: URL(filePath: path), options: .atomic)) != nil else {
      throw CommandError.notWritable(path: path)
    }
  }

  /// Boxes and arrows, for programs.
  public static func record(_ outline: GraphOutline) -> JSON {
    let boxes = outline.boxes.map { box -> JSON in
      [
        "name": JSON(.string(box.name)), "section": JSON(.string(box.section)), "kind": JSON(.string(box.kind)),
        "count": JSON(.integer(box.count)),
      ]
    }
    let arrows = outline.arrows.map { arrow -> JSON in
      ["from": JSON(.string(outline.boxes[arrow.from].name)), "to": JSON(.string(outline.boxes[arrow.to].name))]
    }
    return ["boxes": JSON(.array(boxes)), "arrows": JSON(.array(arrows))]
  }

  /// The drawing `data` with the mark in it.
  private static func marked(_ data: Data, _ format: GraphFormat) -> Data {
    switch format {
    case .mermaid: Data("%% \(mark)\n".utf8) + data
    case .dot: Data("// \(mark)\n".utf8) + data
    case .svg: inSecondLine("<!-- \(mark) -->", data)
    case .json: inSecondLine("  \"made by\": \"\(mark)\",", data)
    case .pdf: data
    }
  }

  private static func inSecondLine(_ line: String, _ data: Data) -> Data {
    guard let newline = data.firstIndex(of: UInt8(ascii: "\n")) else { return data }
    return data[...newline] + Data("\(line)\n".utf8) + data[(newline + 1)...]
  }

  private static func check(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard EarlierOutput.isPlain(path) else { throw BundleError.cannotWrite(path, reason: "it is no plain file") }
    guard let data = try? Data(contentsOf: URL(filePath: path)), isOurs(data) else { throw BundleError.notOurs(path) }
  }

  private static func isOurs(_ data: Data) -> Bool {
    data.starts(with: Data("%PDF-".utf8))
      ? data.range(of: Data(creator.utf8)) != nil : data.prefix(256).range(of: Data(mark.utf8)) != nil
  }
}
