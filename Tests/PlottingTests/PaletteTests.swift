import Testing

@testable import Plotting

struct PaletteTests {
  private func leastDifference(_ palette: [Color], _ vision: ColorVision) -> Double {
    let seen = palette.map(vision.simulated)
    return seen.indices.flatMap { a in seen.indices.filter { $0 > a }.map { seen[a].difference(seen[$0]) } }.min() ?? 0
  }

  @Test(arguments: ColorVision.allCases)
  func `every pair of colours can be told apart by every reader`(vision: ColorVision) {
    // 2.3 is a just noticeable difference (Mahy et al. 1994).
    #expect(leastDifference(Palette.light, vision) > 28)
    #expect(leastDifference(Palette.dark, vision) > 20)
  }

  @Test func `every colour stands out from its page`() {
    for color in Palette.light { #expect(color.lab.x < 76) }
    for color in Palette.dark { #expect(color.lab.x > 50) }
  }

  @Test func `the first three colours differ in grey print`() {
    let greys = Palette.light.prefix(3).map { $0.lab.x }.sorted()
    #expect(zip(greys.dropFirst(), greys).allSatisfy { $0 - $1 > 7 })
  }
}
