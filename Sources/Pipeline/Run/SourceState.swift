/// How a file stands that people put into the project.
public enum SourceState: Sendable, Equatable {
  /// It is there, with this content.
  case present(Digest)
  case missing
  /// Something is there that no stage can read; the reason is one line.
  case unreadable(String)
}

extension Engine {
  /// How the files at `paths` stand, each found as a stage would find it. Nothing is written.
  ///
  /// - Throws: ``FileError`` when the cache's own record of such files cannot be read.
  public func sources(_ paths: [String]) throws -> [SourceState] {
    let files = try ProjectFiles(
      statePath: project.stateFolder + "/files", roots: [project.root] + project.dataRoots)
    return paths.map { SourceState($0, in: files) }
  }
}

extension SourceState {
  fileprivate init(_ path: String, in files: ProjectFiles) {
    switch files.locate(path) {
    case .success(let file):
      do {
        self = .present(try files.entry(file).digest)
      } catch {
        self = .unreadable(SourceFault.wording(error))
      }
    case .failure(.missing): self = .missing
    case .failure(let fault): self = .unreadable(fault.description)
    }
  }
}
