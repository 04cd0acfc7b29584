@testable import Plotting

/// A plot area of 100 by 100 points with its corner at the origin, and series to draw on it.
enum Fixture {
  static func plot(x: ClosedRange<Double> = 0...10, y: ClosedRange<Double> = 0...10) -> Plot {
    Plot(
      frame: Box(x: 0, y: 0, width: 100, height: 100), x: LinearScale(x), y: LinearScale(y), theme: .light)
  }

  static func logPlot() throws -> Plot {
    Plot(
      frame: Box(x: 0, y: 0, width: 100, height: 100), x: try LogScale(1...1e4), y: try LogScale(1e-4...1),
      theme: .light)
  }

  static func series(x: [Double] = [], y: [Double] = [], low: [Double] = [], high: [Double] = []) -> Series {
    var series = Series(look: Look(color: Color(hex: 0x112233)))
    (series.x, series.y, series.low, series.high) = (x, y, low, high)
    return series
  }
}

extension Plot {
  /// The drawing calls as text; see ``Drawing/record``.
  var record: [String] {
    var drawing = Drawing(width: 100, height: 100)
    drawing.items = items
    return drawing.record.split(separator: "\n").dropFirst().map(String.init)
  }
}
