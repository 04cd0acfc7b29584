import Testing

@testable import Plotting

struct ColorTests {
  @Test func `hexadecimal texts are read strictly`() {
    #expect(Color("#0072B2") == Color(0, 0x72, 0xB2))
    #expect(["0072B2", "#0072B", "#0072BG", "#+072B2", "", "red"].allSatisfy { Color($0) == nil })
  }

  @Test func `a colour prints its opacity only if it has one`() {
    #expect(Color(hex: 0x0072B2).text == "#0072B2" && Color(hex: 0x0072B2).faded(0.25).text == "#0072B2/0.25")
  }

  @Test func `linear light follows IEC 61966-2-1 and returns to every byte`() {
    // 0.21586 is the standard's value for 128/255.
    #expect(abs(Color(128, 0, 255).linear.x - 0.215_860_5) < 1e-6 && Color(128, 0, 255).linear.z == 1)
    for byte in 0...255 {
      let color = Color(UInt8(byte), UInt8(255 - byte), 7)
      #expect(Color(linear: color.linear) == color)
    }
  }

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

  private func leastDifference(_ palette: [Color], _ vision: ColorVision) -> Double {
    let seen = palette.map(vision.simulated)
    return seen.indices.flatMap { a in seen.indices.filter { $0 > a }.map { seen[a].difference(seen[$0]) } }.min() ?? 0
  }

  @Test(arguments: ColorVision.allCases)
  func `every pair of colours can be told apart by every reader`(vision: ColorVision) {
    // 2.3 is a just noticeable difference (Mahy et al. 1994).
    #expect(leastDifference(Palette.light, vision) > 28 && leastDifference(Palette.dark, vision) > 20)
  }

  @Test func `every colour stands out from its page`() {
    for color in Palette.light { #expect(color.lab.x < 76) }
    for color in Palette.dark { #expect(color.lab.x > 50) }
  }

  @Test func `the first three colours differ in grey print`() {
    let greys = Palette.light.prefix(3).map { $0.lab.x }.sorted()
    #expect(zip(greys.dropFirst(), greys).allSatisfy { $0 - $1 > 7 })
  }

  @Test func `every series has a dash and a marker of its own`() {
    #expect(Set(Theme.dashes).count == Palette.light.count && MarkerShape.allCases.count == Palette.light.count)
    #expect(Palette.light.count == Palette.dark.count)
  }

  @Test(arguments: Theme.Name.allCases)
  func `text stands out from the background`(name: Theme.Name) throws {
    let theme = Theme.named(name)
    let background = try #require(theme.background)
    #expect(theme.text.difference(background) > 75 && theme.muted.difference(background) > 40)
    #expect(theme.grid.difference(background) < 25)
  }

  @Test func `greys look the same to all readers`() {
    for vision in ColorVision.allCases {
      for level: UInt8 in [0, 100, 255] {
        #expect(vision.simulated(Color(level, level, level)).difference(Color(level, level, level)) < 0.5)
      }
    }
  }

  @Test func `red and green are close for a deuteranope, blue is not`() {
    let (red, green, blue) = (Color(190, 90, 0), Color(120, 130, 0), Color(0, 90, 190))
    let seen = [red, green, blue].map(ColorVision.deuteranopia.simulated)
    #expect(seen[0].difference(seen[1]) < red.difference(green) / 3 && seen[0].difference(seen[2]) > 60)
  }

  @Test func `CIE Lab values are those of the standard`() {
    // sRGB red under D65: L* 53.24, a* 80.09, b* 67.20 (Lindbloom).
    let lab = Color(255, 0, 0).lab
    #expect(abs(lab.x - 53.24) < 0.01 && abs(lab.y - 80.09) < 0.01 && abs(lab.z - 67.20) < 0.02)
    #expect(abs(Color(255, 255, 255).lab.x - 100) < 1e-3 && Color(lab: lab) == Color(255, 0, 0))
  }
}
