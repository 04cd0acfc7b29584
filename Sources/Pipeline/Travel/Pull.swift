import Foundation

/// What a pull did.
public struct Pulled: Sendable {
  /// Results that are here now and were not, and those that were.
  public internal(set) var results = 0
  public internal(set) var present = 0
  /// Objects that were taken, and their bytes.
  public internal(set) var objects = 0
  public internal(set) var bytes = 0
  /// Results of the source that the manifest does not name, or that nobody asked for.
  public internal(set) var others = 0
  /// Stages of which the result that is here has other bytes than the source's; it stays.
  public internal(set) var different: [String] = []
  /// Stages of the targets that have no result now, and why.
  public internal(set) var lacking: [(id: String, status: StageStatus)] = []
}

extension Engine {
  /// Takes the results of a graph from the folder or the archive at `path` into the cache: those that the graph names by
  /// their keys, and that are not here.
  ///
  /// What comes is a stranger's: no name in it says where anything is written, an object counts once its digest is right,
  /// a record once its key is that of its components and its objects are there. Stopped at any moment, what was taken is
  /// whole, and the next pull goes on from there.
  ///
  /// - Parameters:
  ///   - targets: what is asked for, with all that it rests on; everything if nil.
  ///   - transients: whether objects of transient results are taken as well.
  ///   - wait: called before it waits for another pull into the same cache.
  /// - Throws: ``TravelError``, ``EngineError``, ``FileError``.
  public func pull(
    _ graph: Graph, targets: [Int]?, transients: Bool, from path: String, wait: () -> Void = {},
    progress: @escaping CopyProgress = { _, _ in }
  ) throws -> Pulled {
    let source = try Self.source(path)
    var open = try OpenProject(project, edition: graph.edition, writable: true)
    defer { open.store.close() }
    let incoming = try IncomingObjects(open.store, wait: wait)
    defer { incoming.finish() }
    try open.store.refreshRecords()
    let before = try Survey(open, graph)
    let after = try Survey(open, graph, source: source)
    let baggage = try Baggage(after, targets: targets)
    var arrival = Arrival(open.store, source, baggage)
    arrival.pulled.lacking = baggage.lacking
    try arrival.compare()
    let count = try source.count()
    if arrival.offered == 0, count > 0, try !Baggage(after, targets: nil).isOffered(by: source) {
      let isOther = source.profile != graph.profile
      throw TravelError.noneOfThese(path, count: count, profile: graph.profile, of: isOther ? source.profile : nil)
    }
    arrival.pulled.others = count - arrival.offered
    let wanted = try arrival.wanted(transients: transients)
    let bytes = wanted.values.reduce(0) { min($0 + $1, 1 << 60) }
    try Self.makeRoom(for: bytes, in: project.cache, from: path)
    var meter = CopyMeter(all: bytes, progress)
    try arrival.commitWhatIsWhole()
    if !wanted.isEmpty {
      try source.deliver(wanted) { digest, read in
        let isRight = try incoming.take(digest) { body in
          try read { piece in
            try body(piece)
            meter.add(piece.count)
          }
        }
        guard isRight else { throw source.damage(digest) }
        try arrival.came(digest, wanted[digest] ?? 0)
      }
    }
    try arrival.commit()
    (arrival.pulled.results, arrival.pulled.present) = Self.count(baggage, before)
    try note(baggage, &open)
    try open.store.saveIndex()
    try open.files.save()
    return arrival.pulled
  }

  private static func source(_ path: String) throws -> any ResultSource {
    switch Fingerprint.kind(of: ProjectPath.resolved(path) ?? path) {
    case .absent: throw TravelError.noSource(path)
    case .file: return try ResultArchive(path)
    case .folder:
      let folder = ResultFolder(path)
      guard folder.holdsResults else { throw TravelError.notResults(path) }
      return folder
    case .link, .other: throw TravelError.notResults(path)
    }
  }

  /// How many results are here now and were not, and how many were.
  private static func count(_ baggage: Baggage, _ before: Survey) -> (new: Int, old: Int) {
    let old = baggage.stages.count { before.statuses[$0.index] == .upToDate }
    return (baggage.stages.count - old, old)
  }

  /// What a hostile source promises to send never fills a disk.
  private static func makeRoom(for bytes: Int, in cache: String, from path: String) throws {
    guard let free = FileSystem.free(cache), bytes > free - 1 << 20 else { return }
    throw TravelError.noRoom(path, needed: bytes, free: max(0, free))
  }

  /// Notes what came as the last results of stages that have none, or failed, so that another project on the cache does not
  /// take it for garbage, and times are known.
  private func note(_ baggage: Baggage, _ open: inout OpenProject) throws {
    let before = open.state.entries
    for stage in baggage.stages {
      let last = before[stage.id]
      if let last, last.failure == nil, last.key.flatMap({ open.store.record($0) }) != nil { continue }
      open.state.entries[stage.id] = .init(
        key: stage.record.key, seconds: stage.record.seconds, memory: stage.record.memory,
        isDroppable: stage.isDroppable)
    }
    if open.state.entries != before { try open.state.save(open.statePath) }
  }
}

/// Results on their way in: which are wanted, which are whole by now.
private struct Arrival {
  private static let batchBytes = 64 << 20
  private static let batchSeconds = 1.0

  let store: Store
  let source: any ResultSource
  let baggage: Baggage
  var pulled = Pulled()
  /// How many results of the source are among what is asked for.
  private(set) var offered = 0
  /// Records that are not here yet, and how many objects each waits for.
  private var new: [Digest: (record: Record, waits: Int)] = [:]
  private var waiting: [Digest: [Digest]] = [:]
  /// Objects that came and records that are whole since the last batch.
  private var arrived: [Digest] = []
  private var whole: [Record] = []
  private var batch = 0
  private var lastCommit = ContinuousClock.now

  init(_ store: Store, _ source: any ResultSource, _ baggage: Baggage) {
    (self.store, self.source, self.baggage) = (store, source, baggage)
  }

  /// Finds the results that are here with other bytes than at the source.
  mutating func compare() throws {
    var keys: Set<Digest> = []
    for stage in baggage.stages {
      guard let theirs = try source.record(stage.record.key) else { continue }
      if theirs.outputs != stage.record.outputs { pulled.different.append(stage.id) }
      if keys.insert(stage.record.key).inserted { offered += 1 }
    }
  }

  /// The objects to take, with their sizes.
  mutating func wanted(transients: Bool) throws -> [Digest: Int] {
    var wanted: [Digest: Int] = [:]
    for (digest, size) in baggage.outputs(transients: transients) where try store.intact(digest) == nil {
      wanted[digest] = size
    }
    let needed = baggage.outputs(transients: false)
    // A transient result that is not at the source is made again when somebody needs it.
    wanted = wanted.filter { digest, size in
      needed[digest] != nil || source.holds(.init(name: "", digest: digest, size: size))
    }
    for stage in baggage.stages where store.record(stage.record.key) == nil {
      let outputs = stage.isDroppable ? [] : Set(stage.record.outputs.map(\.digest)).filter { wanted[$0] != nil }
      guard new.updateValue((stage.record, outputs.count), forKey: stage.record.key) == nil else { continue }
      for digest in outputs { waiting[digest, default: []].append(stage.record.key) }
    }
    return wanted
  }

  /// Records all of whose objects are here.
  mutating func commitWhatIsWhole() throws {
    whole = new.values.filter { $0.waits == 0 }.map(\.record)
    try commit()
  }

  /// An object was taken in; now and then what is whole is made durable and recorded.
  mutating func came(_ digest: Digest, _ size: Int) throws {
    arrived.append(digest)
    pulled.objects += 1
    pulled.bytes += size
    batch += size
    for key in waiting.removeValue(forKey: digest) ?? [] {
      new[key]?.waits -= 1
      if let entry = new[key], entry.waits == 0 { whole.append(entry.record) }
    }
    if batch >= Self.batchBytes || lastCommit.elapsed > Self.batchSeconds { try commit() }
  }

  /// Objects first, then their records.
  mutating func commit() throws {
    try FileSystem.sync(files: arrived.map(store.objects.file))
    if !whole.isEmpty { try store.append(whole.sorted { $0.key < $1.key }) }
    (arrived, whole, batch, lastCommit) = ([], [], 0, .now)
  }
}

extension ResultSource {
  /// An object that is not what its name says.
  fileprivate func damage(_ digest: Digest) -> TravelError {
    let name = ResultIndex.path(.objects, digest)
    return self is ResultFolder
      ? .damagedFile("\(path)/\(name)") : .archive(path, .damaged("\(ResultIndex.top)/\(name)"))
  }
}
