import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Plotting

/// The libraries that results rest on.
public enum Libraries {
  /// Versions, the BLAS and its kernel, and the fonts with their digests.
  public static var record: JSON {
    let fonts = ((try? Fonts.files) ?? []).map { font in
      let bytes = (try? Data(contentsOf: URL(filePath: font.path))) ?? Data()
      return JSON.Member(
        font.style.rawValue, ["file": JSON(.string(font.path)), "sha256": JSON(.string(Digest(of: bytes).hex))])
    }
    return [
      "blas": JSON(.string(BLAS.configuration)), "fonts": JSON(.object(fonts)),
    ]
  }
}
