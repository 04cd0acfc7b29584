import Documents
import Testing

@testable import Papers
@testable import Pipeline

/// A typo in the name of a column is refused before anything runs, wherever it stands in the manifests of this project.
@Suite struct ColumnNamesTests {
  private let texts: [String: [UInt8]]

  init() throws {
    texts = Dictionary(uniqueKeysWithValues: try OwnPipeline.manifest().files.map { ($0.name, $0.bytes) })
  }

  private func load(_ texts: [String: [UInt8]], profile: String) throws -> Manifest {
    let sources = texts.map { SourceText(name: $0.key, bytes: $0.value) }
    let main = try #require(sources.first { $0.name == "pipeline.json" })
    return try Manifest.load(
      main: main, included: Dictionary(uniqueKeysWithValues: sources.map { ($0.name, $0) }), root: OwnPipeline.root,
      catalogue: PlumbCatalogue.standard, profile: profile)
  }

  /// A name of a column in a file: where the text that holds it begins, and where the name itself does.
  private struct Name: Hashable {
    let file: String
    let place: Int
    let start: Int
  }

  private func names(profile: String) throws -> [Name] {
    var found: Set<Name> = []
    for reference in try load(texts, profile: profile).graph.nodes.flatMap(\.references) {
      // What a kind needs by itself, and what tables declare, stands in no manifest.
      guard let name = reference.name, reference.maker == nil, let source = reference.place.source,
        let bytes = texts[source.name], bytes[reference.place.offset] != UInt8(ascii: "{")
      else { continue }
      let quote = UInt8(ascii: "\"")
      let text = bytes[(reference.place.offset + 1)...].prefix { $0 != quote }
      // In a label the name stands between braces.
      let start =
        text.firstRange(of: Array("{\(name)}".utf8)).map { $0.lowerBound + 1 }
        ?? text.firstRange(of: Array(name.utf8))?.lowerBound
      // A name that several entries share stands among the values of the file.
      let word = String(decoding: text, as: UTF8.self).wholeMatch(of: #/\{values\.([\w-]+)[\w.-]*\}/#)?.1
      let shared = word.flatMap { bytes.firstRange(of: Array("\"\($0)\": ".utf8)) }.flatMap { value in
        let end = bytes[value.upperBound...].firstRange(of: Array("\n  }".utf8))?.lowerBound ?? value.upperBound
        return bytes[value.upperBound..<end].firstRange(of: Array("\"\(name)\"".utf8)).map { $0.lowerBound + 1 }
      }
      // What stands nowhere was found by what the table declares.
      guard let at = start ?? shared else { continue }
      found.insert(Name(file: source.name, place: reference.place.offset, start: at))
    }
    return found.sorted { ($0.file, $0.start) < ($1.file, $1.start) }
  }

  /// Those of the names, all misspelt at once, at whose place nothing is refused.
  private func notRefused(_ names: [Name], _ profile: String) throws -> [Name] {
    var changed = texts
    // A letter of the name gives way to one that no name has: every place in the file stays where it is.
    for (index, name) in names.enumerated() { changed[name.file]?[name.start] = Array("QXZJ".utf8)[index % 4] }
    do {
      _ = try load(changed, profile: profile)
      return names
    } catch let problems as Problems {
      return names.filter { name in
        !problems.all.contains { name.file == $0.place.source?.name && name.place == $0.place.offset }
      }
    }
  }

  @Test(arguments: ["quick", "full"])
  func `every column name of every manifest, misspelt, is refused at its own place`(profile: String) throws {
    let names = try names(profile: profile)
    #expect(names.count > 500)
    let batches = 6
    for batch in 0..<batches {
      let chosen = names.indices.filter { $0 % batches == batch }.map { names[$0] }
      // Two names misspelt alike may agree, one being made of the other: those are tried among fewer, in the end alone.
      var open = try notRefused(chosen, profile)
      while open.count > 1 {
        let fewer = try notRefused(open, profile)
        if fewer.count == open.count { break }
        open = fewer
      }
      let alone = try open.flatMap { try notRefused([$0], profile) }
      let missed = alone.map { name in
        let place = Place(source: SourceText(name: name.file, bytes: texts[name.file] ?? []), offset: name.start)
        return "\(place)"
      }
      #expect(missed.isEmpty, "not refused: \(missed.prefix(10)) of \(missed.count)")
    }
  }
}
