import Datasets
import Documents
import Foundation
import LinearAlgebra
import Pipeline

/// Images and classes from data files that people put into the project: one pair of IDX files, or CIFAR-10 batches.
struct DatasetStage: Stage, DataFileReader {
  static let kind = StageKind(
    "dataset", revision: 1,
    summary:
      "images (pixels/255, one a row) and classes from IDX files or CIFAR-10 binary batches, checked by SHA-256")

  let images: DataFile?
  let labels: DataFile?
  let batches: [DataFile]
  let records: Int
  let origin: String?
  let pixels = Output<Matrix>("images")
  let classes = Output<Matrix>("labels")

  init(_ fields: Fields) {
    // While the schema is made both forms are asked for, neither of them required.
    let isPair = !fields.has("batches")
    images = fields.dataFile(
      "images", sha256: "images-sha256", "an IDX file of images, compressed by gzip or not", required: isPair)
    labels = fields.dataFile("labels", sha256: "labels-sha256", "the IDX file of their classes", required: isPair)
    let list = fields.objects("batches", "CIFAR-10 binary files instead of IDX files, in order", required: false)
    batches = list.compactMap { $0.dataFile("file", sha256: "sha256", "a batch, compressed by gzip or not") }
    records = fields.optionalInteger("records", in: 1...100_000, "images in each batch, 10,000 if left out") ?? 10_000
    origin = fields.remark("origin", "where people get the files, such as a link")
    let strangers = isPair ? ["records"] : ["images", "images-sha256", "labels", "labels-sha256"]
    for key in strangers where fields.has(key) {
      fields.refuse(
        key, "`\(key)` makes no sense \(isPair ? "without" : "beside") `batches`", remedy: "remove one of the two")
    }
  }

  var dataFiles: [DataFile] { [images, labels].compactMap { $0 } + batches }
  var outputs: [OutputDeclaration] { [pixels.declaration, classes.declaration] }
  var needs: Resources {
    // The bytes twice, the matrix and its file's content: 18 bytes a pixel. Only an IDX file itself tells its size, so
    // that 2 GiB stand for up to 140,000 images of 28 x 28.
    Resources(memory: batches.isEmpty ? 2 << 30 : 512 << 20 + batches.count * records * CIFAR10.pixelsPerImage * 18)
  }

  func run(_ workspace: Workspace) throws {
    let set = try batches.isEmpty ? pair(workspace) : joined(workspace)
    try workspace.write(set.inputs(of: Array(0..<set.count)), to: pixels)
    try workspace.write(
      Matrix(rows: set.count, columns: 1, elements: set.labels.map(Double.init)), to: classes)
  }

  private func pair(_ workspace: Workspace) throws -> LabelledImages {
    guard let images = try images?.read(workspace), let labels = try labels?.read(workspace) else {
      throw WorkspaceError.missing(path: "images")
    }
    return try IDX.read(images: images.bytes, labels: labels.bytes, names: (images.name, labels.name))
  }

  private func joined(_ workspace: Workspace) throws -> LabelledImages {
    var sets = try batches.map { batch in
      let (name, bytes) = try batch.read(workspace)
      return (name: name, images: try CIFAR10.read(bytes, name: name, records: records))
    }
    let first = sets.removeFirst().images
    return try sets.reduce(first) { try $0.appending($1.images, file: $1.name) }
  }
}
