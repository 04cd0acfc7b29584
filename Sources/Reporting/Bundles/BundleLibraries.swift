import CMarkGFM
import CZip

/// The libraries that make attachments.
public enum BundleLibraries {
  /// Names and versions, as loaded.
  public static var versions: [(String, String)] {
    [
      ("cmark-gfm", text(cmark_version_string())), ("qpdf", QPDFLibrary.version ?? "not installed"),
      ("libzip", text(zip_libzip_version())),
    ]
  }

  private static func text(_ version: UnsafePointer<CChar>?) -> String {
    version.map { String(cString: $0) } ?? "unknown"
  }
}
