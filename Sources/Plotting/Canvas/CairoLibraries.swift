import CCairo

/// The libraries that draw.
public enum CairoLibraries {
  /// Names and versions, as loaded.
  public static var versions: [(String, String)] {
    let cairo = cairo_version_string().map { String(cString: $0) } ?? "unknown"
    return [("Cairo", cairo), ("FreeType", freeType), ("fontconfig", fontconfig)]
  }

  private static var freeType: String {
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0 else { return "unknown" }
    defer { FT_Done_FreeType(library) }
    var (major, minor, patch): (FT_Int, FT_Int, FT_Int) = (0, 0, 0)
    FT_Library_Version(library, &major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }

  /// fontconfig counts 2.14.1 as 21401.
  private static var fontconfig: String {
    let number = FcGetVersion()
    return "\(number / 10000).\(number / 100 % 100).\(number % 100)"
  }
}
