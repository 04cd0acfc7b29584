import Foundation
import Testing

/// Rules of the house that a look at the files can check.
@Suite struct HouseTests {
  private struct SourceFile {
    /// From the root of the repository: `Sources/Plotting/Marks/LineMark.swift`.
    let path: String
    let lines: [Substring]
    var name: String { URL(filePath: path).deletingPathExtension().lastPathComponent }
    var module: String { String(path.split(separator: "/")[1]) }
  }

  private static func files(in folder: String) throws -> [SourceFile] {
    let place = LayersTests.root.appending(path: folder).path(percentEncoded: false)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: place).filter { $0.hasSuffix(".swift") }.sorted()
    return try paths.map { path in
      let text = try String(contentsOfFile: "\(place)/\(path)", encoding: .utf8)
      return SourceFile(path: "\(folder)/\(path)", lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  /// The names of types declared outside all others, with the line that declares each.
  private static func topLevelTypes(_ file: SourceFile) -> [(name: String, line: Substring)] {
    let declaration =
      #/^(?:@\w+(?:\([^)]*\))? )*(?:(?:public|package|internal|fileprivate|private|final|indirect|nonisolated) )*(?:struct|class|enum|actor|protocol|typealias) (\w+)/#
    return file.lines.compactMap { line in line.firstMatch(of: declaration).map { (String($0.1), line) } }
  }

  @Test func `no type has the name of one of Foundation's, here or on macOS`() throws {
    let list = LayersTests.root.appending(path: "Tests/PlumbTests/Data/foundation-types.txt")
    let known = Set(try String(contentsOf: list, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") })
    #expect(known.isSuperset(of: ["Bundle", "Progress", "Operation", "Port", "NSPredicate", "NSXPCConnection"]))
    let types = try Self.files(in: "Sources").flatMap { file in Self.topLevelTypes(file).map { (file.path, $0.name) } }
    #expect(types.count > 300)
    let shadows = types.filter { known.contains(Substring($0.1)) }.map { "\($0.0): \($0.1)" }
    #expect(shadows.isEmpty)
  }

  /// Errors that people see through a module's interface are worded together; one that a single kind throws stands beside
  /// that kind.
  @Test func `the wording of a module's public errors stands in a file for it`() throws {
    // The workspace's one error, and the problem of a manifest, are worded where they are made.
    let exceptions: Set = ["WorkspaceError", "Problem", "Problems"]
    let files = try Self.files(in: "Sources")
    let errors = files.flatMap { file in
      Self.topLevelTypes(file).filter { $0.line.contains(#/: (?:\w+, )*Error\b/#) && $0.line.hasPrefix("public") }
        .map { (module: file.module, name: $0.name) }
    }
    #expect(errors.count > 10)
    for (module, name) in errors where !exceptions.contains(name) {
      let worded = files.filter { file in
        file.module == module && file.lines.contains { $0.hasPrefix("extension \(name): CustomStringConvertible") }
      }
      #expect(
        worded.count == 1 && worded.allSatisfy { $0.name.contains(#/(?:Errors?|Wording)$/#) }, "\(module): \(name)")
    }
  }
}
