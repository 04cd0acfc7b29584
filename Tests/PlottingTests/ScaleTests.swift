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

struct NumberLabelTests {
  @Test func `fixed decimals have a true minus sign and no negative zero`() {
    #expect(NumberLabel.fixed(-1.5, digits: 2) == "−1.50")
    #expect(NumberLabel.fixed(-0.0001, digits: 2) == "0.00")
    #expect(NumberLabel.fixed(3, digits: -1) == "3")
  }

  @Test func `powers of ten are superscripts`() {
    #expect(NumberLabel.power(1e-3) == "$10^{-3}$")
    #expect(NumberLabel.power(-100) == "−$10^{2}$")
    #expect(NumberLabel.power(0) == "0")
  }

  @Test(arguments: [
    (1.0, "1"), (0.05, "0.05"), (20_000, "20000"), (2e-7, "$2\\times10^{-7}$"), (1e9, "$10^{9}$"), (-2.5, "−2.5"),
    (0, "0"), (1.5e300, "$1.5\\times10^{300}$"), (-1e-5, "$−1\\times10^{-5}$"),
  ]) func `short labels are plain within reason`(value: Double, label: String) {
    #expect(NumberLabel.short(value) == label)
  }

  @Test func `exact labels read back as the number`() {
    #expect(NumberLabel.exact(1) == "1")
    #expect(NumberLabel.exact(-0.1) == "−0.1")
  }
}
