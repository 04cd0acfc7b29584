import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Testing

@testable import Stages

@Suite struct DatasetStageTests {
  private let images = Data([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102])
  private let labels = Data([0, 0, 8, 1, 0, 0, 0, 2, 3, 9])

  @Test func `images and labels become matrices`() throws {
    let folder = try run(Digest(of: Array(images)).hex, Digest(of: Array(labels)).hex)
    #expect(try Matrix(readingFrom: folder.appending(path: "images.npy")).elements == [0, 1, 0.2, 0.4])
    #expect(try Matrix(readingFrom: folder.appending(path: "labels.npy")).elements == [3, 9])
  }

  @Test func `a wrong checksum is refused in one line`() {
    let (found, expected) = (Digest(of: Array(labels)).hex, Digest(of: Array(images)).hex)
    let error = #expect(throws: DataFileError.self) { try run(expected, expected) }
    #expect(
      error?.description
        == "labels: its SHA-256 is \(found), not \(expected); fetch the file again or correct the manifest")
  }

  @Test func `a checksum that is none is refused in the manifest`() throws {
    let text = #"{"images": "a", "labels": "b", "images-sha256": "12", "labels-sha256": "zz"}"#
    let fields = Fields(try JSON.parse(SourceText(name: "t", bytes: Array(text.utf8))), context: "stage `s`")
    _ = DatasetStage(fields)
    #expect(fields.problems.count == 2)
  }

  private func run(_ imageDigest: String, _ labelDigest: String) throws -> URL {
    let text = """
      {"images": "a", "labels": "b", "images-sha256": "\(imageDigest)", "labels-sha256": "\(labelDigest)"}
      """
    let fields = Fields(try JSON.parse(SourceText(name: "t", bytes: Array(text.utf8))), context: "stage `s`")
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var inputs: [String: [Workspace.InputFile]] = [:]
    for (key, data) in [("images", images), ("labels", labels)] {
      try data.write(to: folder.appending(path: key))
      inputs[key] = [Workspace.InputFile(file: folder.appending(path: key), labels: [])]
    }
    try DatasetStage(fields).run(Workspace(directory: folder, inputs: inputs))
    return folder
  }
}
