import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// The page of this repository's own report.
private enum OwnReport {
  /// The page, or why there is none.
  static let report: (page: String?, reason: String) = {
    let place = FileManager.default.temporaryDirectory.appending(path: "plumb-own-report-\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: place) }
    let attach = TestTool(at: TestProject.program.path(percentEncoded: false))
    guard
      let code = try? attach.run(
        ["attach", "--html", place.path(percentEncoded: false)], in: LayersTests.root
      ).code, code == 0, let page = try? String(contentsOf: place, encoding: .utf8)
    else { return (nil, "the report of this repository is not up to date; `./plumb run` makes it so") }
    return (page, "")
  }()
}

/// The report of this repository as one page, where the results of a run are at hand.
@Suite(
  .serialized,
  .enabled(if: OwnReport.report.page != nil || TestTool.allAreDemanded, "\(OwnReport.report.reason)"))
struct OwnReportTests {
  @Test func `it is below 3 MB, well formed, asks the network for nothing, and shows its figures as drawings`() throws {
    let page = try #require(OwnReport.report.page)
    #expect(page.utf8.count < 3_000_000)
    let structure = HTMLStructure(page)
    #expect(structure.complaints.isEmpty, "\(structure.complaints.prefix(5))")
    let figures = structure.all("figure").count
    #expect(figures > 40 && structure.all("svg").count == figures && structure.all("img").isEmpty)
    let claims = structure.all("article").filter { $0.attributes["class"]?.hasPrefix("card claim ") ?? false }
    let listed = structure.all("li").filter { $0.attributes["class"]?.hasPrefix("claim ") ?? false }
    #expect(claims.count >= 35 && claims.count == listed.count)
    #expect(claims.contains { $0.attributes["id"] == "A1" })
    // A badge for each verdict that the pages give in a table or at the head of a claim.
    #expect(structure.all("strong").count { $0.attributes["class"]?.hasPrefix("badge ") ?? false } > 2 * claims.count)
  }

  @Test(.enabled(if: BrowserSession.tool.isWanted, "\(BrowserSession.tool.missing)"))
  func `a reader on a phone, one without scripts and one with a printer get it whole`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "plumb-own-report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "report.html")
    try Data(try #require(OwnReport.report.page).utf8).write(to: file)
    let browser = try BrowserSession()
    try browser.show(width: 390)
    try browser.open(file)
    #expect(try browser.evaluate("document.documentElement.scrollWidth") == "390")
    let wide =
      "[...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && !e.closest('.frame, .wide, "
      + ".formula, pre, .unseen') && e.getBoundingClientRect().right > 391).map(e => e.tagName + ' ' + e.textContent.slice(0, 40))"
    #expect(try browser.evaluate(wide) == "")
    // Letters on the screen: those of the drawing, times its scale.
    let small = """
      [...document.querySelectorAll(".frame text, .frame tspan")].filter(e => { const s = e.ownerSVGElement; return \
      parseFloat(getComputedStyle(e).fontSize) * s.getBoundingClientRect().width / s.viewBox.baseVal.width < 7 }).length
      """
    #expect(try browser.evaluate(small) == "0")
    try browser.show(width: 1280)
    try browser.setScripts(false)
    try browser.open(file, fragment: "B3")
    #expect(try browser.evaluate("Math.abs(document.querySelector('#B3').getBoundingClientRect().top) < 40") == "true")
    try browser.setScripts(true)
    try browser.open(file)
    let pages = try browser.printedPages()
    #expect((10...60).contains(pages), "\(pages) pages")
    #expect(browser.addresses.isEmpty && browser.complaints.isEmpty, "\(browser.addresses) \(browser.complaints)")
  }
}
