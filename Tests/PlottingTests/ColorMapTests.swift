import Testing

@testable import Plotting

struct ColorMapTests {
  @Test func `sequential maps go one way in lightness`() {
    for map in [ColorMap.viridis, .grey] {
      let light = (0...50).map { map.color(Double($0) / 50).lab.x }
      let steps = zip(light.dropFirst(), light).map { $0 - $1 }
      #expect(steps.allSatisfy { $0 > 0 } || steps.allSatisfy { $0 < 0 }, "\(map)")
    }
  }

  @Test func `viridis begins, ends and passes the middle as published`() {
    #expect(ColorMap.viridis.color(0) == Color(hex: 0x440154))
    #expect(ColorMap.viridis.color(1) == Color(hex: 0xFDE725))
    #expect(ColorMap.viridis.color(0.5).difference(Color(hex: 0x21918C)) < 3)
  }

  @Test func `the diverging map is symmetric in lightness and pale in the middle`() {
    for step in 0...20 {
      let (low, high) = (Double(step) / 40, 1 - Double(step) / 40)
      #expect(abs(ColorMap.diverging.color(low).lab.x - ColorMap.diverging.color(high).lab.x) < 3)
    }
    #expect(ColorMap.diverging.color(0.5).lab.x > 93)
  }

  @Test func `values outside and missing values have an end's colour`() {
    #expect(ColorMap.viridis.color(-3) == ColorMap.viridis.color(0))
    #expect(ColorMap.viridis.color(7) == ColorMap.viridis.color(1))
    #expect(ColorMap.viridis.color(.nan) == ColorMap.viridis.color(0))
  }
}
