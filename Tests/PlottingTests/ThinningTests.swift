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

  private func drawing(parts: [Path.Part]) -> Drawing {
    Drawing(width: 200, height: 140, .stroke(Path(parts: parts), stroke))
  }

  /// The share of pixels whose channels differ by more than so many of 255 levels.
  private func share(_ a: Drawing, _ b: Drawing, above levels: Int = 2) throws -> Double {
    let (left, right) = try (a.image(), b.image())
    var different = 0
    for row in 0..<left.height {
      for column in 0..<left.width {
        let (old, new) = (left[column, row], right[column, row])
        let isOther = [16, 8, 0].contains { (shift: Int) -> Bool in
          let (a, b) = (Int(old >> shift & 255), Int(new >> shift & 255))
          return abs(a - b) > levels
        }
        if isOther { different += 1 }
      }
    }
    return Double(different) / Double(left.width * left.height)
  }

  private let stroke = Stroke(Color(16, 85, 215), width: 1.2)

  private func thinned(_ line: [Point]) -> [Path.Part] { Thinning.thinned(line, stroke, in: frame) }

  private func count(_ parts: [Path.Part]) -> Int { parts.reduce(0) { $0 + $1.points.count } }

  @Test func `a line of few points keeps them all`() {
    let few = line(Thinning.fewest - 1)
    #expect(thinned(few).map(\.points) == [few] && Thinning.outline(few, in: frame) == few)
    let dashed = Stroke(stroke.color, width: 1.2, dash: [3, 2])
    #expect(
      Thinning.thinned(line(9_000), dashed, in: frame).map(\.points) == [Thinning.outline(line(9_000), in: frame)])
  }

  @Test func `a million points leave no more than can be told apart`() throws {
    let whole = line(1_000_000)
    let parts = thinned(whole)
    #expect(count(parts) < 100_000 && count(parts) > 20_000, "\(count(parts))")
    #expect(parts.contains { $0.points.contains(whole[0]) } && parts.last?.points.last == whole.last)
    #expect(count(thinned(whole.map { Point($0.y, $0.x) })) < 100_000)
    let circle = (0..<1_000_000).map { index in
      let angle = Double(index) / 1e5
      return Point(100 + 60 * cos(angle), 70 + 60 * sin(angle))
    }
    #expect(count(thinned(circle)) < 2_000, "\(count(thinned(circle)))")
    let fuzz = zip(noise(300_000), noise(300_001).dropFirst()).map { Point(200 * $0, 140 * $1) }
    #expect(count(thinned(fuzz)) <= 300_000)
  }

  @Test func `closed lines around windows reach as far as the points in them, and lie between these`() throws {
    let whole = line(100_000)
    let loops = thinned(whole).filter(\.isClosed)
    #expect(loops.count > 500)
    let window = 2 * (1.2 * Thinning.tolerance).squareRoot()
    for loop in loops.prefix(50) {
      let places = loop.points.map(\.x)
      let (left, right) = try (#require(places.min()), #require(places.max()))
      let inside = whole.filter { left <= $0.x && $0.x <= right }
      #expect(right - left < window && inside.count > loop.points.count / 4)
      #expect(
        loop.points.map(\.y).min() == inside.map(\.y).min() && loop.points.map(\.y).max() == inside.map(\.y).max())
    }
  }

  @Test func `every stretch of an edge keeps its first and last point and the outermost two`() throws {
    // Ten points to each stretch of a fiftieth of a point.
    let whole = line(100_000)
    func stretches(_ points: [Point]) -> [Double: [Point]] {
      Dictionary(grouping: points) { ($0.x / 200 * Thinning.stretches).rounded(.down) }
    }
    let (all, kept) = (stretches(whole), stretches(Thinning.outline(whole, in: frame)))
    #expect(all.count == kept.count)
    for (place, points) in all {
      let left = kept[place] ?? []
      #expect(left.count <= 4 && left.first == points.first && left.last == points.last)
      #expect(left.map(\.y).min() == points.map(\.y).min() && left.map(\.y).max() == points.map(\.y).max())
    }
  }

  @Test func `what is thinned looks like what is not`() throws {
    let whole = line(100_000)
    let (old, new) = (drawing(whole), drawing(parts: thinned(whole)))
    let (any, much) = try (share(old, new, above: 0), share(old, new))
    #expect(any <= 0.001 && much == 0, "\(any), \(much)")
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
      let found = try share(drawing(curve), drawing(parts: thinned(curve)))
      #expect(found <= 0.002, "\(found)")
    }
  }

  @Test(arguments: [false, true]) func `a line looks the same in few bands and in many`(isLying: Bool) throws {
    // Repeating the last point makes bands narrower, and draws nothing.
    let few = line(5_000).map { isLying ? Point($0.y * 200 / 140, $0.x * 140 / 200) : $0 }
    let many = few + Array(repeating: few[4_999], count: 15_000)
    for color in [Color(16, 85, 215), Color(16, 85, 215, opacity: 0.4)] {
      let found = try share(drawing(few, color: color), drawing(many, color: color), above: 0)
      // Cairo rounds where edges meet.
      #expect(found <= 0.0005, "\(found)")
    }
    // Its corners are rounder than those of a line that is stroked at once.
    let found = try share(drawing(few), drawing(Array(few.dropLast())), above: 8)
    #expect(found <= 0.001, "\(found)")
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
