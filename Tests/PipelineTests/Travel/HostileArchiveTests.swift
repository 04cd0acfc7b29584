import Documents
import Foundation
import PipelineTestSupport
import TestTools
import Testing

@testable import Pipeline

/// Archives and folders that somebody made to do harm, or that were damaged on their way: each is refused by name, in one
/// line, and nothing is written but what is right.
@Suite struct HostileArchiveTests {
  private let bench: TravelBench
  private let whole: [UInt8]

  init() throws {
    bench = try TravelBench()
    try bench.push()
    whole = try bench.bytes()
  }

  /// The places of the headers of the archive, with names.
  private var headers: [(name: String, at: Int)] {
    let index = ResultIndex(Array(whole[512..<512 + size(0)]))
    var at = TarBlock.extent(size(0))
    return (index?.entries ?? []).map { name, _, item in
      defer { at += TarBlock.extent(item.size) }
      return (name, at)
    }
  }

  private func size(_ at: Int) -> Int {
    Int(String(decoding: whole[at + 124..<at + 135], as: UTF8.self), radix: 8) ?? 0
  }

  /// The archive with the last header changed and its checksum put right.
  private func forged(_ change: (inout [UInt8]) -> Void) throws -> [UInt8] {
    var bytes = whole
    let at = try #require(headers.last?.at)
    var block = Array(bytes[at..<at + 512])
    change(&block)
    block.replaceSubrange(148..<156, with: [UInt8](repeating: 32, count: 8))
    let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
    let text = String(repeating: "0", count: 6 - sum.count) + sum + "\0 "
    block.replaceSubrange(148..<156, with: text.utf8)
    bytes.replaceSubrange(at..<at + 512, with: block)
    return bytes
  }

  private func named(_ name: String) throws -> [UInt8] {
    try forged {
      $0.replaceSubrange(0..<100, with: Array(name.utf8) + [UInt8](repeating: 0, count: 100 - name.utf8.count))
    }
  }

  private func refusal(_ bytes: [UInt8]) throws -> String {
    try bench.write(bytes)
    FileSystem.remove(bench.reviewer.project.cache)
    let outside = try outside()
    let error = #expect(throws: TravelError.self) { try bench.pull() }
    try bench.checkCache()
    #expect(try self.outside() == outside)
    let text = error.map { "\($0)" } ?? ""
    #expect(!text.contains("\n") && text.contains(": "))
    return text.replacing(bench.place("results.tar"), with: "results.tar")
  }

  /// Everything in the reviewer's folder beside the cache.
  private func outside() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: bench.reviewer.root).filter { !$0.hasPrefix(".plumb") }
      .sorted()
  }

  @Test func `names that lead elsewhere, links, devices and what is unknown or comes twice are refused`() throws {
    for (name, fault) in [
      ("/etc/passwd", "has an absolute name"), ("../../escape", "leads out of the archive"),
      ("plumb-results/../../escape", "leads out of the archive"), ("plumb-results/extra", "is not in its index"),
      (headers[0].name, "stands there twice"),
    ] { #expect(try refusal(named(name)) == "results.tar: the entry `\(name)` \(fault); get the archive anew") }
    let name = try #require(headers.last?.name)
    for (kind, fault) in [
      ("1", "is a link"), ("2", "is a link"), ("3", "is a device or a pipe"), ("6", "is a device or a pipe"),
      ("5", "is a folder"), ("x", "is of a kind that no archive of results has"),
      ("L", "is of a kind that no archive of results has"), ("\0", "is not as its index says"),
    ] {
      let bytes = try forged { $0[156] = kind.utf8.first ?? 0 }
      #expect(try refusal(bytes) == "results.tar: the entry `\(name)` \(fault); get the archive anew")
    }
    for place in [100, 108, 130, 136, 265, 345] {
      #expect(try refusal(forged { $0[place] = UInt8(ascii: "1") }).hasPrefix("results.tar: the entry `"))
    }
  }

  @Test func `an archive that was cut off takes nothing, one that goes on is refused`() throws {
    for count in [0, 1, 511, 512, 700, whole.count / 2, whole.count - 512, whole.count - 1] {
      try bench.write(Array(whole[..<count]))
      #expect(throws: TravelError.self, "\(count)") { try bench.pull() }
      #expect(try bench.reviewer.objects.all().isEmpty)
    }
    #expect(
      try refusal(Array(whole[..<(whole.count - 1)]))
        == "results.tar: it is cut off: it has \(whole.count - 1) bytes of \(whole.count); get the archive anew")
    #expect(try refusal(whole + [0]) == "results.tar: it goes on after its end; get the archive anew")
    #expect(try bench.push("r.tar.gz").results == 5)
    let packed = try bench.bytes("r.tar.gz")
    for bytes in [Array(packed.dropLast()), packed + [0], packed + packed, Array(packed.prefix(packed.count / 2))] {
      #expect(try refusal(bytes).contains("get the archive anew"))
    }
  }

  /// An archive whose index is forged.
  private func archive(_ change: (inout ResultIndex) -> Void, _ rest: [UInt8] = [UInt8](repeating: 0, count: 2048))
    throws
    -> [UInt8]
  {
    var index = try #require(ResultIndex(Array(whole[512..<512 + size(0)])))
    change(&index)
    let bytes = index.bytes
    return TarBlock.header("plumb-results/index.json", bytes.count) + bytes
      + [UInt8](repeating: 0, count: TarBlock.padding(bytes.count)) + rest
  }

  @Test func `an index that promises more than there is, is refused before anything is taken`() throws {
    let far = ResultIndex.Item(digest: Digest(of: "far"), size: 1 << 43, content: Digest(of: "far"))
    let large = try archive { $0.objects = [far] }
    #expect(try refusal(large).hasPrefix("results.tar: it is cut off: it has \(large.count) bytes of 8796093"))
    for change: (inout ResultIndex) -> Void in [
      { $0.objects[0] = .init(digest: $0.objects[0].digest, size: -1, content: $0.objects[0].content) },
      { $0.objects.reverse() }, { $0.objects.append($0.objects[$0.objects.count - 1]) },
      { $0.objects.insert(.init(digest: far.digest, size: 1 << 62, content: far.digest), at: 0) },
      { $0.records = $0.records.map { .init(digest: $0.digest, size: 1 << 40, content: $0.content) } },
    ] { #expect(try refusal(archive(change)).contains("the entry `plumb-results/index.json` is damaged")) }
    // A compressed one promises a thousandfold at most.
    let path = bench.place("bomb.tar.gz")
    let sink = try DeflatedSink(FileSystem.Handle(path, O_WRONLY | O_CREAT))
    try sink.write(archive { $0.objects = [far] })
    try sink.finish()
    #expect(
      try refusal(bench.bytes("bomb.tar.gz"))
        == "results.tar: its index promises more than the file can hold; get the archive anew")
  }

  @Test func `a record whose numbers no run leaves is refused, as is one of another key`() throws {
    let record = try #require(try bench.author.engine.records("quick")["d"])
    func forged(
      seconds: Double = 1, memory: Int = 0, cores: Int = 1, size: Int = 3000, components: JSON? = nil
    ) -> [UInt8] {
      let outputs = record.outputs.map { Record.Output(name: $0.name, digest: $0.digest, size: size) }
      return Array(
        Record(
          key: record.key, components: components ?? record.components, outputs: outputs, seconds: seconds,
          memory: memory, cores: cores, log: ""
        ).line.utf8)
    }
    #expect(Record(travelled: forged()) != nil)
    for line in [
      forged(seconds: 1e300), forged(seconds: -1), forged(memory: .max), forged(memory: -1), forged(cores: .max),
      forged(size: -1), forged(size: .max), forged(components: ["kind": "other"]), forged() + [10],
      Array(forged().dropLast()),
    ] { #expect(Record(travelled: line) == nil) }
  }

  @Test func `results larger than the disk are refused before anything is taken`() throws {
    let free = try #require(FileSystem.free(bench.reviewer.root))
    let item = ResultIndex.Item(digest: Digest(of: "far"), size: free + 1, content: Digest(of: "far"))
    let file = try FileSystem.Handle(bench.place("holes.tar"), O_WRONLY | O_CREAT)
    // The record of `d` names the object; the file is one of holes.
    let record = try #require(try bench.author.engine.records("quick")["d"])
    let forged = Record(
      key: record.key, components: record.components,
      outputs: [.init(name: "value", digest: item.digest, size: item.size)], seconds: 0, memory: 0, cores: 1, log: "")
    let line = Array(forged.line.utf8)
    let head = try archive(
      {
        ($0.stages, $0.objects) = ([], [item])
        $0.records = [.init(digest: record.key, size: line.count, content: Digest(of: line))]
      }, [])
    let name = "plumb-results/\(ResultIndex.path(.records, record.key))"
    let start =
      head + TarBlock.header(name, line.count) + line + [UInt8](repeating: 0, count: TarBlock.padding(line.count))
    try start.withUnsafeBytes { try FileSystem.write($0, to: file.descriptor, path: file.path) }
    guard ftruncate(file.descriptor, off_t(start.count + TarBlock.extent(item.size) + 1024)) == 0 else { return }
    let error = #expect(throws: TravelError.self) { try bench.pull("holes.tar") }
    #expect(error.map { "\($0)".contains("the results take") && "\($0)".contains("free some space") } ?? false)
  }

  /// Deterministic mutations, as long as the seed is the same.
  private struct Mutations {
    var random: SeededGenerator

    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[at] = .random(in: 0...255, using: &random)
        case 2: bytes.remove(at: at)
        case 3: bytes.insert(.random(in: 0...255, using: &random), at: at)
        case 4: bytes = Array(bytes[..<max(1, at)])
        case 5:
          // A block moved, doubled or taken out.
          let block = at / 512 * 512
          let piece = Array(bytes[block..<min(block + 512, bytes.count)])
          let other = Int.random(in: 0...bytes.count / 512, using: &random) * 512
          if Bool.random(using: &random) { bytes.removeSubrange(block..<min(block + 512, bytes.count)) }
          bytes.insert(contentsOf: piece, at: min(other, bytes.count))
        default:
          let end = min(at + 8, bytes.count)
          for place in at..<end { bytes[place] = UInt8(ascii: "7") }
        }
      }
      return bytes
    }
  }

  @Test(arguments: [1, 2, 3, 4]) func `no damage is taken in, written elsewhere or a trap`(seed: UInt64) throws {
    try bench.push("r.tar.gz")
    let packed = try bench.bytes("r.tar.gz")
    var mutations = Mutations(random: SeededGenerator(seed: seed))
    let before = try outside()
    for round in 0..<400 {
      let start = round.isMultiple(of: 2) ? whole : packed
      let bytes = mutations.mutate(start)
      if bytes == start { continue }
      try bench.write(bytes)
      FileSystem.remove(bench.reviewer.project.cache)
      do {
        try bench.pull()
        // Padding of a compressed stream, of which every byte that counts is there.
        #expect(start == packed, "round \(round) of \(seed)")
        #expect(try bench.reviewer.run(bench.graph).ran == 0)
        FileSystem.remove(bench.reviewer.root + "/c.json")
        FileSystem.remove(bench.reviewer.root + "/e.json")
      } catch let error as TravelError { #expect(!"\(error)".contains("\n")) }
      try bench.checkCache()
    }
    #expect(try outside() == before)
  }

  @Test func `every bit of a record and of an object counts`() throws {
    for (name, at) in headers {
      var bytes = whole
      bytes[at + 512] ^= 4
      let refused = try refusal(bytes)
      #expect(refused == "results.tar: the entry `\(name)` is damaged; get the archive anew")
    }
  }

  @Test func `a folder is trusted no more than an archive`() throws {
    try bench.push("folder")
    let record = try #require(try bench.author.engine.records("quick")["d"])
    let object = bench.place("folder/\(ResultIndex.path(.objects, try #require(record.outputs.first?.digest)))")
    let file = bench.place("folder/\(ResultIndex.path(.records, record.key))")
    let (bytes, line) = (try #require(try FileSystem.read(object)), try #require(try FileSystem.read(file)))
    func check(_ path: String, _ expected: TravelError, _ change: () throws -> Void) throws {
      let before = try #require(try FileSystem.read(path))
      try change()
      #expect(throws: expected) { try bench.pull("folder") }
      try bench.checkCache()
      FileSystem.remove(path)
      try Data(before).write(to: URL(filePath: path))
    }
    try check(object, .damagedFile(object)) { try Data(bytes.map { $0 ^ 2 }).write(to: URL(filePath: object)) }
    try check(file, .damagedFile(file)) { try Data(line.map { $0 ^ 2 }).write(to: URL(filePath: file)) }
    try check(file, .damagedFile(file)) { try Data(line + line).write(to: URL(filePath: file)) }
    for target in ["/dev/zero", "/etc/hostname", object] {
      try check(file, .notAFile(file)) {
        unlink(file)
        symlink(target, file)
      }
    }
    try check(file, .notAFile(file)) {
      unlink(file)
      mkfifo(file, 0o644)
    }
    // An object that is a link is not there.
    FileSystem.remove(object)
    symlink("/dev/zero", object)
    #expect(try bench.pull("folder").lacking.map(\.id) == ["d"])
    #expect(
      "\(TravelError.damagedFile("f/x"))"
        == "f/x: it is not as it was written; remove it and push again to where it lies")
  }
}
