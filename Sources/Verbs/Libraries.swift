import Datasets
import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Plotting
import Reporting
import Sphere

/// The libraries that results rest on.
public enum Libraries {
  /// Home pages, by the names of ``record``.
  public static let homes = [
    "OpenBLAS": "https://www.openblas.net", "MPFR": "https://www.mpfr.org", "OpenSSL": "https://www.openssl.org",
    "zlib": "https://zlib.net", "Cairo": "https://www.cairographics.org", "FreeType": "https://freetype.org",
    "fontconfig": "https://www.freedesktop.org/wiki/Software/fontconfig/",
    "cmark-gfm": "https://github.com/github/cmark-gfm", "qpdf": "https://qpdf.org", "libzip": "https://libzip.org",
  ]

  /// Versions, the BLAS and its kernel, and the fonts with their digests.
  public static var record: JSON {
    let fonts = ((try? Fonts.files) ?? []).map { font in
      let bytes = (try? Data(contentsOf: URL(filePath: font.path))) ?? Data()
      return JSON.Member(
        font.style.rawValue, ["file": JSON(.string(font.path)), "sha256": JSON(.string(Digest(of: bytes).hex))])
    }
    let versions = [("MPFR", MPFRLibrary.version), ("OpenSSL", CryptoLibrary.version), ("zlib", ZlibLibrary.version)]
    let all = [("OpenBLAS", BLAS.configuration)] + versions + CairoLibraries.versions + BundleLibraries.versions
    return JSON(.object(all.map { JSON.Member($0.0, JSON(.string($0.1))) } + [.init("fonts", JSON(.object(fonts)))]))
  }
}
