import Testing

@testable import Plotting

struct ThemeTests {
  @Test func `every series has a dash and a marker of its own`() {
    #expect(Set(Theme.dashes).count == Palette.light.count)
    #expect(MarkerShape.allCases.count == Palette.light.count)
    #expect(Palette.light.count == Palette.dark.count)
  }

  @Test(arguments: Theme.Name.allCases)
  func `text stands out from the background`(name: Theme.Name) throws {
    let theme = Theme.named(name)
    let background = try #require(theme.background)
    #expect(theme.text.difference(background) > 75)
    #expect(theme.muted.difference(background) > 40)
    #expect(theme.grid.difference(background) < 25)
  }
}
