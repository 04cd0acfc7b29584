import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct EndConstantsStageTests {
  @Test func `constants come back from what they make of both parities`() throws {
    let bench = try StageBench()
    // mu = (a + (-1)^k b) shape with a = -3, b = 0.5.
    try bench.give(
      "data",
      csv: """
        layers,degree,mu,shape,at-one,at-minus-one
        2,9,-0.875,0.25,-3,0.5
        2,10,-0.5,0.2,-3,0.5
        3,9,1,0.25,4,0
        3,10,2,0.5,4,0

        """)
    try bench.run(EndConstantsStage.self, #""data": "d", "group": ["layers"], "degree": 10"#)
    let table = try bench.table("constants")
    #expect(close(try table.numbers("measured-at-one"), [-3, 4], 1e-15))
    #expect(close(try table.numbers("measured-at-minus-one"), [0.5, 0], 1e-15))
    #expect(try table.numbers("at-one") == [-3, 4])
  }

  @Test func `a degree that is missing is said, with its group and the remedy`() throws {
    let bench = try StageBench()
    try bench.give("data", csv: "layers,degree,mu,shape,at-one,at-minus-one\n2,9,1,1,1,0\n")
    #expect(
      bench.complaint(EndConstantsStage.self, #""data": "d", "group": ["layers"], "degree": 10"#)
        == "the spectrum of layers=2 has no degree 10; raise `degrees` of its `spectrum` stage, "
        + "or choose a lower `degree`")
  }

  @Test func `an odd degree is refused`() throws {
    #expect(
      try StageBench.problems(EndConstantsStage.self, #""data": "d", "group": ["layers"], "degree": 9"#)
        == ["9 is odd in stage `s`; give an even degree"])
  }
}
