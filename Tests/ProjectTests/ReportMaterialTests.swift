import Documents
import Foundation
import PlumbTestSupport
import Testing

@Suite struct ReportMaterialTests {
  @Test func `a crate tells what each stage read, by path and digest, and which files the run published`() throws {
    let project = try TestProject.ran()
    #expect(try project.plumb("attach", "--crate", "r.zip").code == 0)
    let text = try project.run(URL(filePath: "/usr/bin/env"), ["unzip", "-p", "r.zip", "ro-crate-metadata.json"]).output
    let entities = try TestProject.parse(text)["@graph"]?.elements ?? []
    func entity(_ key: String, _ value: String) -> JSON? { entities.first { $0[key]?.string == value } }
    // What a stage reads is what the stage above it made.
    for (reader, above) in [("eigen[seed=2]", "gram[seed=2]"), ("fit", "spectrum")] {
      let read = entity("name", reader)?["object"]?["@id"]
      #expect(read != nil && read == entity("name", above)?["result"]?["@id"], "\(reader)")
    }
    #expect(entity("name", "clusters[seed=1]")?["object"]?.elements?.count == 2)
    let results = entity("@id", "#run")?["result"]?.elements?.compactMap { $0["@id"]?.string } ?? []
    #expect(
      Set(results) == [
        "figures/decay.pdf", "figures/decay.png", "figures/decay.csv", "reports/paper.md", "reports/report.md",
        "reports/provenance.json",
      ])
  }
}
