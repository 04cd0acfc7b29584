/// The colours of series, safe for colour-blind readers.
///
/// Found by a random search that maximised the least pairwise difference in CIE Lab over normal vision and simulated
/// protanopia, deuteranopia and tritanopia, within a band of lightness that stands out from the page.
public enum Palette {
  /// For a white page; least pairwise difference 29.
  public static let light: [Color] = [
    0x1055D7, 0xC84D00, 0x60067A, 0x55B5E9, 0x88AA77, 0xF9A300, 0x933264, 0x2E3B13,
  ].map { Color(hex: $0) }

  /// For a dark page; least pairwise difference 21.
  public static let dark: [Color] = [
    0x28A3DD, 0xF0C040, 0x3EE39E, 0xD76121, 0xC6A6C3, 0x8680FF, 0xE8E8E8, 0xC05D7F,
  ].map { Color(hex: $0) }
}
