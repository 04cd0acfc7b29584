import Datasets
import Documents
import Foundation
import LinearAlgebra
import Pipeline

/// A table whose values stand in the manifest.
struct TableStage: Stage {
  static let kind = StageKind(
    "table", revision: 2, summary: "a table whose columns are given in the manifest",
    example: #"""
      {
        "columns": {
          "n": [10, 10, 10, 100, 100, 100, 1000, 1000, 1000],
          "seed": [1, 2, 3, 1, 2, 3, 1, 2, 3],
          "error": [0.31, 0.33, 0.30, 0.102, 0.098, 0.1, 0.031, 0.033, 0.03]
        }
      }
      """#)

  let columns: [JSON.Member]
  let table = Output<Table>("table")

  init(_ fields: Fields) {
    columns = fields.ordered(
      "columns", "lists of numbers or of texts of equal length, by name; null is a missing number")
    for member in columns where Self.values(member.value) == nil {
      fields.refuse(
        "columns", "`\(member.key)` is neither a list of numbers nor a list of texts",
        remedy: "write values of one type")
    }
    if columns.isEmpty, fields.has("columns"), fields.problems.isEmpty {
      fields.refuse("columns", "`columns` is not an object of lists", remedy: "write {\"x\": [1, 2], \"y\": [3, 4]}")
    }
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    columns.compactMap { member in
      switch Self.values(member.value) {
      case .numbers(let values): Column(member.key, .number, "given in the manifest", range: Self.range(values))
      case .texts: Column(member.key, .text, "given in the manifest")
      case nil: nil
      }
    }
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double>? {
    let known = values.filter { !$0.isNaN }
    guard let least = known.min(), let greatest = known.max() else { return nil }
    return least...greatest
  }

  func run(_ workspace: Workspace) throws {
    try workspace.write(
      try Table(columns.compactMap { member in Self.values(member.value).map { (member.key, $0) } }), to: table)
  }

  private static func values(_ json: JSON) -> Table.Values? {
    guard let elements = json.elements else { return nil }
    let texts = elements.compactMap(\.string)
    if !texts.isEmpty, texts.count == elements.count { return .texts(texts) }
    let numbers = elements.compactMap { $0.content == .null ? Double.nan : $0.double }
    return numbers.count == elements.count ? .numbers(numbers) : nil
  }
}

/// Images and classes from data files that people put into the project: one pair of IDX files, or CIFAR-10 batches.
struct DatasetStage: Stage, DataFileReader {
  static let kind = StageKind(
    "dataset", revision: 1,
    summary: "images (pixels/255, one a row) and classes from IDX files or CIFAR-10 binary batches, checked by SHA-256",
    example: #"""
      {
        "images": "data/mnist/train-images-idx3-ubyte.gz",
        "images-sha256": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "labels": "data/mnist/train-labels-idx1-ubyte.gz",
        "labels-sha256": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "images-bytes": 9912422,
        "labels-bytes": 28881,
        "mirrors": ["https://ossci-datasets.s3.amazonaws.com/mnist"],
        "origin": "http://yann.lecun.com/exdb/mnist/"
      }
      """#)

  let images, labels: DataFile?
  let batches: [DataFile]
  let records: Int
  let origin: String?
  let mirrors: [String]
  let pixels = Output<Matrix>("images")
  let classes = Output<Matrix>("labels")

  init(_ fields: Fields) {
    // While the schema is made both forms are asked for, neither of them required.
    let isPair = !fields.has("batches")
    images = fields.dataFile(
      "images", sha256: "images-sha256", bytes: "images-bytes", "an IDX file of images, compressed by gzip or not",
      required: isPair)
    labels = fields.dataFile(
      "labels", sha256: "labels-sha256", bytes: "labels-bytes", "the IDX file of their classes", required: isPair)
    let list = fields.objects("batches", "CIFAR-10 binary files instead of IDX files, in order", required: false)
    batches = list.compactMap {
      $0.dataFile("file", sha256: "sha256", bytes: "bytes", "a batch, compressed by gzip or not")
    }
    records = fields.integer("records", in: 1...100_000, default: 10_000, "images in each batch")
    origin = fields.remark("origin", "where people get the files, such as a link")
    mirrors = fields.remarks(
      "mirrors",
      "folders from which `plumb data --fetch` gets the files by their own names, tried in this order: https, http or file "
        + "addresses; for files below `data/` whose bytes are stated")
    let strangers =
      isPair
      ? ["records"] : ["images", "images-sha256", "images-bytes", "labels", "labels-sha256", "labels-bytes"]
    for key in strangers where fields.has(key) {
      fields.refuse(
        key, "`\(key)` makes no sense \(isPair ? "without" : "beside") `batches`", remedy: "remove one of the two")
    }
    if let address = mirrors.first(where: { !Transfer.isFetched($0) }) {
      fields.refuse(
        "mirrors", "`\(address)` is fetched by nothing", remedy: "begin it with https://, http:// or file:///")
    }
    if !mirrors.isEmpty, dataFiles.contains(where: { $0.size == nil }) {
      fields.refuse(
        "mirrors", "a file without its number of bytes is not fetched",
        remedy: isPair ? "add `images-bytes` and `labels-bytes`" : "add `bytes` to every batch")
    }
  }

  var dataFiles: [DataFile] { [images, labels].compactMap { $0 } + batches }
  var origins: [String: String] {
    guard let origin else { return [:] }
    return Dictionary(dataFiles.map { ($0.source.path, origin) }) { first, _ in first }
  }
  var outputs: [OutputDeclaration] { [pixels.declaration, classes.declaration] }
  var needs: Resources {
    // The bytes twice, the matrix and its file's content: 18 bytes a pixel. Only an IDX file itself tells its size, so
    // that 2 GiB stand for up to 140,000 images of 28 x 28.
    Resources(memory: batches.isEmpty ? 2 << 30 : 512 << 20 + batches.count * records * CIFAR10.pixelsPerImage * 18)
  }

  func run(_ workspace: Workspace) throws {
    let set = try batches.isEmpty ? pair(workspace) : joined(workspace)
    try workspace.write(set.inputs(of: Array(0..<set.count)), to: pixels)
    try workspace.write(Matrix(rows: set.count, columns: 1, elements: set.labels.map(Double.init)), to: classes)
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

/// A file that people put into the project, known by its content.
struct DataFile: Sendable {
  let source: SourceInput
  /// The SHA-256 of its content, 64 hexadecimal digits.
  let digest: String
  /// Its bytes, where the manifest says how many.
  let size: Int?

  /// The name and the bytes of the file.
  ///
  /// - Throws: ``DataFileError`` for other content than expected.
  func read(_ workspace: Workspace) throws -> (name: String, bytes: Data) {
    let file = try workspace.file(source)
    let bytes = try Data(contentsOf: file)
    let found = Digest(of: bytes).hex
    guard found == digest else {
      throw DataFileError(file: file.lastPathComponent, expected: digest, found: found)
    }
    return (file.lastPathComponent, bytes)
  }
}

/// A stage that reads data files.
protocol DataFileReader: Stage {
  var dataFiles: [DataFile] { get }
  /// The folders from which they are fetched, in the order of trying.
  var mirrors: [String] { get }
}

/// What a data file that is there may still be refused for.
struct DataFileError: Error, Equatable, CustomStringConvertible {
  let file, expected, found: String

  var description: String {
    "\(file): its SHA-256 is \(found), not \(expected); fetch the file again or correct the manifest"
  }
}

extension Fields {
  /// The file under `key`, the digest under `sha256` and the size under `bytes`; nil when they may be left out and are.
  func dataFile(_ key: String, sha256: String, bytes: String, _ help: String, required: Bool = true) -> DataFile? {
    let digest = digest(sha256, required: required)
    let file = required ? source(key, help) : optionalSource(key, help)
    let size = remark(bytes, in: 1...1 << 40, "how many bytes the file has; to fetch it")
    return file.map { DataFile(source: $0, digest: digest ?? "", size: size) }
  }

  private func digest(_ key: String, required: Bool) -> String? {
    let help = "the file's SHA-256, 64 hexadecimal digits"
    let text = (required ? string(key, help) : optionalString(key, help))?.lowercased()
    if let text, !text.isEmpty, Digest(hex: text) == nil {
      refuse(key, "`\(key)` is not 64 hexadecimal digits", remedy: "write what sha256sum prints")
    }
    return text
  }
}
