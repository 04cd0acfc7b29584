/// What a project's last runs of one profile left behind: for each stage the key it had and what it cost.
struct ProjectState {
  private static let format = SealedFile(format: "project state 2")

  /// One stage.
  struct Entry: Equatable {
    /// The key of its last result.
    var key: Digest?
    var seconds = 0.0
    /// Peak bytes that its last run took; 0 when not measured.
    var memory = 0
    /// Bytes that the stage asked for then, which says how far `memory` corrects what it asks for now.
    var asked = 0
    /// Why its last attempt failed, with the log; nil when it did not.
    var failure: Failure?
  }

  /// A failed attempt.
  struct Failure: Equatable {
    let reason: String
    let log: String
  }

  var entries: [String: Entry]
  /// Whether the file was there but not as it was written.
  let wasDamaged: Bool

  /// Reads the state at `path`; empty when it is missing or damaged.
  init(_ path: String) throws {
    (entries, wasDamaged) = try Self.format.entries(path, decode: Self.decode)
  }

  private static func decode(_ reader: inout ByteReader) throws -> [String: Entry] {
    let count = try reader.count(of: 29)
    var entries: [String: Entry] = [:]
    entries.reserveCapacity(count)
    for _ in 0..<count {
      let id = try reader.text()
      let flags = try reader.integer(UInt8.self)
      var entry = Entry()
      if flags & 1 != 0 { entry.key = try reader.digest() }
      entry.seconds = try reader.number()
      entry.memory = Int(try reader.integer(Int64.self))
      entry.asked = Int(try reader.integer(Int64.self))
      if flags & 2 != 0 { entry.failure = Failure(reason: try reader.text(), log: try reader.text()) }
      entries[id] = entry
    }
    return entries
  }

  /// Writes the state, atomically.
  func save(_ path: String) throws {
    var writer = ByteWriter()
    writer.integer(UInt32(entries.count))
    for (id, entry) in entries.sorted(by: { $0.key < $1.key }) {
      writer.text(id)
      writer.integer(UInt8((entry.key == nil ? 0 : 1) + (entry.failure == nil ? 0 : 2)))
      if let key = entry.key { writer.digest(key) }
      writer.number(entry.seconds)
      writer.integer(Int64(entry.memory))
      writer.integer(Int64(entry.asked))
      if let failure = entry.failure {
        writer.text(failure.reason)
        writer.text(failure.log)
      }
    }
    try Self.format.write(writer.bytes, to: path)
  }
}

extension ProjectState.Entry {
  /// The bytes to reserve for a stage that asks for `estimate`.
  ///
  /// A measurement of the same request takes its place, with a tenth to spare. After a change of parameters the request
  /// is another one, and counts; but a stage that took more than it asked for is given more again, in proportion.
  func corrected(_ estimate: Int) -> Int {
    guard memory > 0 else { return estimate }
    if asked == estimate { return memory + memory / 10 }
    guard asked > 0, memory > asked else { return estimate }
    return Int(min(Double(estimate) * Double(memory) / Double(asked), Double(Int64.max / 2)))
  }
}
