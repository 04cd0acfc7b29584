import Foundation
import Reporting

/// A drawing of the graph as a file, marked so that a later one may take its place and nothing else is lost.
enum GraphFile {
  /// Every format holds this mark, in a form that its readers pass over.
  private static let mark = "plumb graph"
  /// Cairo writes who made a PDF into it.
  private static let creator = "/Creator (Plumb)"

  /// The drawing `data` with the mark in it.
  static func marked(_ data: Data, _ format: GraphCommand.Format) -> Data {
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

  /// - Throws: ``BundleError`` when something else stands at `path`.
  static func check(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard EarlierOutput.isPlain(path) else { throw BundleError.cannotWrite(path, reason: "it is no plain file") }
    guard let data = try? Data(contentsOf: URL(filePath: path)), isOurs(data) else { throw BundleError.notOurs(path) }
  }

  private static func isOurs(_ data: Data) -> Bool {
    data.starts(with: Data("%PDF-".utf8))
      ? data.range(of: Data(creator.utf8)) != nil : data.prefix(256).range(of: Data(mark.utf8)) != nil
  }
}
