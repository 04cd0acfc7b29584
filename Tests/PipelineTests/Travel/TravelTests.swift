import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

/// Results that go from one cache to another: afterwards nothing is left to run there.
@Suite struct TravelTests {
  @Test(arguments: ["results.tar", "results.tar.gz", "results.tgz", "folder"])
  func `results that were pushed are found by a run elsewhere, which only publishes`(name: String) throws {
    let bench = try TravelBench()
    let pushed = try bench.push(name)
    #expect(pushed.results == 5 && pushed.objects == 4 && pushed.lacking.isEmpty && pushed.leftOut.isEmpty)
    let pulled = try bench.pull(name)
    #expect(pulled.results == 5 && pulled.objects == 4 && pulled.bytes == pushed.bytes && pulled.others == 0)
    #expect(try bench.reviewer.engine.status(bench.graph.graph).allSatisfy { $0 == .upToDate })
    #expect(try bench.reviewer.engine.lastResults(bench.graph.graph).current.count == 5)
    let summary = try bench.reviewer.run(bench.graph)
    #expect(summary.ran == 0 && summary.cached == 5 && summary.exported == ["c.json", "e.json"])
    #expect(bench.reviewer.read("c.json") == bench.author.read("c.json"))
    let again = try bench.pull(name)
    #expect(again.results == 0 && again.present == 5 && again.objects == 0)
    try bench.checkCache()
  }

  @Test func `only what the targets rest on travels, on the way out and on the way in`() throws {
    let bench = try TravelBench()
    let pushed = try bench.push("c.tar", ["c"])
    #expect(pushed.results == 3 && pushed.objects == 2)
    #expect(try bench.pull("c.tar").lacking.map(\.id) == ["d", "e"])
    #expect(try bench.reviewer.run(bench.graph, targets: ["c"]).ran == 0)
    try bench.push("all.tar")
    let pulled = try bench.pull("all.tar", ["d"])
    #expect(pulled.results == 1 && pulled.objects == 1 && pulled.others == 4)
  }

  @Test(arguments: ["results.tar", "folder"])
  func `transient results travel when they are asked for, as far as they are there`(name: String) throws {
    let bench = try TravelBench()
    // As a run leaves it whose reader did not come to its end.
    let transient = try #require(try bench.author.results(bench.graph)["b"]?.first)
    let store = try Store(bench.author.project.cache, writable: true)
    #expect(try store.add(Array("17\n".utf8)).digest == transient)
    store.close()
    #expect(try bench.push(name).leftOut == ["b"])
    try bench.pull(name, transients: true)
    #expect(!(try bench.reviewer.objects.all().contains(transient)))
    #expect(try bench.push(name, transients: true).leftOut.isEmpty)
    #expect(try bench.pull(name).objects == 0)
    #expect(try bench.pull(name, transients: true).objects == 1)
    #expect(try bench.reviewer.objects.all().contains(transient))
  }

  @Test func `a folder takes what it lacks, from several profiles`() throws {
    let bench = try TravelBench()
    #expect(try bench.push("folder", ["c"]).objects == 2)
    let more = try bench.push("folder")
    #expect(more.objects == 2 && more.present == 2)
    #expect(try bench.push("folder").objects == 0)
    let full = Graph(nodes: bench.graph.adding("f", "number", ["value": 99]).graph.nodes, profile: "full")
    try bench.author.run(full)
    let pushed = try bench.author.engine.push(full, targets: nil, transients: false, toFolder: bench.place("folder"))
    #expect(pushed.objects == 1 && pushed.present == 4)
    #expect(try bench.pull("folder").others == 1)
    let pulled = try bench.reviewer.engine.pull(full, targets: nil, transients: false, from: bench.place("folder"))
    #expect(pulled.results == 1 && pulled.present == 5 && pulled.others == 0)
    #expect(try bench.reviewer.run(full).ran == 0)
  }

  @Test func `two pushes into one folder at once, and two pulls, leave it whole`() async throws {
    let bench = try TravelBench(.generated(120))
    let (author, reviewer, graph) = (bench.author.project, bench.reviewer.project, bench.graph.graph)
    let folder = bench.place("folder")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<3 {
        group.addTask {
          _ = try Engine(author).push(graph, targets: nil, transients: false, toFolder: folder)
        }
      }
      try await group.waitForAll()
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<3 {
        group.addTask { _ = try Engine(reviewer).pull(graph, targets: nil, transients: false, from: folder) }
      }
      try await group.waitForAll()
    }
    #expect(try FileSystem.names(in: folder + "/.incoming").isEmpty)
    #expect(try bench.reviewer.run(bench.graph).ran == 0)
    try bench.checkCache()
  }

  @Test func `a pull that broke off goes on where it did`() throws {
    let bench = try TravelBench(.generated(60))
    try bench.push("folder")
    let all = try bench.author.objects.all().filter { FileManager.default.fileExists(atPath: bench.object($0)) }
      .sorted()
    let broken = bench.object(all[all.count / 2])
    let before = try #require(try FileSystem.read(broken))
    try Data(before.map { $0 ^ 1 }).write(to: URL(filePath: broken))
    for _ in 0..<2 {
      #expect(throws: TravelError.damagedFile(broken)) { try bench.pull("folder") }
      #expect(try bench.reviewer.objects.all().sorted() == Array(all.prefix(all.count / 2)))
      try bench.checkCache()
    }
    try Data(before).write(to: URL(filePath: broken))
    #expect(try bench.pull("folder").objects == all.count - all.count / 2)
    #expect(try bench.reviewer.run(bench.graph).ran == 0)
  }

  @Test func `what is here with other bytes stays, and is named`() throws {
    let bench = try TravelBench()
    try bench.push()
    try bench.reviewer.run(bench.graph)
    let other = try bench.forge("d", as: "another", at: bench.reviewer)
    let pulled = try bench.pull()
    #expect(pulled.different == ["d"] && pulled.objects == 0)
    #expect(try bench.reviewer.engine.records(bench.graph.graph)["d"]?.outputs.first?.digest == other)
  }

  @Test func `what is lost here comes back`() throws {
    let bench = try TravelBench()
    try bench.push()
    try bench.pull()
    let digest = try #require(try bench.author.results(bench.graph)["d"]?.first)
    FileSystem.remove(bench.reviewer.objects.file(digest))
    #expect(try bench.pull().objects == 1)
    #expect(try bench.reviewer.run(bench.graph).ran == 0)
  }

  @Test func `without results there is nothing to push, and those of another manifest are told`() throws {
    let bench = try TravelBench()
    try bench.push()
    #expect(throws: TravelError.nothingToPush) {
      try bench.reviewer.engine.push(
        bench.graph.graph, targets: nil, transients: false, toFolder: bench.place("none"))
    }
    let path = bench.place("results.tar")
    let other = Graph(nodes: TestGraph().adding("z", "number", ["value": 1]).graph.nodes, profile: "full")
    #expect(throws: TravelError.noneOfThese(path, count: 5, profile: "full", of: "quick")) {
      try bench.reviewer.engine.pull(other, targets: nil, transients: false, from: path)
    }
    #expect(throws: TravelError.noSource(bench.place("no"))) { try bench.pull("no") }
    try FileSystem.makeDirectories(bench.place("empty"))
    #expect(throws: TravelError.notResults(bench.place("empty"))) { try bench.pull("empty") }
    try bench.write(Array("a text".utf8), to: "text")
    #expect(throws: TravelError.notResults(bench.place("text"))) { try bench.pull("text") }
  }

  @Test func `nobody's files are in the way, and what was damaged here does not go out`() throws {
    let bench = try TravelBench()
    try bench.author.write("mine", "folder/thesis")
    #expect(throws: TravelError.foreignFolder(bench.place("folder"))) { try bench.push("folder") }
    try bench.author.write("mine", "mine.tar")
    #expect(throws: EngineError.outputOverFile(bench.place("mine.tar"))) { try bench.push("mine.tar") }
    #expect(throws: EngineError.exportNotWritten(bench.place("no/r.tar"), code: ENOENT)) { try bench.push("no/r.tar") }
    #expect(bench.author.read("mine.tar") == "mine" && bench.author.read("folder/thesis") == "mine")
    try bench.push()
    let before = try bench.bytes()
    try bench.push()
    #expect(try bench.bytes() == before)
    let digest = try #require(try bench.author.results(bench.graph)["d"]?.first)
    let handle = try FileSystem.Handle(bench.author.objects.file(digest), O_RDONLY)
    // The index trusts what it knows; the copy is hashed all the same.
    let store = try Store(bench.author.project.cache, writable: true)
    chmod(handle.path, 0o644)
    try Data(String(repeating: "y", count: 3000).utf8).write(to: URL(filePath: handle.path))
    store.noteIntact(digest, try #require(Fingerprint(path: handle.path)))
    try store.saveIndex()
    store.close()
    #expect(throws: EngineError.objectLost(digest)) { try bench.push() }
    #expect(try bench.bytes() == before)
    #expect(throws: EngineError.objectLost(digest)) { try bench.push("new") }
    #expect(try FileSystem.names(in: bench.place("new/.incoming")).isEmpty)
  }

  @Test func `what came is held against the garbage collection of another project`() throws {
    let bench = try TravelBench()
    try bench.push()
    try bench.pull()
    let other = Engine(Project(root: bench.author.root, cache: bench.reviewer.project.cache))
    let nothing = Graph(nodes: [], profile: "quick")
    #expect(try other.collectGarbage([nothing], delete: true).objects.isEmpty)
    #expect(try bench.reviewer.run(bench.graph).ran == 0)
  }

  @Test func `a result that failed here, or was forgotten, is there once it came`() throws {
    let bench = try TravelBench()
    try bench.push()
    let stages = try ["a", "d"].map { try #require(try bench.author.engine.records("quick")[$0]) }
    let open = try OpenProject(bench.reviewer.project, edition: "quick", writable: true)
    var state = open.state
    state.entries["d"] = .init(failure: .init(reason: "no program", log: ""))
    state.entries["a"] = .init(key: Digest(of: "gone"))
    try state.save(open.statePath)
    open.store.close()
    try bench.pull()
    let records = try bench.reviewer.engine.records(bench.graph.graph)
    #expect(records["d"] == stages[1] && records["a"] == stages[0])
    #expect(try bench.reviewer.engine.lastResults(bench.graph.graph).current.count == 5)
    let results = try bench.reviewer.engine.results(bench.graph.graph, valuesOf: ["stages"])
    #expect(try results == bench.author.engine.results(bench.graph.graph, valuesOf: ["stages"]))
  }

  @Test func `a size that eleven octal digits do not hold stands there in binary`() {
    let small = TarBlock.header("plumb-results/a", (1 << 33) - 1)
    #expect(small[124..<136].elementsEqual(Array("77777777777\0".utf8)))
    let large = TarBlock.header("plumb-results/a", 9 << 30)
    #expect(large[124..<136].elementsEqual([0x80, 0, 0, 0, 0, 0, 0, 2, 0x40, 0, 0, 0]))
    let name = TarBlock.fault(large, seen: [], promised: ["plumb-results/a"])
    #expect(name == .entry("plumb-results/a", .notAsPromised))
  }

  @Test func `standard tools read an archive, and what they unpack is a folder of results`() throws {
    let bench = try TravelBench()
    for (name, option) in [("results.tar", "-tvf"), ("results.tar.gz", "-tzvf")] {
      try bench.push(name)
      let list = try #require(try bench.tar(option, name))
      #expect(list.contains("plumb-results/index.json") && list.contains("1980-01-01"), "\(list)")
      #expect(list.split(separator: "\n").count == 10)
    }
    _ = try bench.tar("-xf", "results.tar", "-C", bench.author.root)
    let pulled = try bench.pull("plumb-results")
    #expect(pulled.results == 5 && pulled.objects == 4)
    let index = try JSON.parse(
      SourceText(name: "index", bytes: try bench.bytes("plumb-results/index.json")))
    let file = try #require(index["stages"]?.elements?.first { $0["id"]?.string == "d" }?["outputs"]?["value"]?.string)
    #expect(bench.author.read("plumb-results/\(file)")?.count == 3000)
  }
}

extension TravelBench {
  /// The file of an object in the folder of results.
  fileprivate func object(_ digest: Digest) -> String { place("folder/\(ResultIndex.path(.objects, digest))") }

  /// What `tar` prints in the author's folder.
  fileprivate func tar(_ arguments: String...) throws -> String? {
    let pipe = Pipe()
    let process = Sandbox.process("/usr/bin/env", ["TZ=UTC", "tar"] + arguments, to: pipe)
    process.currentDirectoryURL = URL(filePath: author.root)
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }
}
