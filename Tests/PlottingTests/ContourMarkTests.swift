import Testing

@testable import Plotting

struct ContourMarkTests {
  private func record(_ level: Double, _ function: (Double, Double) -> Double) throws -> [Path.Part] {
    var series = Fixture.series()
    for x in 0...20 {
      for y in 0...20 {
        series.x.append(Double(x) / 2)
        series.y.append(Double(y) / 2)
        series.value.append(function(Double(x) / 2, Double(y) / 2))
      }
    }
    var plot = Fixture.plot()
    try ContourMark(series, levels: [level], colors: ColorScale(LinearScale(0...30))).draw(on: &plot)
    guard case .stroke(let path, _)? = plot.items.first?.shape else { return [] }
    return path.parts
  }

  @Test func `the level line of a plane is exact and in one piece`() throws {
    let parts = try record(7.3) { x, y in x + y }
    #expect(parts.count == 1)
    #expect(parts[0].points.allSatisfy { abs($0.x / 10 + (100 - $0.y) / 10 - 7.3) < 1e-9 })
  }

  @Test func `the level line of a cone is a closed circle up to the grid's step`() throws {
    let parts = try record(3) { x, y in ((x - 5) * (x - 5) + (y - 5) * (y - 5)).squareRoot() }
    #expect(parts.count == 1)
    let points = parts[0].points
    #expect(abs(points[0].x - points[points.count - 1].x) < 1e-6)
    for point in points {
      let radius = ((point.x - 50) * (point.x - 50) + (point.y - 50) * (point.y - 50)).squareRoot()
      #expect(abs(radius - 30) < 0.3)
    }
  }

  @Test func `a missing value leaves a hole`() throws {
    let parts = try record(5) { x, y in x == 5 && y == 5 ? .nan : x + 0.01 * y }
    #expect(parts.count == 2)
  }
}
