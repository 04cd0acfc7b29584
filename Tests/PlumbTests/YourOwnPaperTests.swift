import Documents
import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// `docs/your-own-paper.md`: every listing is written, every line run, and what is printed compared, in the order of the page.
@Suite struct YourOwnPaperTests {
  private static let page = LayersTests.root.appending(path: "docs/your-own-paper.md")

  @Test func `every line of the walk does what the page says`() throws {
    let walk = try Walk()
    for block in try Listing.all(of: String(contentsOf: Self.page, encoding: .utf8)) { try walk.follow(block) }
    // What stands on this machine only now and then is passed over by name, and nothing else where all must be tested.
    let isCI = TestTool.allAreDemanded
    #expect(walk.lacking.isSubset(of: isCI ? ["conda"] : Walk.optional), "\(walk.lacking)")
    #expect(walk.count > (isCI ? 25 : 15))
  }

  @Test func `a page is read as its readers read it`() throws {
    let text = """
      # T
      Write `a.py`:

      ```python
      one
      ```

      ### uv

      <!-- needs: uv -->

      ```sh
      two
      three
      ```
      """
    let listings = Listing.all(of: text)
    #expect(listings.map(\.kind) == ["python", "sh"] && listings.map(\.text) == ["one\n", "two\nthree\n"])
    #expect(listings.map(\.file) == ["a.py", nil] && listings.map(\.needs) == [nil, "uv"])
  }
}

/// A fenced block of a page.
private struct Listing {
  let kind, text: String
  /// The last file that the paragraph above names.
  let file: String?
  /// What the machine must have, said in a comment below the heading.
  let needs: String?
  let line: Int

  static func all(of page: String) -> [Listing] {
    var listings: [Listing] = []
    var (paragraph, needs, isAfterBlank): (String, String?, Bool) = ("", nil, true)
    var block: (kind: String, lines: [Substring], line: Int)?
    for (number, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let open = block {
        if line == "```" {
          let text = open.lines.map { $0 + "\n" }.joined()
          let file = paragraph.matches(of: #/`([\w-]+\.\w+)`/#).last.map { String($0.1) }
          listings.append(Listing(kind: open.kind, text: text, file: file, needs: needs, line: open.line))
          (block, paragraph) = (nil, "")
        } else {
          block?.lines.append(line)
        }
      } else if line.hasPrefix("```") {
        block = (String(line.dropFirst(3)), [], number + 1)
      } else if line.hasPrefix("#") {
        (paragraph, needs) = ("", nil)
      } else if let comment = line.wholeMatch(of: #/<!-- needs: (.*) -->/#) {
        needs = String(comment.1)
      } else {
        if isAfterBlank, !line.isEmpty { paragraph = "" }
        paragraph += line + "\n"
      }
      isAfterBlank = line.isEmpty
    }
    return listings
  }
}

/// Somebody who follows the page, in a folder and with a home of her own.
private final class Walk {
  /// What a machine of a developer may lack.
  static let optional: Set = [
    "/usr/bin/python3 -m venv --help", "uv", "conda", "Rscript", "/usr/bin/python3 -c 'import matplotlib'",
  ]

  private let project: TestProject
  private var said = ""
  private(set) var lacking: Set<String> = []
  private(set) var count = 0

  init() throws {
    project = try TestProject()
    try project.remove("pipeline.json")
    try project.makeFolders("home", "bin", "work")
    try FileManager.default.createSymbolicLink(
      at: project.place("bin/plumb"), withDestinationURL: TestProject.program)
    try project.write("work", to: "home/here")
  }

  /// Where she stands, below the project.
  private var here: String { get throws { try project.text("home/here").trimmingCharacters(in: .newlines) } }

  private func run(_ script: String) throws -> TestProject.Result {
    let root = project.root.path(percentEncoded: false)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return try project.run(
      URL(filePath: "/usr/bin/env"), ["bash", "-e", "-c", script],
      environment: ["HOME": root + "/home", "PATH": "\(root)/bin:\(path)", "PLUMB_CALLED_AS": "plumb"])
  }

  func follow(_ listing: Listing) throws {
    if let needs = listing.needs {
      let command = needs.contains(" ") ? needs : "command -v \(needs)"
      if lacking.contains(needs) { return }
      if try run("\(command) >/dev/null 2>&1").code != 0 {
        lacking.insert(needs)
        return
      }
    }
    count += 1
    switch listing.kind {
    case "sh":
      let root = project.root.path(percentEncoded: false)
      let result = try run("cd '\(root)/\(here)'\n\(listing.text)\nrealpath --relative-to='\(root)' . > ~/here")
      #expect(result.code == 0, "line \(listing.line): \(listing.text)\(result)")
      said = result.output
    case "text":
      for line in listing.text.split(separator: "\n") {
        let pattern = try Regex(
          line.split(separator: "…", omittingEmptySubsequences: false).map {
            NSRegularExpression.escapedPattern(for: String($0))
          }
          .joined(separator: ".*"))
        #expect(
          said.split(separator: "\n").contains { $0.wholeMatch(of: pattern) != nil }, "not said: \(line)\n\(said)")
      }
    case "json" where !listing.text.hasPrefix("{"): try put(listing)
    default: try project.write(listing.text, to: "\(here)/\(#require(listing.file, "line \(listing.line)"))")
    }
  }

  /// Sections of a manifest: their entries take the place of those with the same names.
  private func put(_ listing: Listing) throws {
    let path = try "\(here)/pipeline.json"
    var manifest = try TestProject.parse(project.text(path)).members ?? []
    for section in try TestProject.parse("{\(listing.text)}").members ?? [] {
      let at = manifest.firstIndex { $0.key == section.key }
      let names = Set((section.value.members ?? []).map(\.key))
      let kept = (at.map { manifest[$0].value.members ?? [] } ?? []).filter { !names.contains($0.key) }
      let whole = JSON.Member(section.key, JSON(.object(kept + (section.value.members ?? []))))
      if let at { manifest[at] = whole } else { manifest.append(whole) }
    }
    try project.write(JSON(.object(manifest)).pretty, to: path)
  }
}
