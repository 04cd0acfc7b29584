import Foundation
import Testing

@testable import Plotting

/// Lines of very many points: noise, where each one goes across the panel, is the worst of them.
@Suite struct ThinningTests {
  private let frame = Box(x: 0, y: 0, width: 200, height: 140)

  /// Noise in y, by a generator that is the same everywhere.
  private func noise(_ count: Int) -> [Double] {
    var state: UInt64 = 1
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 0x1p53
    }
  }

  private func line(_ count: Int) -> [Point] {
    zip(noise(count), 0...).map { Point(200 * Double($1) / Double(count - 1), 140 * $0) }
  }

  private func drawing(_ line: [Point], color: Color = Color(16, 85, 215), dash: [Double] = []) -> Drawing {
    Drawing(width: 200, height: 140, .stroke(Path(line), Stroke(color, width: 1.2, dash: dash)))
  }

  /// The share of pixels whose channels differ by more than 2 of 255.
  private func share(_ a: Drawing, _ b: Drawing) throws -> Double {
    let (left, right) = try (a.image(), b.image())
    let places = (0..<left.height).flatMap { row in (0..<left.width).map { (row, $0) } }
    let different = places.count { row, column in
      let (old, new) = (left[column, row], right[column, row])
      return [16, 8, 0].contains { abs(Int(old >> $0 & 255) - Int(new >> $0 & 255)) > 2 }
    }
    return Double(different) / Double(places.count)
  }

  @Test func `a line of few points keeps them all`() {
    let few = line(Thinning.fewest - 1)
    #expect(Thinning.thinned(few, in: frame) == few)
  }

  @Test func `a million points leave no more than can be told apart, in their order`() {
    let points = Thinning.thinned(line(1_000_000), in: frame)
    #expect(points.count <= 40_004 && points.count > 30_000)
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.x <= $1.x })
    #expect(points.first == line(1_000_000).first && points.last?.x == 200)
    let upright = Thinning.thinned(
      line(1_000_000).map { Point($0.y, $0.x) }, in: Box(x: 0, y: 0, width: 140, height: 200))
    #expect(upright.count <= 40_004)
  }

  @Test func `every stretch keeps its first and last point and the outermost two`() {
    // Ten points to each stretch of a fiftieth of a point.
    let whole = line(100_000)
    func stretches(_ points: [Point]) -> [Double: [Point]] {
      Dictionary(grouping: points) { ($0.x / 200 * Thinning.stretches).rounded(.down) }
    }
    let (all, kept) = (stretches(whole), stretches(Thinning.thinned(whole, in: frame)))
    #expect(all.count == kept.count)
    for (place, points) in all {
      let left = kept[place] ?? []
      #expect(left.count <= 4 && left.first == points.first && left.last == points.last)
      #expect(left.map(\.y).min() == points.map(\.y).min() && left.map(\.y).max() == points.map(\.y).max())
    }
  }

  @Test func `what is thinned looks like what is not`() throws {
    let whole = line(100_000)
    let found = try share(drawing(whole), drawing(Thinning.thinned(whole, in: frame)))
    #expect(found <= 0.001, "\(found)")
    // Smooth lines as well; Cairo itself strokes one curve through other points of it 0.3 % apart.
    let waves = (0..<100_000).map { index in
      let t = Double(index) / 99_999
      return Point(200 * t, 70 + 60 * sin(40 * t))
    }
    let spiral = (0..<100_000).map { index in
      let t = Double(index) / 99_999
      return Point(100 + 65 * t * cos(60 * t), 70 + 65 * t * sin(60 * t))
    }
    for curve in [waves, spiral] {
      let found = try share(drawing(curve), drawing(Thinning.thinned(curve, in: frame)))
      #expect(found <= 0.002, "\(found)")
    }
  }

  @Test func `a line in pieces looks like one that is stroked at once`() throws {
    // The same line as eight paths that are below the limit each.
    let whole = line(8_000)
    var parts = drawing(Array(whole[...1_000]))
    for start in stride(from: 1_000, to: 7_999, by: 1_000) {
      let end = min(start + 1_000, 7_999)
      parts.add(.data, .stroke(Path(Array(whole[start...end])), Stroke(Color(16, 85, 215), width: 1.2)))
    }
    #expect(try share(drawing(whole), parts) <= 0.002)
    let faint = Color(16, 85, 215, opacity: 0.4)
    let image = try drawing(whole, color: faint).image()
    // Nowhere is it darker than one layer of the colour.
    let darkest = (0..<image.height).flatMap { row in (0..<image.width).map { Int(image[$0, row] >> 16 & 255) } }.min()
    #expect(try abs(#require(darkest) - 159) <= 2)
  }

  @Test func `the dashes of a long line go on from piece to piece`() throws {
    let dash = [6.0, 4.0]
    let straight = (0..<8_000).map { Point(200 * Double($0) / 7_999, 70) }
    let two = [straight[0], straight[7_999]]
    let dashes = try share(drawing(straight, dash: dash), drawing(two, dash: dash))
    #expect(dashes <= 0.001, "\(dashes)")
  }

  @Test func `a million points and a band of as many are drawn in seconds and small`() throws {
    let count = 1_000_000
    let (xs, ys) = ((0..<count).map(Double.init), noise(count))
    let marks: [any Mark] = [
      LineMark(Fixture.series(x: xs, y: ys)), BandMark(Fixture.series(x: xs, low: ys, high: ys.map { $0 + 1 })),
    ]
    for mark in marks {
      var figure = Figure()
      figure.panels = [Fixture.panel(mark)]
      let start = ContinuousClock.now
      let drawing = try figure.drawing()
      let (pdf, png) = try (drawing.pdf(), drawing.png())
      #expect(pdf.count < 1_000_000 && png.count < 1_000_000)
      // Without optimisation; a hundredth of what it took before.
      #expect(ContinuousClock.now - start < .seconds(60))
    }
  }
}
