import Documents
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An external program with declared inputs and outputs: makes the engine useful for work that no other kind does.
///
/// The program runs without a shell in the private folder of the attempt, which holds copies of the inputs under the names
/// given; it finds nothing else by relative names, and its environment is a fixed short list. What it leaves there besides
/// its inputs must be exactly the outputs. It can still reach the machine by absolute paths, so it runs only with
/// `--allow-commands`.
public struct CommandStage: Stage {
  public static let kind = StageKind(
    "command", revision: 1, summary: "Runs an external program on declared inputs; needs --allow-commands.",
    startsPrograms: true)

  /// An input and the name under which the program finds it.
  struct File {
    let name: String
    let path: String
  }

  let arguments: [String]
  let files: [File]
  public let outputs: [OutputDeclaration]
  public let needs: Resources

  public init(_ fields: Fields) {
    arguments = fields.strings("arguments", "the program and its arguments, one by one, without a shell")
    let inputs = fields.objects("inputs", "results of other stages that the program reads", required: false).map {
      File(
        name: Self.name($0, "name"),
        path: $0.reference("from", type: "any", many: false, "the result")?.path ?? "from")
    }
    let sources = fields.objects("sources", "files of the project that the program reads", required: false).map {
      File(name: Self.name($0, "name"), path: $0.source("file", "the file, relative to the project").path)
    }
    files = inputs + sources
    let names = fields.strings("outputs", "the files that the program writes, such as `fit.csv`")
    outputs = names.map(Self.output)
    needs = Resources(
      cores: fields.optionalInteger("cores", in: 1...1024, "cores that the program uses") ?? 1,
      memory: (fields.optionalInteger("memory", in: 1...1_048_576, "memory that the program uses, in megabytes") ?? 256)
        << 20)
    for name in names where !Self.isPlain(name) || name.hasPrefix(".") {
      fields.refuse("outputs", "`\(name)` is no file name", remedy: "give a name without folders, such as `fit.csv`")
    }
    let all = names + files.map(\.name)
    if Set(all).count < all.count || Set(outputs.map(\.name)).count < outputs.count {
      fields.refuse("outputs", "a name stands twice", remedy: "give every input and output a name of its own")
    }
  }

  private static func name(_ fields: Fields, _ key: String) -> String {
    let name = fields.string(key, "the file name that the program sees")
    if !isPlain(name) {
      fields.refuse(key, "`\(name)` is no file name", remedy: "give a name without folders, such as `data.csv`")
    }
    return name
  }

  private static func isPlain(_ name: String) -> Bool {
    ProjectPath.spellingFault(name) == nil && !name.contains("/")
  }

  private static let types = [
    "csv": "table", "json": "record", "npy": "matrix", "md": "markdown", "pdf": "pdf", "png": "png",
  ]

  private static func output(_ name: String) -> OutputDeclaration {
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    let ending = String(name[dot...].dropFirst())
    return OutputDeclaration(name: String(name[..<dot]), type: types[ending] ?? "file", fileExtension: ending)
  }

  public func run(_ workspace: Workspace) throws {
    let folder = workspace.directory.path
    for file in files {
      guard let source = workspace.files(file.path).first?.content else { continue }
      try Data(contentsOf: source.resolvingSymlinksInPath()).write(to: workspace.directory.appending(path: file.name))
    }
    let environment = WorkerExecutor.environment.merging(["HOME": folder, "TMPDIR": folder]) { $1 }
    let status = try Command.run(arguments, in: folder, environment: environment)
    guard status == 0 else { throw Command.failure(arguments.first ?? "", status) }
    for file in files { unlink("\(folder)/\(file.name)") }
  }
}
