import Documents
import Foundation
import Pipeline
import TestTools
import Testing

@testable import Papers

/// What a paper's file says in prose.
private struct PaperProse {
  /// Texts of sentences by place, `A1.method`.
  var texts: [(place: String, text: String)] = []
  /// Titles of claims, names of checks and values.
  var names: [(place: String, text: String)] = []
  var answers: [String] = []

  init(_ file: JSON, _ profile: String) {
    func chosen(_ value: JSON?) -> String? { value?.string ?? value?[profile]?.string }
    func list(_ value: JSON?) -> [JSON] { value?.elements ?? value?[profile]?.elements ?? [] }
    for (name, paper) in (file["papers"]?.members ?? []).map({ ($0.key, $0.value) }) {
      answers += [chosen(paper["answer"]) ?? ""]
      for key in ["introduction", "answer", "conclusion"] {
        texts += chosen(paper[key]).map { [("\(name).\(key)", $0)] } ?? []
      }
      for (index, entry) in list(paper["differences"]).enumerated() {
        for key in ["what", "here", "why"] {
          texts += chosen(entry[key]).map { [("\(name).differences.\(index).\(key)", $0)] } ?? []
        }
      }
    }
    for (name, claim) in (file["claims"]?.members ?? []).map({ ($0.key, $0.value) }) {
      for key in ["statement", "theory", "method", "discussion", "preview"] {
        texts += chosen(claim[key]).map { [("\(name).\(key)", $0)] } ?? []
      }
      for (index, figure) in list(claim["figures"]).enumerated() {
        texts += chosen(figure["caption"]).map { [("\(name).figures.\(index).caption", $0)] } ?? []
      }
      names += chosen(claim["title"]).map { [("\(name).title", $0)] } ?? []
      for check in list(claim["checks"]) + list(claim["values"]) {
        names += chosen(check["name"]).map { [("\(name).\(check["id"]?.string ?? "?")", $0)] } ?? []
      }
    }
    for report in file["reports"]?.members ?? [] {
      texts += chosen(report.value["introduction"]).map { [("\(report.key).introduction", $0)] } ?? []
    }
  }

  /// That of each file of the project's own manifest, for both profiles.
  static func own() throws -> [(name: String, prose: PaperProse)] {
    try ["quick", "full"].flatMap { profile in
      try OwnPipeline.manifest(profile: profile).files.map { file in
        ("\(file.name), \(profile)", PaperProse(try JSON.parse(file), profile))
      }
    }
  }
}

/// How the project's own texts are written.
@Suite struct SentencesTests {
  private static func documents() throws -> [String] {
    let folder = OwnPipeline.root.appending(path: "docs").path(percentEncoded: false)
    // The reference is written by the program.
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      $0.hasSuffix(".md") && $0 != "reference.md"
    }
    return ["README.md"] + names.sorted().map { "docs/" + $0 }
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: OwnPipeline.root.appending(path: path), encoding: .utf8)
  }

  @Test func `no sentence of a paper has more than forty words, and the mean is below twenty`() throws {
    var count = 0
    for (name, prose) in try PaperProse.own() where !prose.texts.isEmpty {
      let read = try prose.texts.map { (place: $0.place, sentences: try Sentences($0.text)) }
      for (place, sentences) in read {
        for sentence in sentences.all where sentence.words > 40 {
          Issue.record("\(name), \(place): \(sentence.words) words: \(sentence.text)")
        }
      }
      let mean = Sentences.mean(read.map(\.sentences))
      #expect(mean < 20, "\(name): \(mean) words a sentence")
      count += read.count
    }
    #expect(count > 400)
  }

  @Test func `no sentence of the README and the documents has more than forty words, and the mean is below twenty`()
    throws
  {
    for path in try Self.documents() {
      let sentences = try Sentences(Self.text(path))
      #expect(sentences.all.count > 5)
      for sentence in sentences.all where sentence.words > 40 {
        Issue.record("\(path): \(sentence.words) words: \(sentence.text)")
      }
      #expect(Sentences.mean([sentences]) < 20, "\(path): \(Sentences.mean([sentences])) words a sentence")
    }
  }

  @Test func `plain words stand for plain things`() throws {
    for (name, prose) in try PaperProse.own() {
      for (place, text) in prose.texts + prose.names {
        for (pattern, better) in Sentences.words {
          let match = try Regex(pattern).firstMatch(in: text).map { text[$0.range] }
          #expect(match == nil, "\(name), \(place): `\(match ?? "")`; write \(better)")
        }
      }
    }
    for path in try Self.documents() {
      let text = try Self.text(path)
      // What lies beside a file does lie there.
      for (pattern, better) in Sentences.words where !pattern.contains("beside") {
        let match = try Regex(pattern).firstMatch(in: text).map { text[$0.range] }
        #expect(match == nil, "\(path): `\(match ?? "")`; write \(better)")
      }
      let compared = text.firstMatch(of: #/(?:^#.*|[Ss]peed|ours) beside\b|^#+ Beside\b/#.anchorsMatchLineEndings())
      #expect(compared == nil, "\(path): `\(compared.map { String($0.output) } ?? "")`; write compared with")
    }
  }

  @Test func `titles and names are short and spell no formula`() throws {
    for (name, prose) in try PaperProse.own() {
      for (place, text) in prose.names {
        let plain = text.replacing(#/\$[^$]+\$/#, with: "formula").replacing(#/\{[\w.-]+\}/#, with: "value")
        let count = plain.split(separator: " ").count
        #expect(count <= 14, "\(name), \(place): \(count) words: \(text)")
        #expect(!plain.contains(#/[_^\\|]|\/\(/#), "\(name), \(place): \(text)")
      }
    }
  }

  @Test func `every paper answers in two to four sentences`() throws {
    for (name, prose) in try PaperProse.own() {
      for answer in prose.answers {
        let count = try Sentences(answer).all.count
        #expect((2...4).contains(count), "\(name): \(count) sentences")
      }
    }
  }

  @Test func `sentences are told apart, and formulas, references and code are one word each`() throws {
    let cases: [(String, [Int])] = [
      ("One two. Three, four five!", [2, 3]),
      ("At $d = 3, 4, 8$ it is 0.5 (Simon et al. 2023). Then $x$.", [8, 2]),
      ("From {curves.n.0} to ${a.b} \\le k$ by `plumb run --jobs 2`.", [6]),
      ("[A link](https://example.org/a.b c) (in brackets.) Next", [4, 1]),
      ("first\nline\n\nsecond", [2, 1]), ("- one item\n- another", [2, 1]),
      ("# A heading\n\n| a | b |\n\n    code", []),
      ("Before.\n```\nno prose here\n```\nAfter it.", [1, 2]), ("An end — no word of its own.", [7]),
    ]
    for (text, words) in cases { #expect(try Sentences(text).all.map(\.words) == words, "\(text)") }
  }
}
