import Documents
import Testing

@testable import Plotting

/// Numbers at the ends of what a double holds, and what is no number: no axis, mark or label may end the program.
@Suite struct ExtremeNumbersTests {
  private static let numbers: [Double] = [
    .nan, .infinity, -.infinity, 1.7e308, -1.7e308, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    -.leastNonzeroMagnitude, 2 * .leastNonzeroMagnitude, .leastNormalMagnitude, 0, 1,
    1 + 1e-15, -3.25, 0x1p63,
  ]
  private static let finite = numbers.filter(\.isFinite)

  @Test(arguments: numbers) func `every number has a label`(_ value: Double) {
    for text in [
      NumberLabel.short(value), NumberLabel.power(value), NumberLabel.exact(value), NumberLabel.fixed(value, digits: 3),
    ] { #expect(!text.isEmpty) }
  }

  @Test(arguments: finite, [30.0, 400]) func `every pair of ends has a scale and ticks`(
    _ low: Double, _ length: Double
  ) throws {
    for high in Self.finite where high >= low {
      let space = TickSpace(length: length, fontSize: 7, isHorizontal: true)
      var scales: [any Scale] = [LinearScale(low...high)]
      scales += [1e-300, 1, 1e300].map { SymlogScale(low...high, threshold: $0) }
      if low > 0 { scales.append(try LogScale(low...high)) }
      for scale in scales {
        let ticks = try scale.ticks(space).all
        #expect(ticks.count < 2_000 && ticks.allSatisfy { $0.value.isFinite })
      }
    }
  }

  private static let marks = [
    #""line": {"x": "x", "y": "y", "markers": true}"#, #""points": {"x": "x", "y": "y", "value": "x"}"#,
    #""band": {"x": "x", "low": "y", "high": "x"}"#, #""errorbars": {"x": "x", "low": "y", "high": "x"}"#,
    #""bars": {"x": "x", "y": "y", "low": "y", "high": "x"}"#, #""histogram": {"x": "x"}"#,
    #""histogram": {"x": "x", "bins": 3, "density": true}"#, #""histogram": {"x": "x", "form": "curve"}"#,
    #""heatmap": {"x": "x", "y": "y", "value": "x", "numbers": true}"#,
    #""contour": {"x": "x", "y": "y", "value": "x"}"#,
    #""rule": {"y": "y"}"#, #""table": {"x": "x", "text": "y"}"#,
  ]

  @Test(arguments: marks, ["linear", "log", "symlog"])
  func `every mark draws such numbers or says why not`(_ mark: String, _ scale: String) throws {
    let axis = "{\"scale\": \"\(scale)\"}"
    let figure = "{\"panels\": [{\"data\": \"t\", \"x\": \(axis), \"y\": \(axis), \"marks\": [{\(mark)}]}]}"
    let specification = try Gallery(figure, tables: "{}").specification
    for (row, x) in Self.numbers.enumerated() {
      let y = Self.numbers[(row * 7 + 3) % Self.numbers.count]
      for pair in [([x], [y]), ([x, y], [y, x]), ([x, y, 1, 2], [0.5, x, y, 1])] {
        let table = try Table([("x", .numbers(pair.0)), ("y", .numbers(pair.1))])
        let tables = ["panels[0].data": table]
        do {
          let drawing = try specification.draw(tables: tables)
          #expect(drawing.width > 0 && !drawing.record.contains("nan"))
          _ = try specification.data(tables: tables)
        } catch let error as PlottingError { #expect(!"\(error)".contains("\n")) }
      }
    }
  }
}
