import Testing

@testable import Plotting

struct ColorVisionTests {
  @Test func `greys look the same to all readers`() {
    for vision in ColorVision.allCases {
      for level: UInt8 in [0, 100, 255] {
        #expect(vision.simulated(Color(level, level, level)).difference(Color(level, level, level)) < 0.5)
      }
    }
  }

  @Test func `red and green are close for a deuteranope, blue is not`() {
    let (red, green, blue) = (Color(190, 90, 0), Color(120, 130, 0), Color(0, 90, 190))
    let seen = [red, green, blue].map(ColorVision.deuteranopia.simulated)
    #expect(seen[0].difference(seen[1]) < red.difference(green) / 3)
    #expect(seen[0].difference(seen[2]) > 60)
  }

  @Test func `CIE Lab values are those of the standard`() {
    // sRGB red under D65: L* 53.24, a* 80.09, b* 67.20 (Lindbloom).
    let lab = Color(255, 0, 0).lab
    #expect(abs(lab.x - 53.24) < 0.01 && abs(lab.y - 80.09) < 0.01 && abs(lab.z - 67.20) < 0.02)
    #expect(abs(Color(255, 255, 255).lab.x - 100) < 1e-3)
    #expect(Color(lab: lab) == Color(255, 0, 0))
  }
}
