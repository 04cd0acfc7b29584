import Datasets
import Documents
import Foundation
import LinearAlgebra
import Pipeline

/// Images and classes from data files that people put into the project.
struct DatasetStage: Stage {
  static let kind = StageKind(
    "dataset", revision: 1, summary: "images (pixels/255, one a row) and classes from IDX files, checked by SHA-256")

  let images: SourceInput
  let labels: SourceInput
  let digests: (images: String, labels: String)
  let pixels = Output<Matrix>("images")
  let classes = Output<Matrix>("labels")

  init(_ fields: Fields) {
    images = fields.source("images", "an IDX file of images, compressed by gzip or not")
    labels = fields.source("labels", "the IDX file of their classes")
    digests = (fields.digest("images-sha256"), fields.digest("labels-sha256"))
  }

  var outputs: [OutputDeclaration] { [pixels.declaration, classes.declaration] }
  var needs: Resources { Resources(memory: 2 << 30) }

  func run(_ workspace: Workspace) throws {
    let files = try (workspace.file(images), workspace.file(labels))
    let set = try IDX.read(
      images: data(files.0, digests.images), labels: data(files.1, digests.labels),
      names: (files.0.lastPathComponent, files.1.lastPathComponent))
    try workspace.write(set.inputs(of: Array(0..<set.count)), to: pixels)
    try workspace.write(
      Matrix(rows: set.count, columns: 1, elements: set.labels.map(Double.init)), to: classes)
  }

  private func data(_ file: URL, _ expected: String) throws -> Data {
    let data = try Data(contentsOf: file)
    let found = Digest(of: data).hex
    guard found == expected else {
      throw DataFileError.digest(file: file.lastPathComponent, expected: expected, found: found)
    }
    return data
  }
}

/// What a data file that is there may still be refused for.
enum DataFileError: Error, Equatable, CustomStringConvertible {
  case digest(file: String, expected: String, found: String)

  var description: String {
    switch self {
    case .digest(let file, let expected, let found):
      "\(file): its SHA-256 is \(found), not \(expected); fetch the file again or correct the manifest"
    }
  }
}

extension Fields {
  /// 64 hexadecimal digits.
  fileprivate func digest(_ key: String) -> String {
    let text = string(key, "the file's SHA-256, 64 hexadecimal digits").lowercased()
    if !isDescribing, !text.isEmpty, Digest(hex: text) == nil {
      refuse(key, "`\(key)` is not 64 hexadecimal digits", remedy: "write what sha256sum prints")
    }
    return text
  }
}
