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
    let upright = TickSpace(length: 100, fontSize: 7, isHorizontal: false)
    #expect(try upright.fits([(0.5, "1000000000"), (0.7, "2000000000")]))
    #expect(try !upright.fits([(0.5, "1"), (0.55, "2")]))
  }

  @Test func `slanted labels need a line's height along a horizontal axis`() {
    #expect(space.fitsSlanted(7) && !space.fitsSlanted(8))
  }

  @Test(arguments: [
    (NumberLabel.fixed(-1.5, digits: 2), "−1.50"), (NumberLabel.fixed(-0.0001, digits: 2), "0.00"),
    (NumberLabel.fixed(3, digits: -1), "3"), (NumberLabel.power(1e-3), "$10^{-3}$"),
    (NumberLabel.power(-100), "−$10^{2}$"), (NumberLabel.power(0), "0"), (NumberLabel.exact(1), "1"),
    (NumberLabel.exact(-0.1), "−0.1"),
  ]) func `labels have a true minus sign, no negative zero, and powers of ten as superscripts`(
    found: String, label: String
  ) { #expect(found == label) }

  @Test(arguments: [
    (1.0, "1"), (0.05, "0.05"), (20_000, "20000"), (2e-7, "$2\\times10^{-7}$"), (1e9, "$10^{9}$"), (-2.5, "−2.5"),
    (0, "0"), (1.5e300, "$1.5\\times10^{300}$"), (-1e-5, "$−1\\times10^{-5}$"),
  ]) func `short labels are plain within reason`(value: Double, label: String) {
    #expect(NumberLabel.short(value) == label)
  }
}

struct CategoryScaleTests {
  private func space(_ length: Double) -> TickSpace { TickSpace(length: length, fontSize: 7, isHorizontal: true) }

  @Test func `every name has a place of equal width`() {
    #expect([-0.5, 0, 1, 1.5].map(CategoryScale(names: ["a", "b"]).fraction) == [0, 0.25, 0.75, 1])
    #expect(CategoryScale(names: []).domain == -0.5...0.5)
  }

  @Test func `names that fit stand upright, longer ones slanted, too many are thinned`() throws {
    let short = try CategoryScale(names: ["a", "b", "c"]).ticks(space(100))
    #expect(short.angle == 0 && short.all.compactMap(\.label) == ["a", "b", "c"])
    let long = try CategoryScale(names: (0..<6).map { "a long name \($0)" }).ticks(space(100))
    #expect(long.angle == 45 && long.all.allSatisfy { $0.label != nil })
    let many = try CategoryScale(names: (0..<200).map { "name \($0)" }).ticks(space(100))
    #expect(many.angle == 0 && many.all.count == 200 && (2...6).contains(many.all.compactMap(\.label).count))
  }

  @Test func `special characters of names are shown as they are`() throws {
    let ticks = try CategoryScale(names: ["a_$b\\c{d}", ""]).ticks(space(200)).all
    #expect(try TextLayout(ticks[0].label ?? "", size: 7).pieces.map(\.text).joined() == "a_$b\\c{d}")
    #expect(ticks[1].label == "–")
  }

  @Test func `a long name is cut`() throws {
    let ticks = try CategoryScale(names: [String(repeating: "long ", count: 50)]).ticks(space(400)).all
    #expect(ticks[0].label?.hasSuffix("…") == true)
  }
}
