/// Text that does not run from left to right: labels are set glyph after glyph, unjoined and in one direction, so such
/// text would be drawn backwards.
///
/// Source: the blocks of letters of the classes R and AL, and the directional controls, in UAX #9 and DerivedBidiClass.
enum Bidirectional {
  private static let blocks: [ClosedRange<UInt32>] = [
    0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF,
  ]
  /// Marks, embeddings, overrides and isolates, of which the first group would vanish and turn what follows.
  private static let controls: [ClosedRange<UInt32>] = [0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069]

  /// The characters of `text` that run from right to left or turn the direction, each once.
  static func characters(of text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      scalar.value >= 0x0590 && (blocks + controls).contains { $0.contains(scalar.value) }
    }.map(String.init).distinct
  }
}
