import Foundation

/// What a push did.
public struct Pushed: Sendable {
  /// How many results travelled, those that were there already included.
  public internal(set) var results = 0
  /// Objects that were written, and their bytes.
  public internal(set) var objects = 0
  public internal(set) var bytes = 0
  /// Objects that were there already.
  public internal(set) var present = 0
  /// Transient results that were left out although they are here.
  public internal(set) var leftOut: [String] = []
  /// Stages that have no result here, and why.
  public internal(set) var lacking: [(id: String, status: StageStatus)] = []
}

/// What a copy tells as it goes on: bytes so far, and in all.
public typealias CopyProgress = (_ done: Int, _ all: Int) -> Void

extension Engine {
  /// Copies results into a folder: what is there already stays.
  ///
  /// - Parameters:
  ///   - targets: what is asked for, with all that it rests on; everything if nil.
  ///   - transients: whether objects of transient results travel, as far as they are here.
  /// - Throws: ``TravelError``, ``EngineError``.
  public func push(
    _ graph: Graph, targets: [Int]?, transients: Bool, toFolder path: String,
    progress: @escaping CopyProgress = { _, _ in }
  ) throws -> Pushed {
    let cargo = try Cargo(self, graph, targets: targets, transients: transients)
    guard ResultFolder.mayBe(path) else { throw TravelError.foreignFolder(path) }
    var pushed = cargo.pushed
    do {
      let folder = ResultFolder(path)
      try folder.prepare()
      let missing = cargo.index.objects.filter { !folder.has(.objects, $0) }
      pushed.present = cargo.index.objects.count - missing.count
      var meter = CopyMeter(missing, progress)
      for item in missing {
        try folder.add(.objects, item.digest) { file in
          try cargo.read(item) { piece in
            try FileSystem.write(piece, to: file.descriptor, path: file.path)
            meter.add(piece.count)
          }
        }
      }
      (pushed.objects, pushed.bytes) = (missing.count, meter.done)
      // Objects before the records that name them.
      try folder.flush()
      for (item, record) in zip(cargo.index.records, cargo.baggage.records) where !folder.has(.records, item) {
        try folder.add(.records, item.digest) { file in
          try Array(record.line.utf8).withUnsafeBytes {
            try FileSystem.write($0, to: file.descriptor, path: file.path)
          }
        }
      }
      try folder.finish(cargo.index)
    } catch let error as FileError {
      throw EngineError.exportNotWritten(path, code: error.code)
    }
    return pushed
  }

  /// Writes results into one archive, compressed where its name says so; an older archive of results gives way to it.
  ///
  /// - Parameters:
  ///   - targets: what is asked for, with all that it rests on; everything if nil.
  ///   - transients: whether objects of transient results travel, as far as they are here.
  ///   - writer: the rule on what may be replaced.
  /// - Throws: ``TravelError``, ``EngineError``.
  public func push(
    _ graph: Graph, targets: [Int]?, transients: Bool, toFile path: String, _ writer: OutputWriter,
    progress: @escaping CopyProgress = { _, _ in }
  ) throws -> Pushed {
    let cargo = try Cargo(self, graph, targets: targets, transients: transients)
    var pushed = cargo.pushed
    try writer.stream(to: path, isOwn: ResultArchive.isOne) { file in
      let isCompressed = ArchiveName.isCompressed(path)
      try cargo.write(to: isCompressed ? DeflatedSink(file) : PlainSink(file), progress)
    }
    pushed.objects = cargo.index.objects.count
    pushed.bytes = cargo.index.objects.reduce(0) { $0 + $1.size }
    return pushed
  }

  /// The bytes of a compressed archive of results, as an attachment carries it, and how many results it holds.
  public func archive(_ graph: Graph, targets: [Int]?) throws -> (bytes: Data, results: Int) {
    let cargo = try Cargo(self, graph, targets: targets, transients: false)
    let draft = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString)")
    let path = draft.path(percentEncoded: false)
    defer { unlink(path) }
    try cargo.write(to: DeflatedSink(FileSystem.Handle(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW))) { _, _ in }
    return (try Data(contentsOf: draft, options: .mappedIfSafe), cargo.pushed.results)
  }
}

/// What the name of a place says.
public enum ArchiveName {
  /// Whether it is that of an archive, rather than of a folder.
  public static func isOne(_ path: String) -> Bool { path.hasSuffix(".tar") || isCompressed(path) }

  static func isCompressed(_ path: String) -> Bool { path.hasSuffix(".tar.gz") || path.hasSuffix(".tgz") }
}

/// Results that are pushed, with the index of what they make up.
private struct Cargo {
  let baggage: Baggage
  let index: ResultIndex
  let pushed: Pushed
  private let store: Store

  init(_ engine: Engine, _ graph: Graph, targets: [Int]?, transients: Bool) throws {
    let survey = try engine.survey(graph)
    let store = survey.open.store
    let baggage = try Baggage(survey, targets: targets)
    guard !baggage.stages.isEmpty else { throw TravelError.nothingToPush }
    let needed = baggage.outputs(transients: false)
    // A transient result is dropped in the ordinary course; whether it is here is seen only by looking.
    let objects = baggage.outputs(transients: transients).filter { needed[$0.key] != nil || store.hasFile($0.key) }
    let carried = Set(objects.keys)
    index = ResultIndex(
      profile: graph.profile, settings: graph.settings,
      stages: baggage.stages.map { stage in
        .init(
          id: stage.id, key: stage.record.key,
          outputs: stage.record.outputs.filter { carried.contains($0.digest) }.map { ($0.name, $0.digest) })
      },
      records: baggage.records.map { record in
        let line = Array(record.line.utf8)
        return .init(digest: record.key, size: line.count, content: Digest(of: line))
      },
      objects: objects.sorted { $0.key < $1.key }.map { .init(digest: $0.key, size: $0.value, content: $0.key) })
    var pushed = Pushed()
    (pushed.results, pushed.lacking) = (baggage.stages.count, baggage.lacking)
    if !transients { pushed.leftOut = baggage.leftOut { store.hasFile($0) } }
    (self.baggage, self.store, self.pushed) = (baggage, store, pushed)
  }

  /// Reads an object; it is found to be intact once all of it was read.
  func read(_ item: ResultIndex.Item, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let path = store.objects.file(item.digest)
    guard let handle = try? FileSystem.Handle(path, O_RDONLY | O_NOFOLLOW) else {
      throw EngineError.objectLost(item.digest)
    }
    let stream = DigestStream()
    var left = item.size
    try FileSystem.readChunks(handle.descriptor, path: path) { piece in
      stream.update(piece)
      left -= piece.count
      guard left >= 0 else { throw EngineError.objectLost(item.digest) }
      try body(piece)
    }
    guard left == 0, stream.finish() == item.digest else { throw EngineError.objectLost(item.digest) }
  }

  /// Writes the archive.
  func write(to sink: any ArchiveSink, _ progress: @escaping CopyProgress) throws {
    let head = index.bytes
    try sink.write(TarBlock.header("\(ResultIndex.top)/\(ResultIndex.name)", head.count))
    try sink.write(head + zeros(TarBlock.padding(head.count)))
    let lines = Dictionary(uniqueKeysWithValues: baggage.records.map { ($0.key, $0) })
    var meter = CopyMeter(index.objects, progress)
    for (name, folder, item) in index.entries {
      try sink.write(TarBlock.header(name, item.size))
      switch folder {
      case .records: try sink.write(Array((lines[item.digest]?.line ?? "").utf8))
      case .objects:
        try read(item) { piece in
          try sink.write(piece)
          meter.add(piece.count)
        }
      }
      try sink.write(zeros(TarBlock.padding(item.size)))
    }
    try sink.write(zeros(2 * TarBlock.size))
    try sink.finish()
  }

  private func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

/// Counts what was copied.
struct CopyMeter {
  private(set) var done = 0
  private let all: Int
  private let progress: CopyProgress

  init(_ items: [ResultIndex.Item], _ progress: @escaping CopyProgress) {
    self.init(all: items.reduce(0) { $0 + $1.size }, progress)
  }

  init(all: Int, _ progress: @escaping CopyProgress) { (self.all, self.progress) = (all, progress) }

  mutating func add(_ bytes: Int) {
    done += bytes
    progress(done, all)
  }
}
