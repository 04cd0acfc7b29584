import Documents
import Foundation
import Testing

@testable import Pipeline

@Suite struct WorkspaceTests {
  @Test(arguments: [
    ("ntk", "ntk"), (#""NTK, L = 2""#, "NTK, L = 2"), (#""a \"b\"""#, #"a "b""#), ("[0,1]", "[0,1]"), ("\"", "\""),
  ])
  func `a label has quotes in names only`(_ text: String, _ value: String) {
    #expect(Workspace.Label(axis: "model", text: text, number: nil).value == value)
  }

  @Test func `stacked tables show the texts of their labels bare`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try [#""NTK, L = 2""#, "RF"].map { text in
      let file = folder.appending(path: "\(text.count).csv")
      try Data("n\n1\n".utf8).write(to: file)
      return Workspace.InputFile(labels: [.init(axis: "over", text: text, number: nil)], content: file)
    }
    let table = try Workspace(directory: folder, inputs: [.init(path: "data", items: files)]).stackedTable(at: "data")
    #expect(try table.texts("over") == ["NTK, L = 2", "RF"])
  }
}
