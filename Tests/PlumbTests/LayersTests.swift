import Foundation
import Testing

/// The layers of the program: what each module may import besides Foundation and the C library.
@Suite struct LayersTests {
  static let allowed: [String: Set<String>] = [
    "Documents": [],
    "LinearAlgebra": ["CLAPACK"],
    "Plotting": ["Documents", "CCairo"],
    "Pipeline": ["Documents", "CCrypto", "CZlib", "HeapModule", "OrderedCollections"],
    "Reporting": ["Documents", "CMarkGFM", "CQPDF", "CZip"],
    "Sphere": ["CFlint"],
    "Kernels": ["LinearAlgebra"],
    "Networks": ["LinearAlgebra"],
    "Statistics": ["LinearAlgebra"],
    "KernelRegression": ["LinearAlgebra", "Statistics", "CLAPACK"],
    "Datasets": ["LinearAlgebra", "CZlib", "CCurl"],
    "Verbs": [
      "Documents", "LinearAlgebra", "Plotting", "Pipeline", "Reporting", "Sphere", "Kernels", "Statistics", "Datasets",
    ],
    "Papers": [
      "Documents", "LinearAlgebra", "Pipeline", "Verbs", "Sphere", "Kernels", "Networks", "Statistics",
      "KernelRegression", "Datasets",
    ],
    // It is handed the catalogue, so that it knows no kind: claims and papers are what `ReportSections` says.
    "Project": ["Documents", "Pipeline", "Reporting", "CToolchain"],
    // Commands alone; the data files and the drawing of the graph are the verbs' own.
    "plumb": ["Documents", "Verbs", "Papers", "Pipeline", "Project", "CProcessor", "ArgumentParser"],
  ]
  static let everywhere: Set<String> = ["Foundation", "Synchronization", "Glibc", "Darwin"]
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let sources = root.appending(path: "Sources")

  @Test func `every module imports what its layer allows, no more and no less`() throws {
    var wrong: [String] = []
    for (module, names) in Self.allowed {
      var unused = names
      for file in try Self.swiftFiles(in: module) {
        for name in try Self.imports(of: file) where !Self.everywhere.contains(name) {
          unused.remove(name)
          if !names.contains(name) { wrong.append("\(module)/\(file.lastPathComponent) imports \(name)") }
        }
      }
      wrong += unused.map { "nothing in \(module) imports \($0)" }
    }
    #expect(wrong.isEmpty)
  }

  @Test func `the package gives every module the dependencies of its layer`() throws {
    let text = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
    let declaration = try Regex(
      #"(?:module\(|[tT]arget\(\s*name: )\s*"(\w+)"(?:,\s*(?:dependencies: )?\[([^\]]*)\])?"#,
      as: (Substring, Substring, Substring?).self)
    var declared: [String: Set<String>] = [:]
    for match in text.matches(of: declaration) where Self.allowed[String(match.1)] != nil {
      let words = (match.2 ?? "").replacing(", package: \"swift-argument-parser\"", with: "").split(separator: "\"")
      declared[String(match.1)] = Set(words.map(String.init).filter { $0.allSatisfy(\.isLetter) })
    }
    #expect(declared == Self.allowed)
  }

  @Test func `the table for contributors has a row for every module`() throws {
    let text = try String(contentsOf: Self.root.appending(path: "CONTRIBUTING.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
    var layers: [String: Set<String>] = [:]
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let named = Set(cells[2].split(separator: ", ").map(String.init)).intersection(Self.allowed.keys)
      layers[cells[0].replacing("`", with: "")] = cells[2] == "all of the above" ? Set(layers.keys) : named
    }
    let modules = Set(Self.allowed.keys)
    #expect(layers == Self.allowed.mapValues { $0.intersection(modules) })
  }

  @Test func `every module with Swift code has a layer`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path(percentEncoded: false))
    let withCode = try folders.filter { try !Self.swiftFiles(in: $0).isEmpty }
    #expect(Set(withCode) == Set(Self.allowed.keys))
  }

  @Test func `no paper uses a type of another paper`() throws {
    let declaration = try Regex(
      #"(?m)^(?:package |final |indirect )*(?:struct|class|enum|actor|protocol|typealias) (\w+)"#,
      as: (Substring, Substring).self)
    let papers = Self.sources.appending(path: "Papers").path(percentEncoded: false)
    let folders = try FileManager.default.contentsOfDirectory(atPath: papers).filter { !$0.hasSuffix(".swift") }
    let texts = try Dictionary(
      uniqueKeysWithValues: folders.map { folder in
        let files = try Self.swiftFiles(in: "Papers/" + folder)
        return (folder, try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n"))
      })
    #expect(texts.count >= 4)
    for (folder, text) in texts {
      let own = Set(text.matches(of: declaration).map { String($0.1) })
      #expect(own.count >= 5)
      for (other, foreign) in texts where other != folder {
        // Comments may name what they like.
        let words = Set(foreign.replacing(#/\/\/.*/#, with: "").split { !$0.isLetter && !$0.isNumber }.map(String.init))
        #expect(own.intersection(words).isEmpty, "\(other) uses types of \(folder)")
      }
    }
  }

  @Test func `no module contains a type of its own name`() throws {
    for module in Self.allowed.keys {
      let pattern = try Regex("(struct|class|enum|actor|protocol|typealias) \(module)\\b")
      for file in try Self.swiftFiles(in: module) {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.firstMatch(of: pattern) == nil, "\(file.lastPathComponent)")
      }
    }
  }

  private static func swiftFiles(in module: String) throws -> [URL] {
    let files = FileManager.default.enumerator(at: sources.appending(path: module), includingPropertiesForKeys: nil)
    return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
  }

  private static func imports(of file: URL) throws -> [String] {
    let declaration =
      #/(?m)^ *(?:(?:@\w+|public|internal) )*import (?:(?:struct|class|enum|protocol|func|let|var|typealias) )?(\w+)(?=\s*$|\.|\s*;|\s*\/\/)/#
    return try String(contentsOf: file, encoding: .utf8).matches(of: declaration).map { String($0.1) }
  }
}
