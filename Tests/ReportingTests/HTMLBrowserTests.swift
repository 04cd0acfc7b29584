import Foundation
import Testing

@testable import Reporting

/// How a browser sees a report; skipped where there is none.
@Suite struct HTMLBrowserTests {
  static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// A red dot of one pixel.
  static let dot = Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")

  @Test(.enabled(if: chromium != nil), arguments: [500, 1280])
  func `a browser shows every image, scrolls nothing sideways and complains of nothing`(_ width: Int) throws {
    let rows = (0..<12).map { "column-\($0)" }.joined(separator: " | ")
    let rule = Array(repeating: "---", count: 12).joined(separator: " | ")
    let page =
      "# P\n\n![a](../figures/a.png)\n\n| \(rows) |\n| \(rule) |\n| \(rows) |\n\n$\\frac{1}{n}\\sum_k \\mu_k$\n"
    let report = HTMLReport(title: "T", pages: [.init(name: "p", markdown: page)], file: { _ in Self.dot })
    let seen = try Self.open(try report.html(), width: width)
    #expect(seen.document.contains("images=1 broken=0 sideways=false formula=true"), "\(seen.document.suffix(300))")
    #expect(!seen.log.contains("CONSOLE"), "\(seen.log)")
  }

  /// Opens `html` with measurements written into its title, without network.
  private static func open(_ html: String, width: Int) throws -> (document: String, log: String) {
    let measure = """
      <script>addEventListener("load", () => {
        const images = [...document.images], root = document.documentElement, formula = document.querySelector("math");
        document.title = `images=${images.length} broken=${images.filter(i => !i.complete || !i.naturalWidth).length} ` +
          `sideways=${root.scrollWidth > root.clientWidth} formula=${formula.getBoundingClientRect().height > 10}`;
      })</script>
      """
    let folder = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "page.html")
    // The page forbids scripts, its measurement is one.
    let page = html.replacing("default-src 'none';", with: "default-src 'none'; script-src 'unsafe-inline';")
    try Data((page + measure).utf8).write(to: file)
    let (output, log) = (folder.appending(path: "out"), folder.appending(path: "log"))
    for place in [output, log] { try Data().write(to: place) }
    let process = Process()
    process.executableURL = URL(filePath: chromium ?? "")
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND",
      "--user-data-dir=\(folder.path())/profile", "--window-size=\(width),1000", "--dump-dom", file.absoluteString,
    ]
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
    process.waitUntilExit()
    return (try String(contentsOf: output, encoding: .utf8), try String(contentsOf: log, encoding: .utf8))
  }
}
