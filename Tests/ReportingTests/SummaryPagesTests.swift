import Documents
import Testing

@testable import Reporting

@Suite struct ProvenancePageTests {
  @Test func `the page shows machine, libraries and cost`() throws {
    let record = try ClaimTests.json(
      #"""
      {"profile": "quick", "machine": {"processor": "P", "memory": 8000000000, "clean": true},
       "libraries": {"MPFR": "4.2.0", "fonts": {"bold": {"file": "/f.ttf", "sha256": "0123456789abcdef0123"}}},
       "stages": [
         {"id": "a[x=1]", "kind": "fit", "key": "abcdef0123456789", "seconds": 0.25, "memory": 5000000, "cores": 1,
          "time": "2026-01-02T03:04:05Z", "host": "here", "program": "plumb 1"},
         {"id": "b", "kind": "spectrum", "key": "bbbbbbbbbbbbbbbb", "seconds": 12, "memory": 2500000000, "cores": 2,
          "time": "2026-01-02T03:04:01Z", "host": "there", "program": "plumb 1"}]}
      """#)
    let page = ProvenancePage(record).markdown
    for part in [
      "Profile `quick`: 2 results, 12.2 s of computing in all; made between 2026-01-02T03:04:01Z and "
        + "2026-01-02T03:04:05Z on here, there by plumb 1.",
      "| processor | P |", "| memory | 8.0 GB |", "| clean | yes |", "| MPFR | 4.2.0 |",
      "| fonts, bold | /f.ttf, sha256 `0123456789abcdef` |",
      "| spectrum | 1 | 12 s | 2.5 GB |\n| fit | 1 | 250 ms | 5 MB |",
      "| `a[x=1]` | fit | 250 ms | 5 MB | 1 | `abcdef012345` |",
    ] { #expect(page.contains(part), "\(part) in\n\(page)") }
  }

  @Test func `an empty record makes a page`() throws {
    #expect(ProvenancePage(try ClaimTests.json("{}")).markdown.contains("Profile `unknown`: 0 results"))
  }
}
