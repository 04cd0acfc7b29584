import Testing

@testable import Plotting

struct ContrastTests {
  private let white = Color(255, 255, 255)
  private let black = Color(0, 0, 0)

  @Test func `contrast is that of the guidelines' definition`() {
    #expect(white.contrast(black) == 21 && black.contrast(white) == 21 && white.contrast(white) == 1)
    // The brightest greys that pass on white are known: #767676 has 4.54, #777777 has 4.48, #949494 has 3.03.
    for (hex, ratio) in [(0x767676, 4.54), (0x777777, 4.48), (0x949494, 3.03), (0xFF0000, 4.0), (0x0000FF, 8.59)] {
      #expect(abs(Color(hex: UInt32(hex)).contrast(white) - ratio) < 0.006, "\(hex)")
    }
  }

  @Test func `a translucent colour is seen mixed with what is behind it`() {
    #expect(black.faded(0.5).over(white) == Color(128, 128, 128))
    #expect(Color(200, 100, 0, opacity: 0.25).over(Color(0, 0, 100)) == Color(50, 25, 75))
  }

  @Test func `a colour that stands out stays, others move away from the background until they do`() {
    let yellow = Color(hex: 0xFDE725)
    #expect(black.standingOut(from: white, by: 3) == black)
    let moved = yellow.standingOut(from: white, by: 4.5)
    #expect((4.5..<4.8).contains(moved.contrast(white)) && moved.lab.x < yellow.lab.x)
    // Still yellow: its b* is positive and larger than its a*.
    #expect(moved.lab.z > 20 && moved.lab.z > abs(moved.lab.y))
    let page = Color(hex: 0x14171C)
    #expect(black.standingOut(from: page, by: 3).contrast(page) >= 3)
    #expect(Color(hex: 0x101010).faded(0.5).standingOut(from: page, by: 3).opacity == 0.5)
  }

  @Test(arguments: [Theme.light, .dark])
  func `lines and markers stand out by 3 to 1, texts by 4.5 to 1`(theme: Theme) {
    for color in theme.palette { #expect(color.contrast(theme.page) >= Contrast.mark, "\(color.text)") }
    #expect(theme.text.contrast(theme.page) >= 7 && theme.muted.contrast(theme.page) >= Contrast.text)
  }

  @Test(arguments: [ColorMap.viridis, .plasma], [Theme.light, .dark])
  func `series in order have colours in order that stand out`(map: ColorMap, theme: Theme) {
    let colors = (0..<7).map { map.series($0, of: 7, on: theme.page) }
    #expect(colors.allSatisfy { $0.contrast(theme.page) >= Contrast.mark })
    let steps = zip(colors, colors.dropFirst()).map { $1.lab.x - $0.lab.x }
    #expect(steps.allSatisfy { $0 > 2 } && zip(colors, colors.dropFirst()).allSatisfy { $0.difference($1) > 8 })
    #expect(map.series(0, of: 1, on: theme.page).contrast(theme.page) >= Contrast.mark)
  }

  @Test(arguments: [Theme.light, .dark])
  func `series of a diverging map have the colours that its numbers have on the same page`(theme: Theme) throws {
    let places = try #require(ColorMap.diverging.stretch(on: theme.page))
    for (rank, place) in [places.lowerBound, (places.lowerBound + places.upperBound) / 2, places.upperBound]
      .enumerated()
    {
      let color = ColorMap.diverging.series(rank, of: 3, on: theme.page)
      #expect(color == ColorMap.diverging.color(place, onDark: theme.isDark), "\(rank)")
    }
    #expect(places.lowerBound == 0 || places.upperBound == 1)
  }

  @Test func `a map without a colour that stands out still gives some that do`() {
    let grey = Color(hex: 0x777777)
    #expect(ColorMap.diverging.series(1, of: 3, on: white).contrast(white) >= 3)
    #expect(ColorMap.grey.series(2, of: 3, on: grey).contrast(grey) >= 3)
  }

  @Test func `the middle of a diverging map is near the page`() {
    #expect(ColorMap.diverging.color(0.5).contrast(Theme.light.page) < 1.3)
    #expect(ColorMap.diverging.color(0.5, onDark: true).contrast(Theme.dark.page) < 1.3)
    for share in [0, 1.0] {
      #expect(ColorMap.diverging.color(share).contrast(Theme.light.page) > 7)
      #expect(ColorMap.diverging.color(share, onDark: true).contrast(Theme.dark.page) > 7)
    }
  }
}
