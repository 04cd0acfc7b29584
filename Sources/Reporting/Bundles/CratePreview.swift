import Foundation

extension ResearchCrate {
  /// The page that browsers of crates show.
  public static let preview = "ro-crate-preview.html"

  /// What the crate holds, as a page without scripts: title, papers, how it was made, and every file with a link to it.
  public var page: String {
    let rows = files.map { file in
      "<tr><td><a href=\"\(Self.link(to: file.path))\">\(Markup.escaped(file.path))</a></td>"
        + "<td>\(Markup.escaped(file.summary))</td><td>\(Self.size(file.data.count))</td></tr>\n"
    }
    let works = articles.map { article in
      let title = Markup.escaped(article.title)
      let isWeb = article.link.map { $0.hasPrefix("https://") || $0.hasPrefix("http://") } ?? false
      let name = isWeb ? "<a href=\"\(Markup.escaped(article.link ?? ""))\">\(title)</a>" : title
      let rest = [article.authors, article.venue ?? "", article.year.map(String.init) ?? ""].filter { !$0.isEmpty }
      return "<li>\(name). \(Markup.escaped(rest.joined(separator: ", "))).</li>\n"
    }
    let report =
      files.contains { $0.path == "report.html" } ? "<p><a href=\"report.html\">Read the report</a></p>\n" : ""
    let program = software.first.map { "\($0.name) \($0.version)" } ?? "Plumb"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="generator" content="Plumb">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(Markup.escaped(title))</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; width: 100%; } td { padding: .2rem .6rem .2rem 0; vertical-align: top; }
      td:last-child { text-align: right; white-space: nowrap; } td:first-child { overflow-wrap: anywhere; }
      </style>
      </head>
      <body>
      <main>
      <h1>\(Markup.escaped(title))</h1>
      <p>\(Markup.escaped(summary))</p>
      \(report)\(works.isEmpty ? "" : "<h2>Papers</h2>\n<ul>\n\(works.joined())</ul>\n")<h2>How it was made</h2>
      <p>By \(Markup.escaped(program)) from <a href="\(Self.link(to: manifest))">\(Markup.escaped(manifest))</a>, in \
      \(actions.count == 1 ? "1 stage" : "\(actions.count) stages"), finished on \(date.formatted(.iso8601.year().month().day())). \
      <a href="ro-crate-metadata.json">ro-crate-metadata.json</a> says of each what it read and made.</p>
      <h2>Files</h2>
      <table>
      \(rows.joined())</table>
      </main>
      </body>
      </html>

      """
  }

  private static func link(to path: String) -> String {
    Markup.escaped(path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path)
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 1000
      ? "\(bytes) B" : bytes < 999_500 ? "\((bytes + 500) / 1000) kB" : String(format: "%.1f MB", Double(bytes) / 1e6)
  }
}
