import Testing

@testable import Plotting

struct ColorTests {
  @Test func `hexadecimal texts are read strictly`() {
    #expect(Color("#0072B2") == Color(0, 0x72, 0xB2))
    #expect(["0072B2", "#0072B", "#0072BG", "#+072B2", "", "red"].allSatisfy { Color($0) == nil })
  }

  @Test func `a colour prints its opacity only if it has one`() {
    #expect(Color(hex: 0x0072B2).text == "#0072B2")
    #expect(Color(hex: 0x0072B2).faded(0.25).text == "#0072B2/0.25")
  }

  @Test func `linear light follows IEC 61966-2-1 and returns to every byte`() {
    // 0.21586 is the standard's value for 128/255.
    #expect(abs(Color(128, 0, 255).linear.x - 0.215_860_5) < 1e-6)
    #expect(Color(128, 0, 255).linear.z == 1)
    for byte in 0...255 {
      let color = Color(UInt8(byte), UInt8(255 - byte), 7)
      #expect(Color(linear: color.linear) == color)
    }
  }
}
