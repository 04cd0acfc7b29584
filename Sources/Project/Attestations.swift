import Documents
import Foundation
import Pipeline

/// The statements of others about this project's results: the files in `attestations/`, and the log that says who signed each.
///
/// The log is a chain (`HashChain`) that only grows. Only what it names counts, and a statement that is not as it was filed is
/// refused by whatever reads the project.
struct Attestations: Sendable {
  static let folder = "attestations"
  static let name = "attestations.log"

  var chain: HashChain
  /// The statements, in the order of filing; of one that was filed again with a signature the later entry.
  private(set) var entries: [Entry] = []

  /// A statement that was filed.
  struct Entry: Sendable {
    /// Its file in the folder.
    let file: String
    /// SHA-256 of the file.
    let digest: String
    /// Who signed it, found when it was filed; nil where there is no signature, or nobody checked it.
    let signer: Signer?
    let statement: AttestedStatement
  }

  /// A log without entries.
  init() { chain = HashChain(name: Self.name) }

  /// Reads the folder of the project at `root`; nil where there is no log.
  /// - Throws: `ChainError`, ``CommandError/usage(_:)`` for a statement that is not there, or not as it was filed.
  init?(root: URL) throws {
    guard let chain = try HashChain.read(Self.path(root)) else { return nil }
    self.chain = chain
    for entry in chain.entries {
      guard let file = entry.body["file"]?.string, let digest = entry.body["statement"]?.string, !file.contains("/")
      else {
        throw CommandError.usage(
          "\(Self.name): entry \(entry.number) is of a form that this program does not know; use the one that wrote it")
      }
      let name = "\(Self.folder)/\(file)"
      let remedy = "; take it from Git, or from whoever made it"
      guard let bytes = try? Data(contentsOf: root.appending(path: name)) else {
        throw CommandError.usage("\(name) is missing, and \(Self.name) names it\(remedy)")
      }
      guard Digest(of: Array(bytes)).hex == digest else {
        throw CommandError.usage("\(name) is not as it was filed\(remedy)")
      }
      let key = entry.body["key"]?.string
      let signer = entry.body["signer"]?.string.flatMap { name in key.map { Signer(name: name, key: $0) } }
      entries.removeAll { $0.digest == digest }
      entries.append(
        Entry(file: file, digest: digest, signer: signer, statement: try Self.statement(Array(bytes), name)))
    }
  }

  static func path(_ root: URL) -> String {
    root.appending(path: "\(folder)/\(name)").path(percentEncoded: false)
  }

  /// Everything in the folder, sorted; nothing where there is none.
  static func files(_ root: URL) -> [String] {
    let place = root.appending(path: folder).path(percentEncoded: false)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    return names.sorted().map { "\(place)/\($0)" }
  }

  /// The statement in the bytes of the file `name`.
  ///
  /// - Throws: ``CommandError/usage(_:)``.
  static func statement(_ bytes: [UInt8], _ name: String) throws -> AttestedStatement {
    do {
      return try AttestedStatement(JSON.parse(SourceText(name: name, bytes: bytes)))
    } catch let fault as AttestedStatement.Fault {
      throw CommandError.usage("\(name.printable) \(fault.words)")
    } catch {
      throw CommandError.usage("\(name.printable) is no statement of `plumb referee`: \(OneLine.words(error))")
    }
  }

  /// Notes a statement that was filed.
  mutating func append(_ entry: Entry, time: String) {
    chain.append([
      .init("file", JSON(.string(entry.file))), .init("statement", JSON(.string(entry.digest))),
      .init("signer", entry.signer.map { JSON(.string($0.name)) } ?? JSON(.null)),
      .init("key", entry.signer.map { JSON(.string($0.key)) } ?? JSON(.null)), .init("time", JSON(.string(time))),
    ])
    entries.removeAll { $0.digest == entry.digest }
    entries.append(entry)
  }

  /// What a statement is about.
  enum Subject: String {
    case present = "the results of plumb.lock.json"
    case earlier = "earlier results"
    case other = "results of another profile"
  }

  /// What a statement says a claim of, held against the lock.
  ///
  /// - Parameters:
  ///   - locked: results by profile and stage.
  ///   - profile: the profile that is asked for.
  ///   - verdict: the output whose digest counts.
  static func subject(
    of claim: AttestedStatement.Claim, in statement: AttestedStatement,
    _ locked: [String: [String: LockFile.Result]], profile: String, verdict: String
  ) -> Subject {
    func isLocked(_ profile: String) -> Bool { locked[profile]?[claim.id]?.outputs[verdict] == claim.digest }
    if isLocked(profile) { return .present }
    if let own = statement.profile { return own == profile ? .earlier : .other }
    return locked.keys.contains(where: isLocked) ? .other : .earlier
  }

  /// What a page says of each claim, by its id.
  func sentences(
    _ locked: [String: [String: LockFile.Result]], profile: String, verdict: String
  ) -> [String: String] {
    var counts: [String: AttestedCount] = [:]
    let parties = parties
    for entry in entries {
      for claim in entry.statement.claims {
        let subject = Self.subject(
          of: claim, in: entry.statement, locked, profile: profile, verdict: verdict)
        var count = counts[claim.id] ?? AttestedCount()
        switch subject {
        case .other: continue
        case .earlier: count.earlier += 1
        case .present where claim.isApart: count.apart += 1
        case .present where !claim.agrees: count.undecided += 1
        case .present: if let party = parties[entry.digest] { count.parties.insert(party) } else { count.unsigned += 1 }
        }
        counts[claim.id] = count
      }
    }
    return counts.mapValues(\.sentence)
  }

  /// The party behind each signed statement, by the statement's digest: those that share a name or a key are one.
  private var parties: [String: Int] {
    var groups: [(marks: Set<String>, statements: [String])] = []
    for entry in entries {
      guard let signer = entry.signer else { continue }
      let marks: Set = ["name " + signer.name, "key " + signer.key]
      let same = groups.filter { !$0.marks.isDisjoint(with: marks) }
      groups.removeAll { !$0.marks.isDisjoint(with: marks) }
      groups.append((marks.union(same.flatMap(\.marks)), same.flatMap(\.statements) + [entry.digest]))
    }
    let pairs = groups.enumerated().flatMap { index, group in group.statements.map { ($0, index) } }
    return Dictionary(pairs) { first, _ in first }
  }
}

/// How many stand behind a claim.
struct AttestedCount {
  var parties: Set<Int> = []
  var (unsigned, apart, undecided, earlier) = (0, 0, 0, 0)

  /// "Stages of it were computed again and agree, as 2 independent parties sign; so does 1 statement without a checked
  /// signature. 1 statement is about earlier results."
  var sentence: String {
    let signed = parties.count == 1 ? "1 independent party signs" : "\(parties.count) independent parties sign"
    let plain = "\(unsigned.counted("statement")) without a checked signature"
    let start = "Stages of it were computed again and agree, "
    var sentences: [String] = []
    switch (parties.isEmpty, unsigned) {
    case (true, 0): break
    case (true, _): sentences.append("\(start)as \(plain) \(unsigned == 1 ? "says" : "say").")
    case (false, 0): sentences.append("\(start)as \(signed).")
    case (false, _): sentences.append("\(start)as \(signed); \(plain) \(unsigned == 1 ? "says" : "say") the same.")
    }
    if apart > 0 {
      sentences.append("In \(apart.counted("statement")) stages do not agree.")
    }
    if undecided > 0 { sentences.append("\(undecided.counted("statement")) could compute none of it again.") }
    if earlier > 0 { sentences.append("\(earlier.counted("statement")) \(earlier.are) about earlier results.") }
    return sentences.joined(separator: " ")
  }
}
