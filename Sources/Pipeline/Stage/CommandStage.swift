import Documents
import Foundation

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
  /// The columns of the tables that the program writes, by file name.
  let tables: [(file: String, columns: [Column])]
  public let outputs: [OutputDeclaration]
  public let needs: Resources

  public init(_ fields: Fields) {
    arguments = fields.strings("arguments", "the program and its arguments, one by one, without a shell")
    let inputs = fields.objects("inputs", "results of other stages that the program reads", required: false).map {
      File(
        name: Self.name($0, "name"), path: $0.reference("from", type: "any", many: false, "the result")?.path ?? "from")
    }
    let sources = fields.objects("sources", "files of the project that the program reads", required: false).map {
      File(name: Self.name($0, "name"), path: $0.source("file", "the file, relative to the project").path)
    }
    files = inputs + sources
    let names = fields.strings("outputs", "the files that the program writes, such as `fit.csv`")
    let tables = fields.objects("tables", "the columns of tables among the outputs", required: false).map(Self.table)
    self.tables = tables
    outputs = names.map { name in Self.output(name, columns: tables.first { $0.file == name }?.columns) }
    needs = Resources(
      cores: fields.optionalInteger("cores", in: 1...1024, "cores that the program uses") ?? 1,
      memory: (fields.optionalInteger("memory", in: 1...1_048_576, "memory that the program uses, in megabytes") ?? 256)
        << 20)
    for name in names where !Self.isPlain(name) || name.hasPrefix(".") {
      fields.refuse("outputs", "`\(name)` is no file name", remedy: "give a name without folders, such as `fit.csv`")
    }
    for table in tables where !names.contains(table.file) || Self.type(of: table.file).name != Table.typeName {
      fields.refuse("tables", "`\(table.file)` is no table among the outputs", remedy: "name a .csv file of `outputs`")
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

  private static func isPlain(_ name: String) -> Bool { ProjectPath.spellingFault(name) == nil && !name.contains("/") }

  private static let types = [
    "csv": "table", "json": "record", "npy": "matrix", "md": "markdown", "pdf": "pdf", "png": "png",
  ]

  private static func type(of name: String) -> (stem: String, name: String, ending: String) {
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    let ending = String(name[dot...].dropFirst())
    return (String(name[..<dot]), types[ending] ?? "file", ending)
  }

  private static func output(_ name: String, columns: [Column]?) -> OutputDeclaration {
    let type = type(of: name)
    return OutputDeclaration(name: type.stem, type: type.name, fileExtension: type.ending, columns: columns)
  }

  private static func table(_ fields: Fields) -> (file: String, columns: [Column]) {
    let file = fields.string("file", "the output, such as `fit.csv`")
    return (file, fields.objects("columns", "its columns, in any order").map(column))
  }

  private static func column(_ fields: Fields) -> Column {
    let name = fields.string("name", "the name in the header")
    let type = fields.choice("type", Column.ValueType.number, "what its cells hold; any may be empty")
    let unit = fields.remark("unit", "the unit")
    let meaning = fields.remark("meaning", "what it means, in a few words")
    var roles: [Column.Role] = []
    if fields.boolean("estimate", "whether it is the number that the table is about", required: false) {
      roles.append(.estimate)
    }
    let ends: [(String, (String) -> Column.Role, String)] = [
      ("low-of", Column.Role.low, "the column whose interval begins here"),
      ("high-of", Column.Role.high, "the column whose interval ends here"),
      ("theory-of", Column.Role.theory, "the column of which this is theory's value"),
    ]
    for (key, role, help) in ends { fields.optionalString(key, help).map { roles.append(role($0)) } }
    return Column(name, type, meaning ?? "", unit: unit, roles: roles)
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
    for (file, columns) in tables {
      try columns.check(Table(readingFrom: workspace.directory.appending(path: file)), in: file)
    }
  }
}

/// An external program as a stage runs it.
enum Command {
  /// A program that did not end well.
  struct Failure: Error, Equatable, CustomStringConvertible {
    let program: String
    let status: Int32

    var description: String {
      switch WorkerExecutor.failure(status) {
      case .signal(let number): "\(program) was ended by signal \(number); its log says more"
      case .exit(127): "\(program) could not be started; install it, or correct `arguments`"
      default: "\(program) ended with exit code \((status >> 8) & 0xFF); its log says more"
      }
    }
  }

  static func failure(_ program: String, _ status: Int32) -> Failure { Failure(program: program, status: status) }

  /// Runs a program to its end and returns its wait status; its output goes where that of this process goes.
  ///
  /// It is started through this executable, which asks the kernel for a signal at the parent's death and then becomes the
  /// program: so it does not outlive a killed worker.
  static func run(_ arguments: [String], in folder: String, environment: [String: String]) throws -> Int32 {
    let program = CommandLine.arguments[0]
    #if canImport(Glibc)
      let own = "/proc/self/exe"
    #else
      let own = program
    #endif
    var argv =
      ([program, "worker", "--parent", String(getpid()), "--exec", folder] + arguments).map { strdup($0) } + [nil]
    var envp = environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var id = pid_t()
    let code = posix_spawn(&id, own, nil, nil, &argv, &envp)
    guard code == 0 else { throw FileError(.start, arguments.first ?? "", code: code) }
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    return status
  }

  /// Becomes the program of `arguments`: a folder to work in, the program, its arguments.
  static func replaceProcess(_ arguments: [String]) -> Never {
    guard arguments.count >= 2, chdir(arguments[0]) == 0 else { exit(127) }
    var argv = arguments.dropFirst().map { strdup($0) } + [nil]
    execvp(arguments[1], &argv)
    let message = "cannot start \(arguments[1]): \(String(cString: strerror(errno)))\n"
    // Its own trouble must not hide the exit code that says why.
    try? Array(message.utf8).withUnsafeBytes { try FileSystem.write($0, to: 2, path: "the log") }
    exit(127)
  }
}
