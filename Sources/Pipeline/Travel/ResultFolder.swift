import Foundation

/// A folder of results: what an archive of them unpacks to, filled by any number of pushes.
///
/// Every file is written aside, made durable and renamed to its place, so that one that is there is whole; objects come
/// before the records that name them. Nothing is ever replaced but the index, which is for people: a pull looks for the
/// records that it wants. So two pushes, from two machines as well, may go on at once.
final class ResultFolder: ResultSource {
  let path: String
  private static let incoming = ".incoming"
  private static let names: Set<String> = [
    ResultIndex.name, incoming, ResultIndex.Folder.records.rawValue, ResultIndex.Folder.objects.rawValue,
  ]

  /// The folder at `path`, which is there.
  init(_ path: String) { self.path = path.hasSuffix("/") && path.count > 1 ? String(path.dropLast()) : path }

  private func file(_ folder: ResultIndex.Folder, _ digest: Digest) -> String {
    "\(path)/\(ResultIndex.path(folder, digest))"
  }

  /// Whether the folder at `path` is one of results, or could become one: it is empty or not there.
  static func mayBe(_ path: String) -> Bool {
    guard let found = try? FileSystem.names(in: path) else { return false }
    return found.allSatisfy(names.contains)
  }

  /// Whether there are results in it.
  var holdsResults: Bool {
    SourceFolder.isOne("\(path)/\(ResultIndex.Folder.records.rawValue)")
      && SourceFolder.isOne("\(path)/\(ResultIndex.Folder.objects.rawValue)")
  }

  // What a pull asks.

  var profile: String? { nil }

  func record(_ key: Digest) throws -> Record? {
    let file = file(.records, key)
    guard let handle = try open(file) else { return nil }
    let size = Int(Fingerprint(descriptor: handle.descriptor)?.size ?? 0)
    guard size <= ResultIndex.mostRecordBytes else { throw TravelError.damagedFile(file) }
    var bytes: [UInt8] = []
    try FileSystem.readChunks(handle.descriptor, path: file) { chunk in
      if bytes.count <= size { bytes.append(contentsOf: chunk) }
    }
    guard let record = Record(travelled: bytes), record.key == key else { throw TravelError.damagedFile(file) }
    return record
  }

  func holds(_ output: Record.Output) -> Bool {
    let file = file(.objects, output.digest)
    return Fingerprint.kind(of: file) == .file && Fingerprint(path: file)?.size == Int64(output.size)
  }

  func count() throws -> Int {
    let folder = "\(path)/\(ResultIndex.Folder.records.rawValue)"
    return try FileSystem.names(in: folder).reduce(0) { count, prefix in
      try prefix.utf8.count == 2 ? count + FileSystem.names(in: "\(folder)/\(prefix)").count : count
    }
  }

  func deliver(_ wanted: [Digest: Int], _ take: (Digest, PieceReader) throws -> Void) throws {
    for (digest, size) in wanted.sorted(by: { $0.key < $1.key }) {
      let file = file(.objects, digest)
      guard let handle = try open(file) else { throw TravelError.damagedFile(file) }
      guard Fingerprint(descriptor: handle.descriptor)?.size == Int64(size) else {
        throw TravelError.damagedFile(file)
      }
      try take(digest) { body in
        var left = size
        try FileSystem.readChunks(handle.descriptor, path: file) { chunk in
          // It may grow while it is read.
          guard chunk.count <= left else { throw TravelError.damagedFile(file) }
          left -= chunk.count
          try body(chunk)
        }
        if left > 0 { throw TravelError.damagedFile(file) }
      }
    }
  }

  /// Opens a plain file; nil when there is none.
  private func open(_ file: String) throws -> FileSystem.Handle? {
    switch Fingerprint.kind(of: file) {
    case .absent: return nil
    case .file: break
    case .folder, .link, .other: throw TravelError.notAFile(file)
    }
    let handle = try FileSystem.Handle(file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    guard Fingerprint(descriptor: handle.descriptor) != nil else { throw TravelError.notAFile(file) }
    return handle
  }

  // What a push does.

  /// Makes the folder where it is missing, and takes away what killed pushes left a day ago or longer.
  func prepare() throws {
    for folder in [ResultIndex.Folder.records.rawValue, ResultIndex.Folder.objects.rawValue, Self.incoming] {
      try FileSystem.makeDirectories("\(path)/\(folder)")
    }
    let old = Fingerprint.now() - 86_400 * 1_000_000_000
    for name in try FileSystem.names(in: "\(path)/\(Self.incoming)") {
      let file = "\(path)/\(Self.incoming)/\(name)"
      if let state = Fingerprint(path: file), state.modified < old { unlink(file) }
    }
  }

  /// Whether a record or an object is there already, with that size.
  func has(_ folder: ResultIndex.Folder, _ item: ResultIndex.Item) -> Bool {
    Fingerprint(path: file(folder, item.digest))?.size == Int64(item.size)
  }

  /// Writes a file as a whole; `body` writes its content, and throws where that is not what it should be. It takes its place
  /// with the next ``flush()``, so that many share what it costs to make them durable.
  func add(_ folder: ResultIndex.Folder, _ digest: Digest, _ body: (FileSystem.Handle) throws -> Void) throws {
    try write(to: file(folder, digest), body)
    if drafts.count >= Self.mostDrafts || draftBytes >= Self.mostDraftBytes { try flush() }
  }

  /// Writes the index anew, and makes everything durable.
  func finish(_ index: ResultIndex) throws {
    try write(to: "\(path)/\(ResultIndex.name)") { handle in
      try index.bytes.withUnsafeBytes { try FileSystem.write($0, to: handle.descriptor, path: handle.path) }
    }
    try flush()
  }

  private static let mostDrafts = 500
  private static let mostDraftBytes = 64 << 20
  private var drafts: [(draft: String, file: String)] = []
  private var draftBytes = 0

  deinit { drafts.forEach { unlink($0.draft) } }

  private func write(to file: String, _ body: (FileSystem.Handle) throws -> Void) throws {
    let name = "\(FileSystem.host)-\(getpid())-\(UInt64.random(in: .min ... .max))"
    let draft = "\(path)/\(Self.incoming)/\(name)"
    let handle = try FileSystem.Handle(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
    drafts.append((draft, file))
    try body(handle)
    draftBytes += Int(Fingerprint(descriptor: handle.descriptor)?.size ?? 0)
  }

  /// Makes what was written durable, then moves it to its place.
  func flush() throws {
    try FileSystem.sync(files: drafts.map(\.draft))
    for folder in Set(drafts.map { FileSystem.parent($0.file) }) { try FileSystem.makeDirectories(folder) }
    for (draft, file) in drafts { try FileSystem.check(rename(draft, file), .write, file) }
    let files = drafts.map(\.file)
    (drafts, draftBytes) = ([], 0)
    try FileSystem.sync(files: files)
  }
}
