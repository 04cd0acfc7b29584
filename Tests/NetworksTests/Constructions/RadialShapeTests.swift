import Testing

@testable import Networks

@Suite struct RadialShapeTests {
  @Test func `pieces are the stated multiples of the root of the dimension and of the inverse error`() throws {
    // L = 2: 2 * 4 * 2 / 0.1 pieces of a square, 1.06 * 2 / 0.1 of the profile.
    let shape = try RadialShape(profile: .cone, dimension: 16, error: 0.1)
    #expect(shape.pieces == 160 && shape.firstWidth == 2560 && shape.radii == 22)
    // h = 1/80: sqrt(1 + 16 / 6400 / 4).
    #expect(abs(shape.greatestRadius - 1.000625.squareRoot()) < 1e-15)
    #expect(shape.parameterCount == 2560 * 17 + 22 * 2562 + 1)
  }

  @Test func `an error that is not positive and widths beyond reason are refused`() {
    #expect(throws: NetworkError.empty("the input")) { try RadialShape(profile: .cone, dimension: 0, error: 1) }
    #expect(
      throws: NetworkError.outside(what: "the number of pieces per coordinate", range: 1...31_250, value: 320_000)
    ) {
      try RadialShape(profile: .valley, dimension: 64, error: 5e-5)
    }
  }
}
