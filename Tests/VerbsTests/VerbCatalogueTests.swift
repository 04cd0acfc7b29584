import Documents
import Pipeline
import Testing
import Verbs

@Suite struct VerbCatalogueTests {
  @Test func `what has tables in memory asks for more where these are larger`() {
    let readers = VerbCatalogue.kinds.filter { type in
      let stage = type.init(Fields(JSON(.object([])), context: "a stage"))
      return stage.memoryPerByte > 0
    }
    let names = Set(readers.map { $0.kind.name })
    #expect(names.isSuperset(of: ["summarise", "fit", "compare", "relative", "local-exponents", "figure", "claim"]))
    #expect(!names.contains("table") && !names.contains("command") && !names.contains("paper"))
  }
}
