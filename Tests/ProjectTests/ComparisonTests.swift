import PlumbTestSupport
import Testing

/// `run` and `diff` say the same of what differs from the lock.
@Suite struct ComparisonTests {
  @Test func `equal results differ in nothing, also where rows of a check have no labels to tell them`() throws {
    let project = try TestProject.ran(replacing: [(#""labels": ["parity"], "#, "")], isLocked: true)
    #expect(try project.plumb("diff").output == "nothing differs\n")
  }

  @Test func `another statement of a claim is told by run and shown by diff`() throws {
    let project = try TestProject.ran(isLocked: true)
    try project.change(#""title": "holds", "statement": "s""#, to: #""title": "holds", "statement": "other""#)
    #expect(try project.plumb("run").output.contains("1 result differs from plumb.lock.json; "))
    let text = "other changes:\n  C1: statement has another text\n"
    let result = try project.plumb("diff")
    #expect(result.code == 1 && result.output == text)
    let page = try project.plumb("diff", "--html", "d.html")
    #expect(page.code == 1 && page.output == text + "page: d.html\n")
    let html = try project.text("d.html")
    #expect(html.contains("\nOther changes") && html.contains("C1: statement has another text"))
    // Another bound that leaves the verdict is shown with both values.
    try project.change(#""relation": "above", "bound": 0}]"#, to: #""relation": "above", "bound": 0.001}]"#)
    _ = try project.plumb("run")
    #expect(try project.plumb("diff").output.contains(": criterion: above 0 → above 0.001\n"))
  }

  @Test func `another text of a page counts where nothing else moved`() throws {
    let project = try TestProject.ran(isLocked: true)
    try project.change(#""introduction": "i", "claims""#, to: #""introduction": "j", "claims""#)
    #expect(try project.plumb("run").output.contains("1 result differs from plumb.lock.json; "))
    #expect(try project.plumb("diff").output == "other changes:\n  paper: page has other bytes\n")
    try project.change("[1, 2, 3]", to: "[1, 2, 4]")
    #expect(try project.plumb("run").output.contains("1 result differs from plumb.lock.json; "))
    #expect(try project.plumb("diff").output.hasPrefix("numbers that moved:\n  C1, range: "))
    // The page of all papers, whose figure stays.
    let other = try TestProject.ran(isLocked: true)
    try other.change(#""introduction": "i", "papers""#, to: #""introduction": "j", "papers""#)
    #expect(try other.plumb("run").output.contains("1 result differs from plumb.lock.json; "))
    #expect(try other.plumb("diff").output == "other changes:\n  report: page has other bytes\n")
  }

  @Test func `what this folder has no results of is not called gone`() throws {
    let project = try TestProject.ran(isLocked: true)
    try project.remove(".plumb")
    _ = try project.plumb("run", "C1")
    let result = try project.plumb("diff")
    #expect(result.code == 0)
    #expect(result.output == "nothing differs\n3 results not compared: the last run did not make them\n")
    let json = try project.plumb("diff", "--json")
    #expect(json.code == 0 && json.output.hasPrefix("[]\n"))
    #expect(json.error == "3 results not compared: the last run did not make them\n")
    _ = try project.plumb("run")
    #expect(try project.plumb("diff").output == "nothing differs\n")
  }

  @Test func `what the manifest no longer has is gone, and what two locks differ in is told`() throws {
    let project = try TestProject.ran(isLocked: true)
    try project.write(project.text("plumb.lock.json").replacing("\"C1\"", with: "\"C0\""), to: "old.json")
    let result = try project.plumb("diff", "old.json")
    #expect(result.code == 1)
    #expect(result.output == "other changes:\n  claim C0. holds is gone\n  claim C1. holds is new: reproduced\n")
    #expect(try project.plumb("diff", "old.json", "plumb.lock.json").output == result.output)
  }

  @Test func `the lock remembers numbers, and diff shows what moved`() throws {
    let project = try TestProject.ran()
    #expect(try project.plumb("lock").output.hasPrefix("5 results of the profile quick recorded in plumb.lock.json\n"))
    let same = try project.plumb("diff")
    #expect(same.code == 0 && same.output == "nothing differs\n")
    try project.change("[1, 2, 3]", to: "[1, 2, 4]")
    let sentence = "1 result differs from plumb.lock.json; `plumb diff` shows them, `plumb lock` records them\n"
    #expect(try project.plumb("run").output.contains(sentence))
    let difference = try project.plumb("diff")
    #expect(difference.code == 1 && difference.output.hasPrefix("numbers that moved:\n  C1, range: "), "\(difference)")
  }

  @Test func `a value that was edited in the lock is found, and what cannot be compared has an exit code of its own`()
    throws
  {
    let project = try TestProject.ran(isLocked: true)
    let lock = try project.text("plumb.lock.json")
    let pattern = try Regex(#""low": ([0-9.e-]+)"#)
    let edited = lock.replacing(pattern, with: #""low": 0.125"#, maxReplacements: 1)
    try #require(edited != lock)
    try project.write(edited, to: "plumb.lock.json")
    let difference = try project.plumb("diff")
    #expect(difference.code == 1 && difference.output.contains("C1"), "\(difference)")
    try project.write("[]", to: "plumb.lock.json")
    let failed = try project.plumb("diff")
    #expect(failed.code == 2 && failed.error.hasPrefix("plumb: plumb.lock.json cannot be read: "), "\(failed)")
  }
}
