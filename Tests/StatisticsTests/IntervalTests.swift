import Testing

@testable import Statistics

struct IntervalTests {
  @Test func `ends are put in order`() {
    #expect(Interval(lower: 2, upper: 1) == Interval(lower: 1, upper: 2))
    #expect(Interval(center: 3, halfWidth: -1) == Interval(lower: 2, upper: 4))
  }

  @Test func `an interval knows its center, width and members`() {
    let interval = Interval(lower: 1, upper: 4)
    #expect(interval.center == 2.5 && interval.width == 3)
    #expect(interval.contains(1) && interval.contains(4) && !interval.contains(4.1) && !interval.contains(.nan))
  }

  @Test func `the span of nothing does not exist`() {
    #expect(Interval(spanning: []) == nil)
    #expect(Interval(spanning: [3, -1, 2]) == Interval(lower: -1, upper: 3))
  }
}
