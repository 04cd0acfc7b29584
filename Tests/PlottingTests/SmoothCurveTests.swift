import Testing

@testable import Plotting

struct SmoothCurveTests {
  private let places = [0, 0.7, 1, 2.5, 3, 4.2]

  @Test func `lines and quadratics come out exact`() throws {
    for function in [{ 3 - 2 * $0 }, { 1 + $0 + 2 * $0 * $0 }] as [(Double) -> Double] {
      let curve = try #require(SmoothCurve(places, places.map(function)))
      for x in stride(from: 0, through: 4.2, by: 0.1) { #expect(abs(curve.value(at: x) - function(x)) < 1e-12) }
    }
  }

  @Test func `3/(d+1) is met within 0.006 from its values at whole d, where straight lines miss it by 0.02`() throws {
    let dimensions = [2.0, 3, 4, 5, 6, 7, 8, 9, 10]
    let curve = try #require(SmoothCurve(dimensions, dimensions.map { 3 / ($0 + 1) }))
    for d in stride(from: 2.0, through: 10, by: 0.05) { #expect(abs(curve.value(at: d) - 3 / (d + 1)) < 6e-3) }
  }

  @Test func `the curve rises where its points do, without corners`() throws {
    let heights = [0, 0.01, 0.02, 5, 5.01, 9]
    let curve = try #require(SmoothCurve(places, heights))
    let xs = Array(stride(from: 0, through: 4.2, by: 0.01))
    let values = xs.map(curve.value)
    #expect(zip(values, values.dropFirst()).allSatisfy { $1 >= $0 - 1e-12 })
    for place in places.dropFirst().dropLast() {
      let (before, after) = (curve.value(at: place - 1e-6), curve.value(at: place + 1e-6))
      let middle = curve.value(at: place)
      #expect(abs((middle - before) - (after - middle)) < 1e-9)
    }
  }

  @Test func `points whose x does not rise stay as they are`() {
    let loop = [Point(0, 0), Point(1, 1), Point(0.5, 2), Point(0, 3)]
    #expect(SmoothCurve.through(loop) == loop && SmoothCurve.through(Array(loop.prefix(2))) == Array(loop.prefix(2)))
    let curve = SmoothCurve.through([Point(0, 0), Point(10, 5), Point(30, 0)], every: 1)
    #expect(
      curve.count == 31 && curve.contains(Point(10, 5)) && curve.first == Point(0, 0) && curve.last == Point(30, 0))
  }

  @Test func `refined values keep those given and stay missing next to a gap`() {
    let fine = SmoothCurve.refined([1, 4, 9, .nan, 25, 36], at: [1, 2, 3, 4, 5, 6], steps: 2)
    #expect(fine.count == 11 && Array(fine.prefix(5)) == [1, 2.25, 4, 6.25, 9])
    #expect(fine[5].isNaN && fine[6].isNaN && fine[7].isNaN && Array(fine.suffix(3)) == [25, 30.5, 36])
  }

  @Test func `a smooth line has more points than a straight one and the same ends`() throws {
    let series = Fixture.series(x: [0, 5, 10], y: [0, 8, 10])
    let straight = try Fixture.drawn(LineMark(series)).items[0].shape.stroke
    let smooth = try Fixture.drawn(LineMark(series, isSmooth: true)).items[0].shape.stroke
    let points = try #require(smooth?.parts.first?.points)
    #expect(points.count > 50 && points.first == straight?.parts[0].points.first)
    #expect(points.last == straight?.parts[0].points.last)
    // A missing value breaks it as it breaks a straight line.
    let broken = Fixture.series(x: [0, 1, 2, 3, 4, 5, 6], y: [0, 1, 2, .nan, 4, 5, 7])
    #expect(try Fixture.drawn(LineMark(broken, isSmooth: true)).items[0].shape.stroke?.parts.count == 2)
  }

  @Test func `a smooth contour of a coarse grid is a circle, a plain one a polygon`() throws {
    let steps = stride(from: -4.0, through: 4, by: 1).map { $0 }
    var series = Fixture.series()
    for y in steps { for x in steps { (series.x, series.y) = (series.x + [x], series.y + [y]) } }
    series.value = zip(series.x, series.y).map { $0 * $0 + $1 * $1 }
    let plot = Fixture.plot(x: -5...5, y: -5...5)
    func worst(isSmooth: Bool) throws -> Double {
      let colors = ColorScale(scale: LinearScale(0...32), hasBar: false)
      let mark = try ContourMark(series, levels: [7.3], colors: colors, isSmooth: isSmooth)
      let points = try #require(try Fixture.drawn(mark, on: plot).items[0].shape.stroke).samples(every: 0.5)
      // One unit is ten points; the circle has its centre in the middle.
      return points.map { abs((($0.x - 50) * ($0.x - 50) + ($0.y - 50) * ($0.y - 50)).squareRoot() - 27.0185) }.max()
        ?? 99
    }
    #expect(try worst(isSmooth: true) < 0.05 && worst(isSmooth: false) > 0.3)
  }
}
