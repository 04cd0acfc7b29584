import Documents
import Foundation

/// An external program with declared inputs and outputs: makes the engine useful for work that no other kind does.
///
/// The program runs without a shell in the private folder of the attempt, which holds copies of the inputs under the names
/// given; it finds nothing else by relative names, and its environment is a short list (``CommandEnvironment``). What it
/// leaves there besides its inputs and caches such as `__pycache__` must be exactly the outputs. It can still reach the
/// machine by absolute paths, so it runs only with the user's permission.
public struct CommandStage: Stage {
  public static let kind = StageKind(
    "command", revision: 1, summary: "an external program run on declared inputs; needs `plumb allow`",
    startsPrograms: true, templates: ["arguments", "environment", "sources"],
    consent: ["interpreter", "arguments", "environment", "pass"],
    example: #"""
      {
        "arguments": ["python3", "simulate.py", "{seed}"],
        "sources": [{"name": "simulate.py", "file": "simulate.py"}],
        "outputs": ["errors.csv"],
        "tables": [
          {
            "file": "errors.csv",
            "columns": [
              {"name": "n", "type": "integer", "meaning": "samples of one estimate"},
              {"name": "error", "type": "number", "meaning": "root mean square error", "estimate": true}
            ]
          }
        ],
        "sweep": {"seed": [1, 2]}
      }
      """#)

  /// An input and the name under which the program finds it.
  struct File {
    let name: String
    let path: String
    /// Where people get it, if it is not the project's own.
    var origin: String?
  }

  let arguments: [String]
  /// The program that takes the arguments; nil where the first of them is the program.
  let interpreter: String?
  /// Variables with their values.
  let variables: [String: String]
  /// Names of variables whose values are the caller's.
  public let passed: [String]
  /// Whether another interpreter, or another version of one of its packages, is a reason to run again.
  public let tracksProgram: Bool
  let files: [File]
  /// The columns of the tables that the program writes, by file name.
  let tables: [(file: String, columns: [Column])]
  public let outputs: [OutputDeclaration]
  public let needs: Resources
  public var origins: [String: String] {
    Dictionary(files.compactMap { file in file.origin.map { (file.path, $0) } }) { first, _ in first }
  }

  public init(_ fields: Fields) {
    arguments = fields.strings(
      "arguments", "the program and its arguments, one by one, without a shell; `{seed}` is the value of an axis or key"
    )
    interpreter = fields.optionalString(
      "interpreter", "the program that takes the arguments, such as .venv/bin/python, relative to the project")
    variables = Self.variables(fields)
    passed = Self.passed(fields)
    tracksProgram = fields.boolean(
      "tracks-interpreter", "whether another version of the interpreter or of its packages makes it run again",
      required: false)
    let inputs = fields.objects("inputs", "results of other stages that the program reads", required: false).map {
      File(
        name: Self.name($0, "name"), path: $0.reference("from", type: "any", many: false, "the result")?.path ?? "from")
    }
    let sources = fields.objects("sources", "files and folders of the project that the program reads", required: false)
      .map {
        File(
          name: Self.name($0, "name"), path: $0.source("file", "a file or a folder, relative to the project").path,
          origin: $0.remark(
            "origin", "where people get it; it may then be missing, and is named in attachments, not carried"))
      }
    files = inputs + sources
    let before = fields.problems.count
    let names = fields.strings("outputs", "the files that the program writes, such as `fit.csv`")
    let isWritten = fields.problems.count == before
    let tables = fields.objects("tables", "the columns of tables among the outputs", required: false).map(Self.table)
    self.tables = tables
    outputs = Self.outputs(names, tables)
    needs = Resources(
      cores: fields.integer("cores", in: 1...1024, default: 1, "cores that the program uses"),
      memory: fields.integer("memory", in: 1...1_048_576, default: 256, "memory that the program uses, in megabytes")
        << 20,
      gpus: fields.integer(
        "gpus", in: 0...1024, default: 0, "graphics processors of its own, named in CUDA_VISIBLE_DEVICES"))
    // What could not be read is not judged as well.
    guard isWritten else { return }
    for name in names where !Self.isPlain(name) || name.hasPrefix(".") {
      fields.refuse("outputs", "`\(name.printable)` is no file name", remedy: Self.remedy(name, "fit.csv"))
    }
    for table in tables where !names.contains(table.file) || Self.type(of: table.file).name != Table.typeName {
      fields.refuse("tables", "`\(table.file)` is no table among the outputs", remedy: "name a .csv file of `outputs`")
    }
    let all = names + files.map(\.name)
    if Set(all).count < all.count {
      fields.refuse("outputs", "a name stands twice", remedy: "give every input and output a name of its own")
    }
  }

  private static func variables(_ fields: Fields) -> [String: String] {
    guard
      let json = fields.any(
        "environment", "variables that the program gets: texts by name", required: false, isObject: true),
      !fields.isDescribing
    else { return [:] }
    var variables: [String: String] = [:]
    for member in json.members ?? [] { variables[member.key] = Template.text(of: member.value) }
    if json.members?.count != variables.count || !variables.keys.allSatisfy(CommandEnvironment.isName) {
      fields.refuse("environment", "it is no object of texts by name", remedy: "write { \"NAME\": \"text\" }")
    }
    return variables
  }

  private static func passed(_ fields: Fields) -> [String] {
    let names = fields.strings(
      "pass", "names of variables that the program gets as they are where plumb is called", required: false)
    for name in names where !CommandEnvironment.isName(name) {
      fields.refuse("pass", "`\(name.printable)` is no name of a variable", remedy: "give a name such as `API_TOKEN`")
    }
    return names
  }

  private static func name(_ fields: Fields, _ key: String) -> String {
    let name = fields.string(key, "the file name that the program sees")
    if !isPlain(name) {
      fields.refuse(key, "`\(name.printable)` is no file name", remedy: remedy(name, "data.csv"))
    }
    return name
  }

  private static func remedy(_ name: String, _ example: String) -> String {
    name.utf8.count > 255 ? "give one of at most 255 bytes" : "give a name without folders, such as `\(example)`"
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

  /// The outputs are called as their files before the ending, and as the whole files where that is not enough.
  private static func outputs(_ files: [String], _ tables: [(file: String, columns: [Column])]) -> [OutputDeclaration] {
    let stems = Dictionary(grouping: files) { type(of: $0).stem }
    var names = files.map { file in
      let stem = type(of: file).stem
      return stem.isEmpty || stems[stem]?.count ?? 0 > 1 ? file : stem
    }
    if Set(names).count < names.count { names = files }
    return zip(files, names).map { file, name in
      let type = type(of: file)
      return OutputDeclaration(
        name: name, type: type.name, fileExtension: type.ending, fileName: file,
        columns: tables.first { $0.file == file }?.columns)
    }
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
}
