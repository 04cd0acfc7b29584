import Testing

@testable import Plotting

struct AnnotationMarkTests {
  @Test func `a text stands beside its place and within the frame`() throws {
    var plot = Fixture.plot()
    try AnnotationMark("far right", x: 10, y: 5, color: Color(0, 0, 0)).draw(on: &plot)
    guard case .text(let item)? = plot.items.first?.shape else {
      Issue.record("no text")
      return
    }
    #expect(plot.frame.contains(item.bounds))
  }

  @Test func `an arrow ends just before its target`() throws {
    var plot = Fixture.plot()
    var mark = AnnotationMark("here", x: 5, y: 9, color: Color(0, 0, 0))
    mark.target = (5, 2)
    try mark.draw(on: &plot)
    #expect(plot.items.count == 3)
    #expect(plot.record[2].hasPrefix("guide fill #000000: 50,78.5"))
  }

  @Test func `a place outside the axes has no text`() throws {
    var plot = Fixture.plot()
    try AnnotationMark("lost", x: 50, y: 5, color: Color(0, 0, 0)).draw(on: &plot)
    #expect(plot.items.isEmpty)
  }
}
