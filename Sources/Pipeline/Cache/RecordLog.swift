import Documents
import Foundation

/// What the cache knows of one result: every component of its key, its outputs, and what making it cost.
public struct Record: Sendable, Equatable {
  public let key: Digest
  /// The document whose digest the key is (``KeyComponents/document``).
  public let components: JSON
  public let outputs: [Output]
  /// Wall time of the run.
  public let seconds: Double
  /// Peak memory of the run in bytes; 0 when it was not measured.
  public let memory: Int
  public let cores: Int
  /// What the run wrote to its log, its end when it was long.
  public let log: String
  /// When, where and by what it was made; nil in caches of earlier versions.
  public var origin: Origin?
  /// The program that was started, with its digest and, for Python, the versions of its packages.
  public var program: JSON?
  /// Processor seconds that its kind expected of the run (``Work``); nil where it does not say.
  public var expected: Double?

  /// When, where and by what a result was made.
  public struct Origin: Sendable, Equatable {
    /// ISO 8601, in UTC.
    public let time: String
    /// The name of the machine.
    public let host: String
    /// The program with its version.
    public let program: String

    /// The name of this machine, as it calls itself.
    public static var here: String { FileSystem.host }
  }

  /// One output.
  public struct Output: Sendable, Equatable {
    public let name: String
    public let digest: Digest
    public let size: Int
  }

  /// The output called `name`.
  public func output(_ name: String) -> Output? { outputs.first { $0.name == name } }

  /// Whether some input was not there.
  var lacksInputs: Bool {
    (components["inputs"]?.elements ?? []).contains { slot in
      slot["items"]?.elements?.contains { $0["missing"] != nil } ?? false
    }
  }

  /// The digests of what the stage read, each with the input's path and its name, which has the labels too: `data[n=100]`;
  /// those that were missing left out.
  public var inputs: [(path: String, name: String, digest: String)] {
    (components["inputs"]?.elements ?? []).flatMap { json -> [(path: String, name: String, digest: String)] in
      guard let slot = Slot<String?>(json: json, { .some($0["sha256"]?.string) }) else { return [] }
      return slot.items.compactMap { item in
        item.content.map { (slot.path, slot.path + Workspace.Label.suffix(item.labels), $0) }
      }
    }
  }
}

extension Record.Origin {
  fileprivate var json: JSON {
    ["time": JSON(.string(time)), "host": JSON(.string(host)), "program": JSON(.string(program))]
  }

  fileprivate init?(json: JSON) {
    guard let time = json["time"]?.string, let host = json["host"]?.string, let program = json["program"]?.string else {
      return nil
    }
    self.init(time: time, host: host, program: program)
  }
}

extension Record {
  var json: JSON {
    JSON(
      .object(
        [
          .init("components", components), .init("cores", JSON(.integer(cores))), .init("log", JSON(.string(log))),
          .init("memory", JSON(.integer(memory))),
          .init(
            "outputs",
            JSON(
              .array(outputs.map { [JSON(.string($0.name)), JSON(.string($0.digest.hex)), JSON(.integer($0.size))] }))),
          .init("seconds", JSON(.number(seconds))),
        ] + (origin.map { [.init("origin", $0.json)] } ?? []) + (program.map { [.init("program", $0)] } ?? [])
          + (expected.map { [.init("expected", JSON(.number($0)))] } ?? [])))
  }

  init?(key: Digest, json: JSON) {
    guard let components = json["components"], let outputs = json["outputs"]?.elements,
      let seconds = json["seconds"]?.double, let memory = json["memory"]?.integer, let cores = json["cores"]?.integer,
      let log = json["log"]?.string
    else { return nil }
    self.init(
      key: key, components: components,
      outputs: outputs.compactMap { item in
        guard let item = item.elements, item.count == 3, let name = item[0].string, let size = item[2].integer,
          let digest = item[1].string.flatMap({ Digest(hex: $0) })
        else { return nil }
        return Output(name: name, digest: digest, size: size)
      }, seconds: seconds, memory: memory, cores: cores, log: log)
    guard self.outputs.count == outputs.count else { return nil }
    origin = json["origin"].flatMap { Origin(json: $0) }
    program = json["program"]
    expected = json["expected"]?.double
  }

  /// One line of the log: 16 digits of the checksum of the rest, the key, the values.
  var line: String {
    let rest = key.hex + " " + json.canonical
    return Digest(of: rest).hex.prefix(16) + " " + rest + "\n"
  }

  /// The key of a line whose checksum holds; nil for a damaged one.
  static func key(ofLine line: UnsafeRawBufferPointer) -> Digest? {
    guard line.count > 82, line[16] == UInt8(ascii: " "), line[81] == UInt8(ascii: " ") else { return nil }
    let stream = DigestStream()
    stream.update(UnsafeRawBufferPointer(rebasing: line[17...]))
    let checksum = stream.finish()
    let holds = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
      checksum.withHex(into: buffer)
      return buffer[0..<16].elementsEqual(line[0..<16])
    }
    return holds ? Digest(hexBytes: line[17..<81]) : nil
  }

  init?(line: [UInt8]) {
    guard let key = line.withUnsafeBytes(Self.key),
      let json = try? JSON.parse(SourceText(name: "record", bytes: Array(line[82...])))
    else { return nil }
    self.init(key: key, json: json)
  }
}

/// All records of a cache in one file of lines, each with its own checksum, the newest line of a key in force.
///
/// One file rather than one per record: a hundred thousand records are read in a fraction of a second. Lines are only
/// appended, under a lock and followed by fsync; the file is rewritten (to a new file, renamed over) only by
/// ``repair(quarantine:)`` and ``compact(keeping:)``. A damaged or torn line costs that one record, never another.
struct RecordLog {
  private struct Span {
    let offset: Int
    let count: Int
  }

  let path: String
  private let lockPath: String
  private var handle: FileSystem.Handle?
  private var spans: [Digest: Span] = [:]
  private var end = 0
  private var torn = false
  /// Lines that failed their checksum since the last call of ``repair(quarantine:)``.
  private(set) var damaged: [[UInt8]] = []

  init(path: String, lockPath: String) throws {
    (self.path, self.lockPath) = (path, lockPath)
    try refresh()
  }

  var keys: some Collection<Digest> { spans.keys }

  /// Reads what was appended since the last look, by this process or another.
  mutating func refresh() throws {
    if let handle, let now = Fingerprint(path: path), now.inode == Fingerprint(descriptor: handle.descriptor)?.inode {
      if now.size == end { return }
    } else {
      (spans, end, torn, damaged, handle) = ([:], 0, false, [], nil)
      guard Fingerprint(path: path) != nil else { return }
      handle = try FileSystem.Handle(path, O_RDONLY)
    }
    try scan()
  }

  private mutating func scan() throws {
    guard let handle else { return }
    lseek(handle.descriptor, off_t(end), SEEK_SET)
    var pending: [UInt8] = []
    try FileSystem.readChunks(handle.descriptor, path: path) { chunk in
      var rest = chunk[...]
      while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let piece = rest[..<newline]
        rest = rest[(newline + 1)...]
        if pending.isEmpty {
          take(UnsafeRawBufferPointer(rebasing: piece))
        } else {
          pending.append(contentsOf: piece)
          pending.withUnsafeBytes { take($0) }
          pending.removeAll(keepingCapacity: true)
        }
      }
      pending.append(contentsOf: rest)
    }
    // A last line without its end was cut off by a crash, or is being written: looked at again next time.
    torn = !pending.isEmpty
  }

  private mutating func take(_ line: UnsafeRawBufferPointer) {
    if let key = Record.key(ofLine: line) {
      spans[key] = Span(offset: end, count: line.count)
    } else if !line.isEmpty {
      damaged.append(Array(line))
    }
    end += line.count + 1
  }

  /// The record of `key`; nil when there is none, or it was damaged since it was indexed.
  mutating func record(_ key: Digest) -> Record? {
    guard let span = spans[key], let handle else { return nil }
    var line = [UInt8](repeating: 0, count: span.count)
    let count = line.withUnsafeMutableBytes { pread(handle.descriptor, $0.baseAddress, span.count, off_t(span.offset)) }
    guard count == span.count, let record = Record(line: line), record.key == key else {
      spans[key] = nil
      damaged.append(line)
      return nil
    }
    return record
  }

  /// The records that were written last, at most `count`, the newest first.
  mutating func newest(_ count: Int) -> [Record] {
    spans.sorted { $0.value.offset > $1.value.offset }.prefix(count).compactMap { record($0.key) }
  }

  /// Adds records to the file at `path` durably. Their objects must be durable already: a record never survives a power
  /// cut that its objects do not. Touches no index, so that nobody waits for the disk meanwhile.
  static func append(_ records: [Record], path: String, lockPath: String) throws {
    let lock = try FileLock(lockPath, exclusive: true)
    defer { lock.release() }
    let file = try FileSystem.Handle(path, O_RDWR | O_APPEND | O_CREAT)
    let size = Fingerprint(descriptor: file.descriptor)?.size ?? 0
    var last = UInt8(ascii: "\n")
    if size > 0 { pread(file.descriptor, &last, 1, off_t(size - 1)) }
    // After a line that a crash cut off, the next one starts afresh.
    let text = (last == UInt8(ascii: "\n") ? "" : "\n") + records.map(\.line).joined()
    try Array(text.utf8).withUnsafeBytes { try FileSystem.write($0, to: file.descriptor, path: path) }
    try FileSystem.check(fsync(file.descriptor), .sync, path)
    if size == 0 { try FileSystem.syncDirectory(FileSystem.parent(path)) }
  }

  /// Moves damaged lines out of the file into `quarantine`; returns how many there were.
  mutating func repair(quarantine: String) throws -> Int {
    let lock = try FileLock(lockPath, exclusive: true)
    defer { lock.release() }
    try refresh()
    guard torn || !damaged.isEmpty else { return 0 }
    let lines = damaged
    try FileSystem.makeDirectories(quarantine)
    let bytes = Array(lines.joined(separator: [10]))
    try FileSystem.replace("\(quarantine)/records-\(Digest(of: bytes).hex.prefix(16))", with: bytes)
    let lost = lines.count + (torn ? 1 : 0)
    try rewrite { _ in true }
    return lost
  }

  mutating func compact(keeping keep: (Digest) -> Bool) throws {
    let lock = try FileLock(lockPath, exclusive: true)
    defer { lock.release() }
    try refresh()
    try rewrite(keep)
  }

  private mutating func rewrite(_ keep: (Digest) -> Bool) throws {
    var bytes: [UInt8] = []
    for key in spans.keys.sorted() where keep(key) {
      if let record = record(key) { bytes += record.line.utf8 }
    }
    try FileSystem.replace(path, with: bytes)
    handle = nil
    try refresh()
  }
}
