import Documents
import Testing

@testable import Plotting

struct FigureDataTests {
  private func data(_ marks: String, _ axes: String = "") throws -> Table {
    let tables = """
      {"t": {"x": [1, 2, 3, 4], "y": [-1, 5, 20, 7], "low": [-9, 4, 15, -3], "high": [-2, 6, 25, 30], "l": [2, 2, 3, 3],
             "p": ["odd", "even", "odd", "even"]}}
      """
    let figure = "{\"panels\": [{\"data\": \"t\", \(axes) \"marks\": [\(marks)]}]}"
    let gallery = try Gallery(text: "{\"figure\": \(figure), \"tables\": \(tables)}")
    #expect(gallery.problems.isEmpty, "\(gallery.problems)")
    return try gallery.specification.data(tables: gallery.tables)
  }

  @Test(arguments: [
    (#""points": {"x": "x", "y": "y"}"#, #""y": {"from": 0, "to": 10},"#, [0, 1, 0, 1.0]),
    (#""points": {"x": "x", "y": "y"}"#, #""x": {"to": 3},"#, [1, 1, 1, 0]),
    (#""points": {"x": "x", "y": "y"}"#, #""y": {"scale": "log", "to": 10},"#, [0, 1, 0, 1]),
    (#""errorbars": {"x": "x", "low": "low", "high": "high"}"#, #""y": {"from": 0, "to": 10},"#, [0, 1, 0, 1]),
    (#""errorbars": {"x": "x", "low": "low", "high": "high"}"#, #""y": {"scale": "log", "to": 10},"#, [0, 1, 0, 1]),
    (
      #""errorbars": {"y": "x", "low": "low", "high": "high", "horizontal": true}"#, #""x": {"from": 0, "to": 10},"#,
      [0, 1, 0, 1]
    ),
  ])
  func `a row is drawn if some of it lies within the axes`(mark: String, axes: String, drawn: [Double]) throws {
    #expect(try data("{\(mark)}", axes).numbers("drawn") == drawn)
  }
}
