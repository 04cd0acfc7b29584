import Documents
import Foundation
import Pipeline

/// The statements that were filed, or the one that was filed now.
public struct FiledAttestations {
  /// A line of a claim for each statement.
  private let rows: [(file: String, signer: String?, reviewer: String?, claim: String, agrees: Bool, about: String)]
  private let written: [String]

  fileprivate init(_ entries: [Attestations.Entry], written: [String] = [], about: (Attestations.Entry, Int) -> String)
  {
    rows = entries.flatMap { entry in
      entry.statement.claims.enumerated().map { index, claim in
        (
          entry.file, entry.signer?.name, entry.statement.reviewer, claim.id, claim.agrees, about(entry, index)
        )
      }
    }
    self.written = written
  }

  /// A line for each claim of each statement, then what was written.
  public var lines: [String] {
    let table = rows.map { row in
      [
        row.claim.printable, row.agrees ? "agrees" : "does not agree",
        row.signer.map { "signed by \($0.printable)" } ?? "no checked signature", "about \(row.about)",
        row.file.printable,
      ]
    }
    return (table.isEmpty ? ["no statements"] : aligned(table))
      + (written.isEmpty
        ? [] : ["filed: \(written.joined(separator: ", ")); commit them, then `plumb run` says it on the page"])
  }

  /// For programs.
  public var json: JSON {
    JSON(
      .array(
        rows.map { row in
          JSON([
            "file": JSON(.string(row.file)), "claim": JSON(.string(row.claim)), "agrees": JSON(.boolean(row.agrees)),
            "about": JSON(.string(row.about)), "signer": row.signer.map { JSON(.string($0)) },
            "reviewer": row.reviewer.map { JSON(.string($0)) },
          ])
        }))
  }
}

/// A statement that somebody handed over.
public struct AttestationRequest: Sendable {
  /// Its file.
  public var file: String
  /// The file of its signature; the one beside it that ends in `.sig`, where there is one, if nil.
  public var signature: String?
  /// The file of those whose signature counts; nil to start no program and to check no signature.
  public var allowedSigners: String?

  /// A request; see the properties.
  public init(file: String, signature: String? = nil, allowedSigners: String? = nil) {
    (self.file, self.signature, self.allowedSigners) = (file, signature, allowedSigners)
  }
}

extension LoadedProject {
  /// Checks a statement and files it under `attestations/`.
  ///
  /// - Parameter now: the time that is noted.
  /// - Throws: ``CommandError``, `EngineError` for a signature that does not hold and for what cannot be written.
  public func fileAttestation(_ request: AttestationRequest, now: Date = Date()) throws -> FiledAttestations {
    guard graph.settings.isEmpty else {
      throw CommandError.usage("a statement is about what the manifest says; file it without --set")
    }
    guard let locked = try LockFile(path: settings.lockPath)?.profiles else {
      throw CommandError.noLock(path: LockFile.name)
    }
    guard let bytes = try? Data(contentsOf: URL(filePath: request.file)) else {
      throw CommandError.usage(
        "\(request.file.printable) cannot be read; give the file that `plumb referee --statement` wrote")
    }
    let statement = try Attestations.statement(Array(bytes), request.file)
    try checkProject(of: statement, request.file, locked)
    let beside = request.file + ".sig"
    let signature = request.signature ?? (FileManager.default.fileExists(atPath: beside) ? beside : nil)
    let signer = try request.allowedSigners.map { allowed in
      guard let signature else {
        throw CommandError.usage("there is no \(beside.printable) to check; name the signature with --signature")
      }
      return try Signature.signer(of: request.file, signature: signature, allowed: allowed)
    }
    let digest = Digest(of: Array(bytes)).hex
    var attestations = self.attestations ?? Attestations()
    if let before = attestations.entries.first(where: { $0.digest == digest }), before.signer != nil || signer == nil {
      throw CommandError.usage("\(request.file.printable) is filed already, as \(Attestations.folder)/\(before.file)")
    }
    let entry = Attestations.Entry(
      file: "\(digest.prefix(16)).json", digest: digest, signer: signer, statement: statement)
    var contents = [(path: entry.file, bytes: Array(bytes))]
    if let signature {
      guard let own = try? Data(contentsOf: URL(filePath: signature)), own.count < 1 << 16 else {
        throw CommandError.usage("\(signature.printable) is no signature of `ssh-keygen`; name it with --signature")
      }
      contents.append((entry.file + ".sig", Array(own)))
    }
    let folder = root.appending(path: Attestations.folder).path(percentEncoded: false)
    let writer = try engine.outputWriter(graph, kept, replacesAll: false)
    try writer.write(contents, in: folder)
    attestations.append(entry, time: now.formatted(.iso8601))
    try attestations.chain.write(to: Attestations.path(root))
    let names = contents.map(\.path) + [Attestations.name]
    return filed([entry], locked, written: names.map { "\(Attestations.folder)/\($0)" })
  }

  /// The files that count of the folder of statements, relative to the project.
  var attestationFiles: [String] {
    guard let attestations else { return [] }
    let names = attestations.chain.entries.compactMap { $0.body["file"]?.string }.flatMap { [$0, $0 + ".sig"] }
    var seen: Set<String> = []
    return ([Attestations.name] + names).filter { seen.insert($0).inserted }.map { "\(Attestations.folder)/\($0)" }
      .filter { FileManager.default.fileExists(atPath: root.appending(path: $0).path(percentEncoded: false)) }
  }

  /// The statements that were filed.
  public func filedAttestations() throws -> FiledAttestations {
    filed(attestations?.entries ?? [], try LockFile(path: settings.lockPath)?.profiles ?? [:])
  }

  private func filed(
    _ entries: [Attestations.Entry], _ locked: [String: [String: LockFile.Result]], written: [String] = []
  ) -> FiledAttestations {
    FiledAttestations(entries, written: written) { entry, index in
      Attestations.subject(
        of: entry.statement.claims[index], in: entry.statement, locked, profile: graph.profile, verdict: names.verdict
      ).rawValue
    }
  }

  /// Refuses a statement about another project: one without a claim of this one, of other papers, or with stages that the
  /// claim does not rest on.
  private func checkProject(
    of statement: AttestedStatement, _ file: String, _ locked: [String: [String: LockFile.Result]]
  ) throws {
    func refused(_ fact: String) -> CommandError {
      .usage("\(file.printable) is about another project: \(fact); give a statement about this one")
    }
    let own = graph.nodes.indices.filter { graph.nodes[$0].section == names.claims }
    let claims = Dictionary(own.map { (graph.nodes[$0].id, $0) }) { first, _ in first }
    guard statement.claims.contains(where: { claims[$0.id] != nil }) else {
      throw refused("there is no claim \(statement.claims.map(\.id.printable).prefix(3).joined(separator: ", ")) here")
    }
    let titles = Set(graph.nodes.filter { $0.section == names.papers }.compactMap { $0.definition["title"]?.string })
    if !statement.papers.isEmpty, titles.isDisjoint(with: statement.papers) {
      throw refused("its paper is \(statement.papers[0].printable)")
    }
    let subjects = statement.claims.map { claim in
      Attestations.subject(of: claim, in: statement, locked, profile: graph.profile, verdict: names.verdict)
    }
    if statement.papers.isEmpty, subjects.allSatisfy({ $0 == .earlier }) {
      throw refused("none of its results is one of \(LockFile.name), and it names no paper")
    }
    for (claim, subject) in zip(statement.claims, subjects) where subject == .present {
      guard let index = claims[claim.id] else { continue }
      let below = Set(graph.closure(of: [index]).map { graph.nodes[$0].id })
      if let strange = claim.drawn.first(where: { !below.contains($0) }) {
        throw refused("\(claim.id.printable) does not rest on \(strange.printable) here")
      }
    }
  }
}
