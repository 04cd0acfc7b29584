import Testing

@testable import Pipeline

@Suite struct WorkerPoolTests {
  private typealias Refusals = WorkerLoop.Refusals

  @Test func `workers that were started together are refused together, which counts once`() {
    var refusals = Refusals()
    for number in 0..<8 {
      #expect(refusals.add(.init(reason: "no partition \(number)", round: 0), othersWork: false) == nil)
    }
    #expect(refusals.round == 1 && refusals.until > .now)
    #expect(refusals.add(.init(reason: "again", round: 1), othersWork: false) == nil)
    #expect(refusals.add(.init(reason: "late", round: 1), othersWork: false) == nil)
    #expect(refusals.add(.init(reason: "still", round: 2), othersWork: false) == "no partition 0")
  }

  @Test func `a worker that comes up ends the count`() {
    var refusals = Refusals()
    for round in 0..<2 { _ = refusals.add(.init(reason: "no", round: round), othersWork: false) }
    refusals.end()
    #expect(refusals.until <= .now)
    #expect(refusals.add(.init(reason: "full", round: 2), othersWork: true) == nil)
    #expect(refusals.round == 3)
  }
}
