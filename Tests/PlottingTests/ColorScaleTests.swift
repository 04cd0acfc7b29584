import Testing

@testable import Plotting

struct ColorScaleTests {
  @Test func `the table of colours agrees with the map`() throws {
    let colors = ColorScale(try LogScale(1...100))
    let table = colors.colors([1, 10, 100, 1000, .nan, -1])
    #expect(table[0] == colors.color(1) && table[2] == colors.color(100) && table[3] == table[2])
    #expect((table[1]?.difference(ColorMap.viridis.color(0.5)) ?? 99) < 1)
    #expect(table[4] == nil && table[5] == nil)
  }
}
