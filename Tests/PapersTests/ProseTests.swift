import Documents
import Foundation
import Pipeline
import Testing

@testable import Papers

/// A number that prose gives although a stage above it has it as a parameter.
private struct TypedNumber: Hashable, Comparable, CustomStringConvertible {
  /// The entry and the member: `A1.method`.
  let place: String
  let text: String
  /// One of the parameters that have the value.
  let parameter: String

  var description: String { "\(place): \(text) is \(parameter)" }

  static func < (a: Self, b: Self) -> Bool { (a.place, a.text) < (b.place, b.text) }
}

/// The numbers of a text that may be parameters, each with its words.
private struct ProseNumbers {
  /// What is no number of the text: references, names such as A1 or CIFAR-10, numbered theorems, indices and exponents.
  private static let others = [
    #"\{[A-Za-z][\w-]*(\.[\w-]+)+\}"#, #"\]\([^)]*\)"#, #"https?://\S+"#,
    #"(?i)\b(theorem|lemma|corollary|proposition|section|appendix|assumption|figure|fig\.|table|equation|eq\.|step)s?[~ ]+\(?[\d.]+\)?"#,
    #"[A-Za-z][A-Za-z_]*-?\d[\w.]*"#,
  ]
  private static let scripts = [#"[\^_]\{[^{}]*\}"#, #"[\^_]\\?[\w]"#, #"\\frac\{[^{}]*\}\{[^{}]*\}"#]
  private static let number = #"\d+(?:(?:,|\\,|\u{202F})\d{3})+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"#

  let all: [(text: String, value: Double)]

  init(_ prose: String) throws {
    var rest = prose
    for pattern in Self.others { rest = rest.replacing(try Regex(pattern), with: " ") }
    var found: [(String, Double)] = []
    // Powers of ten come first, since what stands above is no number of its own.
    let power = try Regex(#"(?:(\d+(?:\.\d+)?)\s*(?:\\times|×|\\cdot)\s*)?\b10\^(?:\{(-?\d+)\}|(\d))"#)
    for match in rest.matches(of: power) {
      let part = { (index: Int) in match.output[index].substring.flatMap { Double($0) } }
      found.append((String(rest[match.range]), (part(1) ?? 1) * pow(10, part(2) ?? part(3) ?? 0)))
    }
    rest = rest.replacing(power, with: " ")
    for pattern in Self.scripts { rest = rest.replacing(try Regex(pattern), with: " ") }
    let pattern = try Regex("\\b(\(Self.number))(?:\\s?(\\\\?%|/\\d+))?(?![\\w])")
    for match in rest.matches(of: pattern) {
      let digits = String(match.output[1].substring ?? "").filter { !",\\\u{202F}".contains($0) }
      guard var value = Double(digits) else { continue }
      if let unit = match.output[2].substring {
        value /= unit.hasPrefix("/") ? Double(unit.dropFirst()) ?? 1 : 100
      }
      found.append((String(rest[match.range]), value))
    }
    all = found
  }
}

@Suite struct ProseTests {
  /// What is written here; the statement is the paper's.
  private static let prose = [
    "title", "theory", "method", "discussion", "preview", "introduction", "answer", "conclusion",
  ]

  /// Numbers that are equal to a parameter by chance or by their nature, with the reason.
  private static let exceptions: [String: String] = [
    "A5.method: 100": "a degree at which a ratio was looked at",
    "A6.theory: 1/2": "theory's exponent",
    "A6.theory: 3/4": "theory's exponent",
    "A6.method: 1/2": "theory's difference between depths",
    "A6.figures.0.caption: 1/2": "theory's slope",
    "A6.figures.0.caption: 3/4": "theory's slope",
    "A9.method: 5000": "the authors' number",
    "A9.method: 10,000": "the authors' number",
    "A10.method: 10": "the width of a layer",
    "A10.method: 20": "the paper's number",
    "A10.method: 14,263": "the paper's number",
    "A11.method: 0.1": "the offset of the targets",
    "A11.method: 10,000": "the number of test images, that of a file",
    "A11.figures.0.caption: 95%": "the level of a binomial interval",
    "B4.method: 16": "a number of seeds",
    "B4.method: 64": "a number of seeds",
    "depth-separations.conclusion: 16": "pieces of a profile",
    "D3.theory: 1/2": "the constant of the bound",
    "D5.theory: 1/2": "the constant of the bound",
    "D8.theory: 3/2": "theory's exponent",
    "D10.theory: 1/2": "the constant of the bound",
    "D10.discussion: 1/2": "the constant of the bound",
    "minima-stability.introduction: 1/2": "the constant of the bound",
    "minima-stability.conclusion: 0.05": "a criterion's number",
    "minima-stability.conclusion: 0.6": "a criterion's number",
    "minima-stability.conclusion: 0.98": "a criterion's number",
    "minima-stability.conclusion: 10^{-10}": "a criterion's number",
    "minima-stability.conclusion: 10^{-12}": "a criterion's number",
    "random-initialisation.conclusion: 20": "the paper's number of trials",
  ]

  /// The texts of an entry for one profile, as they are written.
  private static func texts(_ entry: JSON, _ profile: String) -> [(key: String, text: String)] {
    func chosen(_ value: JSON?) -> String { value?.string ?? value?[profile]?.string ?? "" }
    let figures = (entry["figures"]?.elements ?? []).enumerated().map {
      ("figures.\($0.offset).caption", chosen($0.element["caption"]))
    }
    return prose.map { ($0, chosen(entry[$0])) } + figures
  }

  /// The numbers among the parameters of stages, by value, with one name for each.
  private static func parameters(_ graph: Graph, above nodes: [Int]) -> [Double: String] {
    var names: [Double: String] = [:]
    func walk(_ value: JSON, _ path: String) {
      if let number = value.double { names[number] = names[number] ?? path }
      for (index, element) in (value.elements ?? []).enumerated() { walk(element, "\(path).\(index)") }
      // A seed is a name of a draw rather than a number.
      for member in value.members ?? [] where !member.key.hasPrefix("seed") {
        walk(member.value, "\(path).\(member.key)")
      }
    }
    for index in graph.closure(of: nodes)
    where graph.nodes[index].section == Catalogue.stages && graph.nodes[index].kind.name != "table" {
      // A table holds data, which prose may quote.
      walk(graph.nodes[index].parameters, graph.nodes[index].entry)
    }
    return names
  }

  /// What prose types although it could refer to it. Whole numbers below 10 equal some parameter by chance.
  private func typed() throws -> Set<TypedNumber> {
    var found: Set<TypedNumber> = []
    for profile in ["quick", "full"] {
      let manifest = try OwnPipeline.manifest(profile: profile)
      for source in manifest.files {
        let file = try JSON.parse(source)
        for section in ["claims", "papers"] {
          for entry in file[section]?.members ?? [] {
            let nodes = manifest.graph.nodes.indices.filter { manifest.graph.nodes[$0].entry == entry.key }
            let parameters = Self.parameters(manifest.graph, above: nodes)
            for (key, text) in Self.texts(entry.value, profile) {
              for number in try ProseNumbers(text).all {
                let isSmall = number.value < 10 && number.value == number.value.rounded()
                guard !isSmall, let name = parameters[number.value] else { continue }
                found.insert(TypedNumber(place: "\(entry.key).\(key)", text: number.text, parameter: name))
              }
            }
          }
        }
      }
    }
    return found
  }

  @Test
  func `no number of prose repeats a parameter of a stage above it`() throws {
    let found = try typed().filter { Self.exceptions["\($0.place): \($0.text)"] == nil }
    #expect(found.sorted().map(\.description) == [])
  }

  @Test func `numbers of prose are found with their values, names and exponents are not`() throws {
    let cases: [(String, [Double])] = [
      ("degrees $50 \\le k \\le 200$, 1.5 and 50,000 or $10\\,000$ points", [50, 200, 1.5, 50_000, 10_000]),
      ("A1 and CIFAR-10, $k^{-2}$, $x_{12}$, $x^2$, $\\frac{3}{4}$, Theorem 12, Section 3.1", []),
      ("$10^{-6}$, $3 \\times 10^{4}$, 95% or 95 %, 1/20 of it", [1e-6, 3e4, 0.95, 0.95, 0.05]),
      ("{spectra.degrees} and {values.a.0}, [12](https://example.org/34)", [12]),
      ("$d = 3, 4, 8$; layers 2-6", [3, 4, 8, 2, 6]),
    ]
    for (text, numbers) in cases { #expect(try ProseNumbers(text).all.map(\.value) == numbers, "\(text)") }
  }
}
