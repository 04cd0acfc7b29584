import ArgumentParser
import Documents
import Foundation
import Pipeline
import Verbs

/// `plumb data`: the files that people put into the project.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "List the data files that stages read: whether they are there, which claims wait, and what to do.")

  @Argument(help: "Names, sections or patterns; all if left out.")
  var targets: [String] = []

  @OptionGroup var project: ProjectOptions

  @OptionGroup var listing: ListingOptions

  func run() throws {
    let graph = try project.manifest().graph
    let expected = ExpectedFile.all(in: graph, for: try project.targets(targets, in: graph))
    let states = try attempt { try Engine(project.project).sources(expected.map(\.path)) }
    let files = zip(expected, states).map(FoundFile.init)
    if listing.json { return Console.print(JSON(.array(files.map(\.record))).pretty) }
    guard !files.isEmpty else { return Console.print("no data files are asked for") }
    printTable(files)
    let bad = files.filter { $0.standing != .present }
    Console.print(
      "\n\(files.count - bad.count) of \(files.count) data files are present" + (bad.isEmpty ? "" : Self.advice))
    for remedy in remedies(bad) { Console.print(remedy) }
  }

  private static let advice =
    "; put the others at these paths in the project, or name with --data a folder that stands for data/"

  private func printTable(_ files: [FoundFile]) {
    let rows =
      [["file", "state", "claims", "SHA-256"]]
      + files.map { file in
        let expected = file.expected
        let claims = expected.claims.joined(separator: " ")
        return [expected.path, file.standing.rawValue, claims, expected.digest ?? "any"]
      }
    for line in aligned(rows) { Console.print(line) }
  }

  /// What is wrong with files that are there, then where each folder's files are to be had.
  private func remedies(_ files: [FoundFile]) -> [String] {
    let facts = files.compactMap { file in file.fault.map { "\(file.expected.path): \($0)" } }
    var seen: Set<String> = []
    let sources = files.compactMap { file in
      file.expected.origin.map {
        "\((file.expected.path as NSString).deletingLastPathComponent): from \(LogTail.visible($0))"
      }
    }
    return facts + sources.filter { seen.insert($0).inserted }
  }
}

/// An expected file and what was found of it.
private struct FoundFile {
  let expected: ExpectedFile
  let state: SourceState

  /// In a word.
  enum Standing: String {
    case present, missing
    case otherContent = "other content"
    case unreadable = "not readable"
  }

  var standing: Standing {
    switch state {
    case .present: isRight ? .present : .otherContent
    case .missing: .missing
    case .unreadable: .unreadable
    }
  }

  /// What is wrong with a file that is there, and what to do.
  var fault: String? {
    switch state {
    case .present(let found): isRight ? nil : "its SHA-256 is \(found.hex); fetch the file again"
    case .missing: nil
    case .unreadable(let reason): reason
    }
  }

  private var found: String? { if case .present(let digest) = state { digest.hex } else { nil } }
  private var isRight: Bool { expected.digest == nil || expected.digest == found }

  var record: JSON {
    func text(_ value: String?) -> JSON { value.map { JSON(.string($0)) } ?? JSON(.null) }
    func list(_ values: [String]) -> JSON { JSON(.array(values.map { JSON(.string($0)) })) }
    return [
      "path": text(expected.path), "state": text(standing.rawValue), "expected": text(expected.digest),
      "found": text(found), "fault": text(fault), "origin": text(expected.origin), "claims": list(expected.claims),
      "stages": list(expected.stages),
    ]
  }
}
