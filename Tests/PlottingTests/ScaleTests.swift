import Testing

@testable import Plotting

struct ScaleTests {
  private let space = TickSpace(length: 100, fontSize: 7, isHorizontal: true)

  @Test func `labels that touch do not fit and labels apart do`() throws {
    #expect(try space.fits([(0, "1"), (0.5, "2"), (1, "3")]))
    #expect(try !space.fits([(0.5, "1000"), (0.6, "2000")]))
    #expect(try space.fits([]))
  }

  @Test func `upright labels need only their height`() throws {
    var upright = space
    upright.isHorizontal = false
    #expect(try upright.fits([(0.5, "1000000000"), (0.7, "2000000000")]))
    #expect(try !upright.fits([(0.5, "1"), (0.55, "2")]))
  }

  @Test func `slanted labels need a line's height along a horizontal axis`() {
    #expect(space.fitsSlanted(7))
    #expect(!space.fitsSlanted(8))
  }
}
