import Foundation
import Testing

/// The layers of the program: what each module may import besides Foundation and the C library.
@Suite struct LayersTests {
  static let allowed: [String: Set<String>] = [
    "Documents": [],
    "LinearAlgebra": ["CLAPACK", "Dispatch"],
    "Plotting": ["Documents", "CCairo"],
    "Pipeline": ["Documents", "CCrypto", "Dispatch"],
    "Reporting": ["Documents"],
    "Sphere": ["LinearAlgebra", "CMPFR", "Dispatch"],
    "Kernels": ["LinearAlgebra"],
    "Networks": ["LinearAlgebra"],
    "Regression": ["LinearAlgebra", "CLAPACK"],
    "Datasets": ["LinearAlgebra", "CZlib"],
    "Stages": [
      "Documents", "LinearAlgebra", "Plotting", "Pipeline", "Reporting", "Sphere", "Kernels", "Networks", "Regression",
      "Datasets",
    ],
    "plumb": ["Documents", "Stages", "Pipeline", "Plotting", "Reporting", "ArgumentParser"],
  ]
  static let everywhere: Set<String> = ["Foundation", "Synchronization", "Glibc", "Darwin"]
  static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources")

  @Test func `every module imports only what its layer allows`() throws {
    var wrong: [String] = []
    for (module, names) in Self.allowed {
      for file in try Self.swiftFiles(in: module) {
        for name in try Self.imports(of: file) where !names.contains(name) && !Self.everywhere.contains(name) {
          wrong.append("\(module)/\(file.lastPathComponent) imports \(name)")
        }
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test func `every module with Swift code has a layer`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path(percentEncoded: false))
    let withCode = try folders.filter { try !Self.swiftFiles(in: $0).isEmpty }
    #expect(Set(withCode) == Set(Self.allowed.keys))
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
    let folder = sources.appending(path: module)
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
  }

  private static func imports(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let position = words.firstIndex(of: "import"), position <= 2, words.count > position + 1 else { return nil }
      guard words[..<position].allSatisfy({ $0.hasPrefix("@") || $0 == "public" || $0 == "internal" }) else {
        return nil
      }
      let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
      let name =
        kinds.contains(words[position + 1]) && words.count > position + 2 ? words[position + 2] : words[position + 1]
      return String(name.prefix { $0 != "." })
    }
  }
}
