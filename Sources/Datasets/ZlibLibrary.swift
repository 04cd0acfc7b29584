import CZlib

/// The library that unpacks data files.
public enum ZlibLibrary {
  /// Its version, as loaded.
  public static var version: String { zlibVersion().map { String(cString: $0) } ?? "unknown" }
}
