import Documents
import Foundation
import Papers
import Pipeline
import PipelineTestSupport
import TestTools
import Testing

/// The schema beside the decoder, on entries of this project's manifests that were changed at random.
@Suite struct SchemaMutationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The keys whose values are texts.
  private static let texts: Set<String> = {
    let keys = (try? Handbook(PlumbCatalogue.standard).topics.flatMap(\.keys)) ?? []
    return Set(keys.filter { $0.type == "text" }.compactMap { $0.path.split(separator: ".").last.map(String.init) })
  }()

  private static func document(_ path: String) throws -> JSON {
    try JSON.parse(SourceText(name: path, bytes: [UInt8](Data(contentsOf: root.appending(path: path)))))
  }

  /// The problems of a manifest and of what it includes, in both profiles.
  private static func problems(_ files: [String: JSON], main: String) throws -> [Problem] {
    let sources = files.map { ($0, SourceText(name: $0, bytes: Array($1.pretty.utf8))) }
    let texts = Dictionary(uniqueKeysWithValues: sources)
    return try (files[main]?["profiles"] == nil ? [nil] : ["quick", "full"]).flatMap { profile -> [Problem] in
      do {
        _ = try Manifest.load(
          main: try #require(texts[main]), included: texts, root: root, catalogue: PlumbCatalogue.standard,
          profile: profile)
        return []
      } catch let problems as Problems { return problems.all }
    }
  }

  /// One entry of a file after a change.
  private struct Mutant {
    let file, section, name: String
    let original, entry: JSON
    /// The file's other members that decide what an entry must give.
    var context: [JSON.Member] = []

    /// The files with this change alone.
    func alone(in files: [String: JSON]) -> [String: JSON] {
      var result = files
      result[file] = JSON(
        .object(
          (files[file]?.members ?? []).map { member in
            guard member.key == section else { return member }
            let entries = (member.value.members ?? []).map { $0.key == name ? JSON.Member(name, entry) : $0 }
            return JSON.Member(section, JSON(.object(entries)))
          }))
      return result
    }

    /// The problems that stand in this entry of `files`.
    func own(_ problems: [Problem], in files: [String: JSON]) -> [Problem] {
      let text = files[file]?.pretty ?? ""
      let read = (try? JSON.parse(SourceText(name: file, bytes: Array(text.utf8)))) ?? JSON(.null)
      let starts = (read.members ?? []).flatMap { [$0.place.offset] + ($0.value.members ?? []).map(\.place.offset) }
      let entries = read.members?.first { $0.key == section }?.value.members
      guard let start = entries?.first(where: { $0.key == name })?.place.offset else { return [] }
      let end = starts.first { $0 > start } ?? .max
      return problems.filter { $0.place.source?.name == file && (start..<end).contains($0.place.offset) }
    }

    /// Whether a problem is about keys or types. What defaults, a sweep or a file of prose may give is not asked for by the
    /// schema.
    func isForSchema(_ problem: Problem) -> Bool {
      switch problem.fault {
      // What a reference in a sweep stands for may be objects of which the axis is the name.
      case .unknownKey(let key, _, _): return !Self.isReferred(entry["sweep"]?[key])
      case .wrongType, .outOfRange, .notOneOf, .emptyList: return true
      case .missingKey(let key, _, _):
        if section != Catalogue.stages, SchemaMutationTests.texts.contains(key) { return false }
        let kind = entry["kind"]?.string ?? PlumbCatalogue.standard.sections.first { $0.name == section }?.kind ?? ""
        return entry["sweep"] == nil && !context.contains { $0.value[kind] != nil } && Self.isAlwaysRequired(key, kind)
      default: return false
      }
    }

    /// Whether the values of an axis are references, as a whole or one by one.
    private static func isReferred(_ axis: JSON?) -> Bool {
      axis?.string != nil || axis?.elements?.contains { $0.string?.hasPrefix("{") == true } == true
    }

    /// Whether a kind asks for a key whatever other keys there are: `images` of a data set only where it has no `batches`.
    private static func isAlwaysRequired(_ key: String, _ kind: String) -> Bool {
      guard let type = PlumbCatalogue.standard.kinds[kind] else { return true }
      let fields = Fields.describing(kind)
      _ = type.init(fields)
      return fields.schema.first { $0.key == key }?.isRequired ?? true
    }

    /// A manifest of this entry alone, which is what the schema looks at.
    func manifest(_ entry: JSON) -> JSON {
      JSON(.object(context + [.init(section, JSON(.object([.init(name, entry)])))]))
    }
  }

  @Test(.enabled(if: PythonSchema.isWanted, "\(PythonSchema.missing)"))
  func `what the decoder refuses about keys and types the schema refuses too, and it refuses nothing that loads`()
    throws
  {
    var random = SeededGenerator()
    var (counts, judged) = (0, 0)
    var wrong: [String] = []
    for main in ["pipeline.json", "docs/gallery/pipeline.json"] {
      let first = try Self.document(main)
      let included = (first["include"]?.elements ?? []).compactMap(\.string)
      let files = Dictionary(uniqueKeysWithValues: try ([main] + included).map { ($0, try Self.document($0)) })
      #expect(try Self.problems(files, main: main).isEmpty)
      let profiles = (first["profiles"]?.elements ?? []).compactMap(\.string)
      let schema = Schema.document(for: PlumbCatalogue.standard, profiles: profiles)
      for _ in 0..<(main == "pipeline.json" ? 5 : 3) {
        let (changed, mutants) = Self.mutated(files, &random)
        let problems = try Self.problems(changed, main: main)
        let verdicts = try PythonSchema.verdicts(
          of: schema, mutants.flatMap { [$0.manifest($0.original), $0.manifest($0.entry)] })
        for (index, mutant) in mutants.enumerated() {
          counts += 1
          if !verdicts[2 * index] { wrong.append("refused as it is: \(mutant.section).\(mutant.name)") }
          let isTaken = verdicts[2 * index + 1]
          let own = mutant.own(problems, in: changed)
          let isRefused = own.contains(where: mutant.isForSchema)
          if isRefused { judged += 1 }
          guard isRefused && isTaken || own.isEmpty && !isTaken else { continue }
          // What an entry refers to was changed as well, and nothing is said of one that rests on a wrong one.
          let alone = mutant.alone(in: files)
          let left = mutant.own(try Self.problems(alone, main: main), in: alone)
          if isTaken, let problem = left.first(where: mutant.isForSchema) {
            wrong.append("taken: \(problem)\n\(mutant.entry.pretty)")
          } else if !isTaken, left.isEmpty {
            wrong.append("refused: \(mutant.section).\(mutant.name)\n\(mutant.entry.pretty)")
          }
        }
      }
    }
    print("\(counts) mutants, \(judged) refused for keys or types, \(wrong.count) not agreed on")
    #expect(counts >= 1000 && judged > counts / 2, "\(counts), \(judged), \(random)")
    #expect(wrong.isEmpty, "\(random)\n\(wrong.prefix(20).joined(separator: "\n"))")
  }

  /// Every entry of the files after one change each, and the files that hold them.
  private static func mutated(
    _ files: [String: JSON], _ random: inout SeededGenerator
  ) -> (files: [String: JSON], mutants: [Mutant]) {
    let sections = [Catalogue.stages] + PlumbCatalogue.standard.sections.map(\.name)
    var (changed, mutants): ([String: JSON], [Mutant]) = ([:], [])
    for (file, document) in files.sorted(by: { $0.key < $1.key }) {
      let context = (document.members ?? []).filter { $0.key == "defaults" || $0.key == "format" }
      var own: [Mutant] = []
      let members = (document.members ?? []).map { section -> JSON.Member in
        guard sections.contains(section.key), let entries = section.value.members else { return section }
        let new = entries.map { entry in
          let mutant = Mutant(
            file: file, section: section.key, name: entry.key, original: entry.value,
            entry: changedOnce(entry.value, &random), context: context)
          own.append(mutant)
          return JSON.Member(entry.key, mutant.entry)
        }
        return JSON.Member(section.key, JSON(.object(new)))
      }
      changed[file] = JSON(.object(members))
      mutants += own
    }
    return (changed, mutants)
  }

  private static let values: [JSON] = [
    .init(.null), true, "a word", 3, -7.5, 1e9, [], [[]], ["a"], [2], ["x": 1], ["": []],
  ]

  /// The value with one of the values in it replaced, or a key of one of its objects left out, added or misspelled.
  private static func changedOnce(_ value: JSON, _ random: inout SeededGenerator) -> JSON {
    let path = paths(value).randomElement(using: &random) ?? []
    return changed(value, path[...], &random)
  }

  /// The places of all values within `value`, and its own.
  private static func paths(_ value: JSON) -> [[Int]] {
    let inner = value.members?.map(\.value) ?? value.elements ?? []
    return [[]] + inner.enumerated().flatMap { number, value in paths(value).map { [number] + $0 } }
  }

  private static func changed(_ value: JSON, _ path: ArraySlice<Int>, _ random: inout SeededGenerator) -> JSON {
    guard let step = path.first else { return other(value, &random) }
    if var members = value.members {
      members[step] = .init(members[step].key, changed(members[step].value, path.dropFirst(), &random))
      return JSON(.object(members))
    }
    var elements = value.elements ?? []
    elements[step] = changed(elements[step], path.dropFirst(), &random)
    return JSON(.array(elements))
  }

  private static func other(_ value: JSON, _ random: inout SeededGenerator) -> JSON {
    guard var members = value.members, !members.isEmpty, Bool.random(using: &random) else {
      return values.randomElement(using: &random) ?? true
    }
    let at = Int.random(in: members.indices, using: &random)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: members.remove(at: at)
    case 1: members.append(.init("nonsense", 1))
    default: members[at] = .init(members[at].key + "x", members[at].value)
    }
    return JSON(.object(members))
  }
}
