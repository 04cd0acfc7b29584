import CMPFR

/// The library behind multiple precision.
public enum MPFRLibrary {
  /// Its version, as loaded.
  public static var version: String { mpfr_get_version().map { String(cString: $0) } ?? "unknown" }
}
