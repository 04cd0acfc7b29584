import Documents
import Foundation
import PlumbTestSupport
import Testing

@Suite struct GraphFileTests {
  @Test func `a drawing of the graph replaces an earlier one and nothing else`() throws {
    let project = try TestProject()
    let manifest = project.place("pipeline.json")
    let before = try Data(contentsOf: manifest)
    for format in ["mermaid", "dot", "svg", "pdf", "json"] {
      for _ in 0..<2 {
        let drawn = try project.plumb("graph", "--format", format, "-o", "graph.\(format)")
        #expect(drawn.code == 0 && drawn.error.isEmpty, "\(format): \(drawn.error)")
      }
      let refused = try project.plumb("graph", "--format", format, "-o", "pipeline.json")
      #expect(refused.code == 1)
      #expect(
        refused.error
          == "plumb: pipeline.json holds what plumb did not write; move it away, name another place, or accept that it is "
          + "replaced with --replace\n")
    }
    #expect(try Data(contentsOf: manifest) == before)
    // What is written is still of its format.
    let record = try TestProject.parse(try project.text("graph.json"))
    #expect(record["boxes"]?.elements?.count == 14)
    let svg = try project.text("graph.svg")
    #expect(svg.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "))
  }
}
