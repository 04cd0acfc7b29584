import Documents
import Foundation

extension CommandStage {
  public func run(_ workspace: Workspace) throws {
    let folder = workspace.directory.path
    for file in files {
      guard let source = workspace.files(file.path).first?.content?.path(percentEncoded: false) else { continue }
      try SourceFolder.copy(source, to: "\(folder)/\(file.name)")
    }
    // Beside the folder of the results, so that what a program leaves there is not taken for one.
    let scratch = FileSystem.parent(folder) + "/home"
    try CommandEnvironment.make(scratch)
    let environment = CommandEnvironment(self, workspace.surroundings, isPrivate: isPrivate, scratch: scratch)
    let report = try Guard.run(environment.arguments, in: folder, environment: environment.variables)
    workspace.programs.note(peak: report.memory)
    try check(report, folder)
    for file in files { FileSystem.remove("\(folder)/\(file.name)") }
    let written = try FileSystem.names(in: folder).filter { !CacheNames.contains($0) }.sorted()
    let missing = outputs.map(\.fileName).filter { !written.contains($0) }
    if !missing.isEmpty { throw ProgramFailure.outputsMissing(missing, written: written) }
    for (file, columns) in tables {
      try columns.check(Table(readingFrom: workspace.directory.appending(path: file)), in: file)
    }
  }

  /// Whether a program named by a relative path is one of the inputs, or lies in one.
  func isPrivate(_ program: String) -> Bool {
    let path = program.hasPrefix("./") ? program.dropFirst(2) : program[...]
    return files.contains { path == $0.name || path.hasPrefix($0.name + "/") }
  }

  private func check(_ report: Guard.Report, _ folder: String) throws {
    let program = interpreter ?? arguments.first ?? ""
    if report.startError != 0 {
      let key = interpreter == nil ? "arguments" : "interpreter"
      throw ProgramFailure.notStarted(program, key: key, code: report.startError)
    }
    guard report.status != 0 else { return }
    if FileSystem.isFull(folder) { throw FileError(.write, "outputs of \(program)", code: ENOSPC) }
    // Where the output of a worker goes is the log, and nothing else.
    let isSilent = (Fingerprint(descriptor: 1)?.size ?? 0) == 0
    throw ProgramFailure.ended(program, status: report.status, isSilent: isSilent)
  }
}
