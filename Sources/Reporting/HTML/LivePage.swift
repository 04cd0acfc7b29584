import Foundation

/// A report on the disk of whoever writes it: an open page loads itself again when a new one was written.
///
/// There is no server. Beside the page stands a script that says which page is the newest, and the page loads that
/// script over and over. No script but these and the report's own can run: the page's policy names them.
public struct LivePage: Sendable {
  /// The page, and what stands beside it under the name ``stampName``.
  public let html, stamp: String
  public static let stampName = "newest.js"

  /// A page of the `html` of a report; `name` is one that no other content has, of letters and digits.
  public init(_ html: String, name: String) {
    stamp = "plumbNewest(\"\(name)\");\n"
    let policy = HTMLReport.policy.replacing("script-src ", with: "script-src 'nonce-\(name)' ", maxReplacements: 1)
    let script = """
      <script nonce="\(name)">
      globalThis.plumbNewest = name => { if (name !== "\(name)") location.reload(); };
      setInterval(() => {
        const script = document.createElement("script");
        script.nonce = "\(name)";
        script.src = "\(Self.stampName)?" + Date.now();
        script.onload = script.onerror = () => script.remove();
        document.head.append(script);
      }, 100);
      </script>

      """
    self.html = html.replacing(HTMLReport.policy, with: policy, maxReplacements: 1)
      .replacing("</body>", with: script + "</body>", maxReplacements: 1)
  }
}
