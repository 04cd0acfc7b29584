import Testing

@testable import Plotting

struct SeriesTests {
  @Test func `dashes of a look grow with the width of its line`() {
    let look = Look(color: Color(0, 0, 0), dash: [4, 2], width: 2)
    #expect(look.stroke.dash == [8, 4] && look.stroke.width == 2)
  }
}
