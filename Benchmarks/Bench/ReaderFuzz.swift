import Foundation

#if FUZZ

  import Datasets
  import Documents
  import LinearAlgebra
  import Papers
  import Reporting

  @testable import Pipeline
  @testable import Plotting

  /// What a reader makes of any bytes: a value or an error. What must hold of the value is checked here; a trap, a hang or
  /// a failed check is a fault.
  private typealias Reader = @Sendable ([UInt8]) throws -> Void

  private let readers: [String: Reader] = [
    "json": readJSON, "manifest": readManifest, "csv": readCSV, "npy": readNPY, "idx": readIDX, "records": readRecord,
    "lock": readLock, "stamp": readStamp, "state": readState, "wire": readWire, "git": readGitIndex,
    "formula": readFormula, "label": readLabel, "page": readPage, "verdict": readVerdict, "paper": readPaper,
    "prose": readProse, "archive": readArchive,
  ]

  nonisolated(unsafe) private var reader: Reader = readJSON

  /// `Bench read READER [OPTION]... [FOLDER OR FILE]...`: libFuzzer on one reader, with libFuzzer's own options.
  func readBench(_ arguments: [String]) throws {
    guard let name = arguments.first, let chosen = readers[name] else {
      return print("usage: Bench read \(readers.keys.sorted().joined(separator: " | ")) ...")
    }
    typealias Body = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
    typealias Driver =
      @convention(c) (
        UnsafeMutablePointer<Int32>, UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>, Body
      ) -> Int32
    guard let symbol = dlsym(nil, "LLVMFuzzerRunDriver") else { return print("built without -sanitize=fuzzer") }
    reader = chosen
    var words = ([CommandLine.arguments[0]] + arguments.dropFirst()).map { strdup($0) }
    var count = Int32(words.count)
    words.append(nil)
    let status = words.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard var list = buffer.baseAddress else { return 2 }
      return unsafeBitCast(symbol, to: Driver.self)(&count, &list, readOne)
    }
    exit(status)
  }

  /// One input; libFuzzer's archive asks for the name, although its own main is not used.
  @_cdecl("LLVMFuzzerTestOneInput") public func readOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    try? reader(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  }

  private func hold(_ condition: Bool, _ what: String) { if !condition { fatalError(what) } }

  private func parse(_ bytes: some Sequence<UInt8>) throws -> JSON {
    try JSON.parse(SourceText(name: "fuzz.json", bytes: Array(bytes)))
  }

  private func readJSON(_ bytes: [UInt8]) throws {
    do {
      let tree = try parse(bytes)
      let canonical = tree.canonical
      for text in [canonical, tree.pretty] { hold(try parse(text.utf8).canonical == canonical, "another tree") }
    } catch let problem as Problem { hold(!"\(problem)".contains("\n"), "an error of two lines: \(problem)") }
  }

  private let root = FileManager.default.temporaryDirectory.appending(path: "plumb-read-\(getpid())")

  private func readManifest(_ bytes: [UInt8]) throws {
    do {
      _ = try Manifest.load(
        main: SourceText(name: "pipeline.json", bytes: bytes), included: [:], root: root,
        catalogue: PlumbCatalogue.standard, profile: nil, settings: [])
    } catch let problems as Problems {
      for problem in problems.all.prefix(20) { hold(!"\(problem)".contains("\n"), "an error of two lines: \(problem)") }
    }
  }

  /// A Markdown file among the files of a manifest; its entry `a` takes any text.
  private func readProse(_ bytes: [UInt8]) throws {
    let main = #"{"format": 2, "include": ["p.md"], "stages": {"a": {"kind": "command", "outputs": ["o.csv"]}}}"#
    do {
      _ = try Manifest.load(
        main: SourceText(name: "pipeline.json", bytes: Array(main.utf8)),
        included: ["p.md": SourceText(name: "p.md", bytes: bytes)], root: root, catalogue: PlumbCatalogue.standard,
        profile: nil, settings: [])
    } catch let problems as Problems {
      for problem in problems.all.prefix(20) { hold(!"\(problem)".contains("\n"), "an error of two lines: \(problem)") }
    }
  }

  private func readCSV(_ bytes: [UInt8]) throws {
    let table = try Table(csv: Data(bytes), name: "fuzz.csv")
    hold(try Table(csv: Data(table.csv.utf8), name: "again.csv").csv == table.csv, "another table when read again")
  }

  private func readNPY(_ bytes: [UInt8]) throws {
    let data = try Matrix(npy: Data(bytes)).npyData()
    hold(try Matrix(npy: data).npyData() == data, "another matrix when read again")
  }

  /// The first two bytes say how long the file of images is; the rest is that of labels.
  private func readIDX(_ bytes: [UInt8]) throws {
    guard bytes.count > 2 else { return }
    let size = min(Int(bytes[0]) << 8 | Int(bytes[1]), bytes.count - 2)
    let (images, labels) = (Data(bytes[2..<2 + size]), Data(bytes[(2 + size)...]))
    if let set = try? IDX.read(images: images, labels: labels, names: ("images", "labels")) {
      hold(try set.inputs(of: Array(0..<set.count)).rows == set.count, "a row is missing")
    }
    _ = try CIFAR10.read(Data(bytes), name: "batch", records: 1)
  }

  /// A line as it stands there, and as the values of a line whose checksum holds.
  private func readRecord(_ bytes: [UInt8]) throws {
    _ = Record(line: bytes)
    let rest = Array((Digest(of: "key").hex + " ").utf8) + bytes
    guard let record = Record(line: Array(Digest(of: rest).hex.utf8.prefix(16)) + [0x20] + rest) else { return }
    _ = (record.inputs, record.lacksInputs)
    hold(Record(line: Array(record.line.utf8.dropLast()))?.line == record.line, "another record when read again")
  }

  private func readLock(_ bytes: [UInt8]) throws {
    let lock = try LockFile(json: parse(bytes))
    hold(try LockFile(json: parse(lock.json.printed(width: 0).utf8)) == lock, "another lock when read again")
    let stages = lock.profiles.values.first ?? [:]
    hold(ResultDifference.between(stages, stages).isEmpty, "it differs from itself")
    _ = ResultDifference.between(stages, [:], tolerance: 1e-9)
  }

  private let project = Project(root: root.path, cache: root.path + "/.plumb", dataRoots: [], manifest: "")

  /// The payload of a stamp whose seal holds.
  private func readStamp(_ bytes: [UInt8]) throws {
    var name = ByteWriter()
    name.text("fuzz")
    try FileManager.default.createDirectory(atPath: project.stateFolder, withIntermediateDirectories: true)
    let path = "\(project.stateFolder)/\(Digest(of: name.bytes).hex.prefix(16)).stamp"
    try Data(SealedFile(format: "run stamp 5").seal(bytes)).write(to: URL(filePath: path))
    _ = try RunStamp(project, ["fuzz"]).check()
  }

  private func readState(_ bytes: [UInt8]) throws {
    let path = root.path + "/state"
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    try Data(SealedFile(format: "project state 2").seal(bytes)).write(to: URL(filePath: path))
    let state = try ProjectState(path)
    for entry in state.entries.values { _ = entry.corrected(1 << 30) }
    try state.save(path)
    hold(try ProjectState(path).entries.count == state.entries.count, "an entry is lost")
  }

  /// An archive of results, from its index to its end.
  private func readArchive(_ bytes: [UInt8]) throws {
    let path = root.path + "/results"
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: path))
    let archive = try ResultArchive(path)
    let sizes = Dictionary(archive.index.objects.map { ($0.digest, $0.size) }) { first, _ in first }
    hold(ResultIndex(archive.index.bytes) == archive.index, "another index when read again")
    for item in archive.index.records { hold(archive.record(item.digest)?.key == item.digest, "a record is lost") }
    try archive.deliver(sizes) { digest, read in
      nonisolated(unsafe) var count = 0
      try read { count += $0.count }
      hold(count == sizes[digest], "an object of another size")
    }
  }

  private func readWire(_ bytes: [UInt8]) throws {
    let message = try parse(bytes)
    _ = StageResult(answer: message, log: "")
    _ = FileError(json: message).map { "\($0)" }
    if let task = try StageTask(request: message, catalogue: PlumbCatalogue.standard) {
      hold(
        try StageTask(request: parse(task.request.canonical.utf8), catalogue: PlumbCatalogue.standard) != nil, "lost")
    }
  }

  private func readGitIndex(_ bytes: [UInt8]) throws {
    for size in [20, 32] { _ = GitIndex(bytes, nameSize: size)?.tree }
    _ = GitRepository.inflated(bytes[...])
  }

  private func readFormula(_ bytes: [UInt8]) throws {
    let formula = try Formula(String(decoding: bytes, as: UTF8.self))
    hold(formula.mathML.hasPrefix("<math") && formula.mathML.hasSuffix("</math>"), "no formula")
  }

  private func readLabel(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let layout = try TextLayout(text, size: 9)
    hold(layout.width.isFinite && layout.truncated(to: 40).width.isFinite, "no width")
    _ = try TextLayout.wrapped(text, size: 9, width: 60, lines: 3)
  }

  /// A page of Markdown that a stranger wrote, within the one HTML file.
  private func readPage(_ bytes: [UInt8]) throws {
    let page = HTMLReport.Page(name: "page", markdown: String(decoding: bytes, as: UTF8.self))
    let html = try HTMLReport(title: "t", pages: [page], file: { _ in Data([1]) }).html()
    hold(!html.lowercased().contains("<script"), "a script")
  }

  private func readVerdict(_ bytes: [UInt8]) throws {
    let result = try ClaimResult(encoded: Data(bytes))
    let values = try ReportValues([("A1", result)])
    _ = (values.latex, values.typst, values.json.pretty, values.sample(figures: ["f"]))
  }

  private func readPaper(_ bytes: [UInt8]) throws {
    let summary = try PaperSummary(encoded: Data(bytes))
    hold(try PaperSummary(encoded: summary.encoded()) == summary, "another summary when read again")
  }

#else

  /// Needs a build by `Benchmarks/fuzz`.
  func readBench(_ arguments: [String]) throws { print("Benchmarks/fuzz builds this with libFuzzer") }

#endif
