import Testing

@testable import Plotting

struct MarkTests {
  @Test func `an extent covers finite values and remembers the least positive one`() {
    var extent = Extent()
    #expect(extent.isEmpty)
    extent.include([.nan, -3, .infinity, 0, 0.5, 7])
    #expect(extent.lower == -3 && extent.upper == 7 && extent.lowestPositive == 0.5)
  }

  @Test func `extents join`() {
    var (a, b) = (Extent(), Extent())
    a.include([1, 2])
    b.include([5])
    b.isFlushBelow = true
    a.include(b)
    #expect(a.lower == 1 && a.upper == 5 && a.isFlushBelow && !a.isFlushAbove)
    a.include(Extent())
    #expect(a.lower == 1 && a.upper == 5)
  }
}
