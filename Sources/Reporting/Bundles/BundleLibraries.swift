import CMarkGFM
import CQPDF
import CZip

/// The libraries that make attachments.
public enum BundleLibraries {
  /// Names and versions, as loaded.
  public static var versions: [(String, String)] {
    [
      ("cmark-gfm", text(cmark_version_string())), ("qpdf", text(qpdf_get_qpdf_version())),
      ("libzip", text(zip_libzip_version())),
    ]
  }

  private static func text(_ version: UnsafePointer<CChar>?) -> String {
    version.map { String(cString: $0) } ?? "unknown"
  }
}
