import Documents
import Foundation
import Pipeline

public struct NumberStage: Stage {
  public static let kind = StageKind("number", revision: 1, summary: "A number.")
  let value: Int
  let output = Output<JSON>("value")

  public init(_ fields: Fields) { value = fields.integer("value", in: Int.min...Int.max, "the number") }
  public var outputs: [OutputDeclaration] { [output.declaration] }
  public func run(_ workspace: Workspace) throws {
    workspace.log("the number is \(value)")
    try workspace.write(JSON(.integer(value)), to: output)
  }
}

/// The sum of numbers, plus a term, modulo something: a small modulus makes different inputs give equal results.
public struct SumStage: Stage {
  public static let kind = StageKind("sum", revision: 1, summary: "A sum.")
  let terms: Inputs<JSON>
  let add: Int
  let modulus: Int
  let pause: Double
  let output = Output<JSON>("value")

  public init(_ fields: Fields) {
    terms = fields.inputs("terms", JSON.self, "the numbers", required: false)
    add = fields.optionalInteger("add", in: 0...1_000_000, "a further term") ?? 0
    modulus = fields.optionalInteger("modulus", in: 1...1_000_000, "the modulus") ?? 1_000_000
    pause = fields.optionalNumber("pause", in: 0...100, "seconds to sleep") ?? 0
  }
  public func work(reading shapes: [String: Shape]) -> Work? {
    pause > 0 ? Work(1 + pause, rate: 1) : nil
  }
  public var outputs: [OutputDeclaration] { [output.declaration] }
  public func run(_ workspace: Workspace) throws {
    if pause > 0 { Thread.sleep(forTimeInterval: pause) }
    let sum = try workspace.read(terms).reduce(add) { $0 + ($1.value.integer ?? 0) }
    try workspace.write(JSON(.integer(sum % modulus)), to: output)
  }
}

public struct SizeStage: Stage {
  public static let kind = StageKind("size", revision: 1, summary: "The size of a file.")
  let file: SourceInput
  let output = Output<JSON>("value")

  public init(_ fields: Fields) { file = fields.source("file", "the file") }
  public var outputs: [OutputDeclaration] { [output.declaration] }
  public func run(_ workspace: Workspace) throws {
    try workspace.write(JSON(.integer(Data(contentsOf: try workspace.file(file)).count)), to: output)
  }
}

/// Everything that can go wrong in a stage.
public struct TroubleStage: Stage {
  public static let kind = StageKind("trouble", revision: 1, summary: "A stage that fails.")
  let mode: String
  let output = Output<JSON>("value")

  public init(_ fields: Fields) { mode = fields.string("mode", "what goes wrong") }
  public var outputs: [OutputDeclaration] { [output.declaration] }
  public func run(_ workspace: Workspace) throws {
    workspace.log("about to \(mode)")
    let file = workspace.directory.appending(path: "value.json")
    switch mode {
    case "throw": throw Trouble(description: "the matrix is singular;\nadd a ridge")
    case "exit": exit(7)
    case "abort": abort()
    case "kill": kill(getpid(), SIGKILL)
    case "hang": while true { sleep(1) }
    case "skip": break
    case "stray":
      try Data("1".utf8).write(to: file)
      try Data("1".utf8).write(to: workspace.directory.appending(path: "stray.txt"))
    case "link": try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: "/etc/hostname")
    case "folder": try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
    case "full":
      let path = file.path(percentEncoded: false)
      throw CocoaError(.fileWriteOutOfSpace, userInfo: [NSFilePathErrorKey: path, "NSUserStringVariant": "Folder"])
    case "print":
      print("printed")
      FileHandle.standardError.write(Data("complained\n".utf8))
      try workspace.write(1, to: output)
    default: try workspace.write(0, to: output)
    }
  }
}

/// A text of so many bytes, by a stage that has all that it reads in memory ten times over.
public struct BlobStage: Stage {
  public static let kind = StageKind("blob", revision: 1, summary: "Many bytes.")
  let size: Int
  let of: Inputs<MarkdownText>
  let output = Output<MarkdownText>("value")

  public init(_ fields: Fields) {
    size = fields.integer("size", in: 1...1_000_000_000, "bytes")
    of = fields.inputs("of", MarkdownText.self, "others", required: false)
  }
  public var outputs: [OutputDeclaration] { [output.declaration] }
  public var memoryPerByte: Int { 10 }
  public func run(_ workspace: Workspace) throws {
    try workspace.write(MarkdownText(String(repeating: "x", count: size)), to: output)
  }
}

public struct Trouble: Error, CustomStringConvertible { public let description: String }

/// A report on other results, some of which may be missing.
public struct GatherStage: Stage {
  public static let kind = StageKind(
    "gather", revision: 1, summary: "What there is.", toleratesMissingInputs: true, wantsLineage: true)
  let parts: Inputs<JSON>
  let output = Output<MarkdownText>("page")

  public init(_ fields: Fields) { parts = fields.inputs("parts", JSON.self, "the results", required: false) }
  public var outputs: [OutputDeclaration] { [output.declaration] }
  public func run(_ workspace: Workspace) throws {
    var lines: [String] = []
    let behind = (workspace.lineage?.entries ?? []).filter { $0.input == parts.path }
    for (item, entry) in zip(workspace.files(parts.path), behind) {
      let labels = item.labels.map { "\($0.axis)=\($0.text)" }.joined(separator: ",")
      let text = try item.content.map { try String(contentsOf: $0, encoding: .utf8).trimmingCharacters(in: .newlines) }
      lines.append("\(labels):\(text ?? "missing, \(entry.missing ?? "")")")
    }
    lines += (workspace.lineage?.entries ?? []).map { "\($0.id) \($0.kind) \($0.key?.prefix(8) ?? "none")" }
    try workspace.write(MarkdownText(lines.joined(separator: "\n") + "\n"), to: output)
  }
}

/// Whether its input is there; it is not told where that comes from.
public struct ThereStage: Stage {
  public static let kind = StageKind(
    "there", revision: 1, summary: "Whether there is something.", toleratesMissingInputs: true)
  let part: Input<JSON>
  let output = Output<JSON>("value")

  public init(_ fields: Fields) { part = fields.input("part", JSON.self, "the result") }
  public var outputs: [OutputDeclaration] { [output.declaration] }
  public func run(_ workspace: Workspace) throws {
    try workspace.write(JSON(.boolean(workspace.files(part.path).first?.content != nil)), to: output)
  }
}

extension Catalogue {
  public static let tests = Catalogue([
    NumberStage.self, SumStage.self, SizeStage.self, TroubleStage.self, GatherStage.self, ThereStage.self,
    BlobStage.self, CommandStage.self,
  ])
}
