import Documents
import Foundation
import Testing
import VerbsTestSupport

@testable import Papers

@Suite struct EndConstantsStageTests {
  private let header = "layers,dimension,degree,mu,shape,at-one,at-minus-one\n"

  @Test func `constants come back from what they make of both parities`() throws {
    // mu = (a + (-1)^k b) shape with a = -3, b = 0.5.
    let data =
      header + """
        2,4,9,-0.875,0.25,-3,0.5
        2,4,10,-0.5,0.2,-3,0.5
        3,4,9,1,0.25,4,0
        3,4,10,2,0.5,4,0

        """
    let text = #""data": "d", "group": ["layers"], "degree": 10, "corrections": 0"#
    let table = try StageBench(EndConstantsStage.self, text, csv: ["data": data]).table("constants")
    #expect(close(try table.numbers("measured-at-one"), [-3, 4], 1e-15))
    #expect(close(try table.numbers("measured-at-minus-one"), [0.5, 0], 1e-15))
    #expect(try table.numbers("at-one") == [-3, 4] && table.numbers("order") == [0, 0])
  }

  @Test func `each order removes one more power of the centred degree`() throws {
    // d = 8: x = k + 3. Even degrees have -2 (1 + 20/x^2 - 7/x^4), odd ones 5 (1 - 3/x^2 + 100/x^4): c_1 = 3/2, c_-1 = -7/2.
    let rows = [40, 20, 10, 39, 19, 9].map { k in
      let x = Double(k) + 3
      let mu = k % 2 == 0 ? -2 * (1 + 20 * pow(x, -2) - 7 * pow(x, -4)) : 5 * (1 - 3 * pow(x, -2) + 100 * pow(x, -4))
      return "2,8,\(k),\(0.5 * mu),0.5,1.5,-3.5\n"
    }
    let text = #""data": "d", "group": ["layers"], "degree": 40, "corrections": 2"#
    let table = try StageBench(EndConstantsStage.self, text, csv: ["data": header + rows.joined()]).table("constants")
    let (one, minus) = (try table.numbers("measured-at-one"), try table.numbers("measured-at-minus-one"))
    #expect(try table.numbers("order") == [0, 1, 2] && table.numbers("layers") == [2, 2, 2])
    #expect(abs(one[2] - 1.5) < 1e-13 && abs(minus[2] + 3.5) < 1e-13)
    #expect(abs(one[0] - 1.5) > 10 * abs(one[1] - 1.5) && abs(one[1] - 1.5) > 1e-6)
  }

  @Test func `a degree that is missing is said, with its group and the remedy`() throws {
    #expect(
      try StageBench.complaint(
        EndConstantsStage.self, #""data": "d", "group": ["layers"], "degree": 10, "corrections": 0"#,
        csv: ["data": header + "2,4,9,1,1,1,0\n"])
        == "the spectrum of layers=2 has no degree 10; raise `degrees` of its `spectrum` stage, "
        + "or choose a lower `degree`")
  }

  @Test(arguments: [
    (9, 0, "9 over 2^0 is no even number in stage `s`; give a multiple of 2"),
    (12, 2, "12 over 2^2 is no even number in stage `s`; give a multiple of 8"),
  ])
  func `a degree without the even parts that are needed is refused`(degree: Int, order: Int, sentence: String) throws {
    let text = #""data": "d", "group": ["layers"], "degree": \#(degree), "corrections": \#(order)"#
    #expect(try StageBench.problems(EndConstantsStage.self, text) == [sentence])
  }
}
