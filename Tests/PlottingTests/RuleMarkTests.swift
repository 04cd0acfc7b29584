import Testing

@testable import Plotting

struct RuleMarkTests {
  @Test func `rules cross the panel and those outside are left out`() throws {
    var plot = Fixture.plot()
    try RuleMark(Fixture.series(y: [5, 50])).draw(on: &plot)
    try RuleMark(Fixture.series(x: [2])).draw(on: &plot)
    #expect(plot.record == ["guide stroke #112233 1.2: 0,50 100,50", "guide stroke #112233 1.2: 20,100 20,0"])
  }

  @Test func `the text stands where the panel is free`() throws {
    var plot = Fixture.plot()
    plot.draw(.fill(Path(Box(x: 40, y: 0, width: 60, height: 100)), Color(0, 0, 0)))
    var mark = RuleMark(Fixture.series(y: [5]))
    mark.text = "limit"
    try mark.draw(on: &plot)
    guard case .text(let item)? = plot.items.last?.shape else {
      Issue.record("no text")
      return
    }
    #expect(item.bounds.right < 40 && item.bounds.bottom < 50)
  }
}
