import Testing

@testable import Plotting

struct CategoryScaleTests {
  private func space(_ length: Double) -> TickSpace { TickSpace(length: length, fontSize: 7, isHorizontal: true) }

  @Test func `every name has a place of equal width`() {
    let scale = CategoryScale(["a", "b"])
    #expect([-0.5, 0, 1, 1.5].map(scale.fraction) == [0, 0.25, 0.75, 1])
    #expect(CategoryScale([]).domain == -0.5...0.5)
  }

  @Test func `names that fit stand upright, longer ones slanted, too many are thinned`() throws {
    let short = try CategoryScale(["a", "b", "c"]).ticks(space(100))
    #expect(short.angle == 0 && short.all.compactMap(\.label) == ["a", "b", "c"])
    let long = try CategoryScale((0..<6).map { "a long name \($0)" }).ticks(space(100))
    #expect(long.angle == 45 && long.all.allSatisfy { $0.label != nil })
    let many = try CategoryScale((0..<200).map { "name \($0)" }).ticks(space(100))
    #expect(many.angle == 0 && many.all.count == 200)
    #expect((2...6).contains(many.all.compactMap(\.label).count))
  }

  @Test func `special characters of names are shown as they are`() throws {
    let ticks = try CategoryScale(["a_$b\\c{d}", ""]).ticks(space(200)).all
    #expect(try TextLayout(ticks[0].label ?? "", size: 7).pieces.map(\.text).joined() == "a_$b\\c{d}")
    #expect(ticks[1].label == "–")
  }

  @Test func `a long name is cut`() throws {
    let ticks = try CategoryScale([String(repeating: "long ", count: 50)]).ticks(space(400)).all
    #expect(ticks[0].label?.hasSuffix("…") == true)
  }
}
