import Testing

@testable import Plotting

struct AxisTests {
  private func extent(_ values: [Double]) -> Extent {
    var extent = Extent()
    extent.include(values)
    return extent
  }

  @Test func `data have a margin, given ends have none`() throws {
    var axis = Axis()
    let domain = try axis.scale(covering: extent([0, 100]), name: "x").domain
    #expect(domain == -4...104)
    (axis.lower, axis.upper) = (0, 50)
    #expect(try axis.scale(covering: extent([0, 100]), name: "x").domain == 0...50)
  }

  @Test func `an extent may ask for more room, on log axes in ratios`() throws {
    var wide = extent([1, 100])
    wide.margin = 0.5
    var axis = Axis()
    #expect(try axis.scale(covering: wide, name: "x").domain == -48.5...149.5)
    axis.scale = .log
    let domain = try axis.scale(covering: wide, name: "x").domain
    #expect(abs(domain.lowerBound - 0.1) < 1e-12 && abs(domain.upperBound - 1000) < 1e-9)
  }

  @Test func `a log axis begins at the least positive value`() throws {
    var axis = Axis()
    axis.scale = .log
    let domain = try axis.scale(covering: extent([-5, 0, 1, 100]), name: "y").domain
    #expect((0.8...0.9).contains(domain.lowerBound) && (110...130).contains(domain.upperBound))
    #expect(try axis.scale(covering: extent([-1]), name: "y").domain.lowerBound > 0)
  }

  @Test func `ends in the wrong order and non-positive ends of a log axis are refused`() {
    var axis = Axis()
    (axis.lower, axis.upper) = (2, 1)
    #expect(throws: PlottingError.emptyScale(axis: "x", reason: "its lower end is not below its upper end")) {
      try axis.scale(covering: Extent(), name: "x")
    }
    (axis.lower, axis.upper, axis.scale) = (-1, 1, .log)
    #expect(throws: PlottingError.emptyScale(axis: "x", reason: "a log scale needs positive ends")) {
      try axis.scale(covering: Extent(), name: "x")
    }
  }

  @Test func `one given end beyond the data still makes an axis`() throws {
    for scale in ScaleName.allCases {
      var axis = Axis()
      axis.scale = scale
      axis.lower = 1000
      #expect(try axis.scale(covering: extent([1, 10]), name: "x").domain.lowerBound < .infinity)
      (axis.lower, axis.upper) = (nil, 0.001)
      #expect(try axis.scale(covering: extent([1, 10]), name: "x").domain.lowerBound < .infinity)
    }
  }

  @Test func `chosen ticks inside the axis are kept, labels thinned until they fit`() throws {
    var axis = Axis()
    axis.ticks = [0, 1, 2, 3, 99]
    let space = TickSpace(length: 40, fontSize: 7, isHorizontal: true)
    let ticks = try axis.ticks(on: LinearScale(0...3), space).all
    #expect(ticks.map(\.value) == [0, 1, 2, 3])
    #expect(ticks.compactMap(\.label).count < 5)
  }
}
