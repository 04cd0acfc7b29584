import Foundation

/// What a run is told apart by, besides the content of files.
public struct StampRequest: Sendable {
  /// The manifest with its includes: paths of files, and the digests of what was read from them.
  public var manifest: [String: Digest]
  /// Main manifest, profile, targets, settings, and the program with its version: whatever changes what a run does.
  public var identity: [String]
  /// A text for the caller, handed back when nothing changed.
  public var note: String
  /// Paths of further files that the run leaves, whatever is in them; without one of them it is not done.
  public var leaves: [String]

  /// A request to remember a run of `manifest` called `identity`.
  public init(manifest: [String: Digest], identity: [String], note: String = "", leaves: [String] = []) {
    (self.manifest, self.identity, self.note, self.leaves) = (manifest, identity, note, leaves)
  }
}

/// The state of every file that a finished run rests on: while it holds, the run has nothing to do.
struct RunStamp {
  private static let format = SealedFile(format: "run stamp 5")

  private let project: Project
  private let path: String
  private var cache: String { project.cache }

  init(_ project: Project, _ identity: [String]) {
    self.project = project
    var name = ByteWriter()
    for part in identity { name.text(part) }
    path = "\(project.stateFolder)/\(Digest(of: name.bytes).hex.prefix(16)).stamp"
  }

  /// Remembers a run that left nothing to do; not one whose files have changed, gone or been lost meanwhile. The state of
  /// the profile must have been saved: the stamp holds only as long as no other run has left another one.
  func write(_ request: StampRequest, _ run: Runner.Finished, _ open: OpenProject) throws {
    guard !restsOnFolders(run, open) else { return }
    var writer = ByteWriter()
    writer.text(request.note)
    let notRun = run.summary.notRun
    writer.integer(Int64(run.plan.chosen.count - notRun.count))
    writer.integer(UInt32(notRun.count))
    for (id, reason) in notRun {
      writer.text(id)
      writer.text(reason)
    }
    var files: [(path: String, entry: ProjectFiles.Entry?)] = []
    for (file, digest) in request.manifest.sorted(by: { $0.key < $1.key }) {
      guard let entry = try? open.files.entry(file), entry.digest == digest else { return }
      // The manifest is always hashed: it is small, and people edit it.
      files.append((file, .init(fingerprint: entry.fingerprint, digest: digest, isSettled: false)))
    }
    // The files first: what is edited after that differs from what the stamp says.
    guard let more = try sourcesAndExports(run, open), try isCurrent(run, open) else { return }
    files += more
    writer.integer(UInt32(request.leaves.count))
    for path in request.leaves { writer.text(path) }
    writer.integer(UInt32(files.count))
    for (path, entry) in files {
      writer.text(path)
      writer.integer(UInt8(entry == nil ? 0 : entry?.isSettled == true ? 2 : 1))
      guard let entry else { continue }
      writer.fingerprint(entry.fingerprint)
      writer.digest(entry.digest)
    }
    let state = project.statePath(run.plan.graph.edition)
    guard let objects = objects(run, open.store), let records = Fingerprint(path: cache + "/records"),
      let stateNow = Fingerprint(path: state)
    else { return }
    writer.text(state)
    writer.fingerprint(stateNow)
    writer.fingerprint(records)
    writer.integer(UInt32(objects.count))
    for (digest, fingerprint) in objects {
      writer.digest(digest)
      writer.fingerprint(fingerprint)
    }
    try Self.format.write(writer.bytes, to: path)
  }

  /// Whether a run rests on all that folders hold, sources or packages: nothing that `stat` says of one tells that.
  private func restsOnFolders(_ run: Runner.Finished, _ open: OpenProject) -> Bool {
    run.plan.chosen.map { run.plan.graph.nodes[$0] }.contains { node in
      guard node.kind.startsPrograms else { return false }
      let places = node.inputs.flatMap { $0.contents.compactMap(\.file) }.flatMap(open.files.places)
      return node.stage.tracksProgram || places.contains(where: SourceFolder.isOne)
    }
  }

  /// Whether every stage that reads files of the project would be the same again: somebody may have edited one since.
  private func isCurrent(_ run: Runner.Finished, _ open: OpenProject) throws -> Bool {
    let resolver = Resolver(graph: run.plan.graph, files: open.files)
    for index in run.plan.chosen where run.plan.graph.nodes[index].readsFiles {
      switch (run.states[index], try resolver.resolve(index, run.states.availability)) {
      case (.made(let key, _, _), .ready(let components)):
        if KeyComponents.digest(of: components.document) != key { return false }
      case (.absent, .ready): if !run.plan.unasked.contains(index) { return false }
      case (.absent, _): break
      default: return false
      }
    }
    return true
  }

  /// Every file that the run rests on and published, as it is now; nil when a published file is not what was published.
  private func sourcesAndExports(
    _ run: Runner.Finished, _ open: OpenProject
  ) throws -> [(path: String, entry: ProjectFiles.Entry?)]? {
    var files: [String: ProjectFiles.Entry?] = [:]
    for index in run.plan.chosen {
      let node = run.plan.graph.nodes[index]
      for source in node.inputs.flatMap({ $0.contents.compactMap(\.file) }) {
        // By the places where it is looked for, not by where links lead: another link or an earlier place may come.
        let found = try? open.files.locate(source).get()
        for place in open.files.places(source) {
          guard let found, ProjectPath.resolved(place) == found else {
            files[place] = .some(nil)
            continue
          }
          files[place] = .some(try open.files.entry(found))
          break
        }
      }
      guard let outputs = run.states.outputs(index) else { continue }
      for export in node.exports {
        let file = "\(open.root)/\(export.path)"
        let entry = try open.files.entry(file)
        guard outputs.contains(where: { $0.name == export.output && $0.digest == entry.digest }) else { return nil }
        files[file] = .some(entry)
      }
    }
    return files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The objects that the run left, each once; nil when one that should be there is not.
  private func objects(_ run: Runner.Finished, _ store: Store) -> [(Digest, Fingerprint)]? {
    var objects: [Digest: Fingerprint] = [:]
    for index in run.plan.chosen where !run.plan.isDroppable(index) {
      for output in run.states.outputs(index) ?? [] where objects[output.digest] == nil {
        guard let fingerprint = store.known(output.digest) else { return nil }
        objects[output.digest] = fingerprint
      }
    }
    return objects.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// What the run did, if everything is still as it left it.
  func check() throws -> RunSummary? {
    let start = ContinuousClock.now
    guard case .payload(let bytes) = try Self.format.read(path) else { return nil }
    var reader = ByteReader(bytes)
    var summary = RunSummary()
    summary.note = try reader.text()
    summary.cached = Int(try reader.integer(Int64.self))
    for _ in 0..<(try reader.count(of: 8)) { summary.notRun.append((try reader.text(), try reader.text())) }
    summary.isUnchanged = true
    for _ in 0..<(try reader.count(of: 4)) where Fingerprint(path: try reader.text()) == nil { return nil }
    guard try filesHold(&reader), Fingerprint(path: try reader.text()) == (try reader.fingerprint()),
      try objectsHold(&reader), reader.isAtEnd
    else { return nil }
    summary.seconds = start.elapsed
    return summary
  }

  private func filesHold(_ reader: inout ByteReader) throws -> Bool {
    for _ in 0..<(try reader.count(of: 5)) {
      let path = try reader.text()
      let state = try reader.integer(UInt8.self)
      if state == 0 {
        if ProjectPath.resolved(path) != nil { return false }
        continue
      }
      let (fingerprint, digest) = (try reader.fingerprint(), try reader.digest())
      if state == 2, Fingerprint(path: path) == fingerprint { continue }
      guard let handle = try? FileSystem.Handle(path, O_RDONLY | O_NONBLOCK),
        try Digest(ofFile: handle.descriptor, path: path) == digest
      else { return false }
    }
    return true
  }

  private func objectsHold(_ reader: inout ByteReader) throws -> Bool {
    guard Fingerprint(path: cache + "/records") == (try reader.fingerprint()) else { return false }
    let count = try reader.count(of: 64)
    let folder = try FileSystem.Handle(cache + "/objects", O_RDONLY | O_DIRECTORY)
    return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 66) { name in
      name.initialize(repeating: 0)
      for _ in 0..<count {
        // `ab/cdef...`: the digits one place further, the first two moved back, a slash between.
        try reader.digest().withHex(into: UnsafeMutableBufferPointer(rebasing: name[1..<65]))
        (name[0], name[1], name[2]) = (name[1], name[2], UInt8(ascii: "/"))
        var status = stat()
        let found = name.withMemoryRebound(to: CChar.self) { text in
          text.baseAddress.map { fstatat(folder.descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) } ?? -1
        }
        guard found == 0, Fingerprint(status) == (try reader.fingerprint()) else { return false }
      }
      return true
    }
  }
}
