import CMarkGFM
import CZip
import Foundation

/// A file that goes into a bundle.
public struct AttachedFile: Sendable, Equatable {
  /// Its path within the bundle, with `/` between folders.
  public let path: String
  public let data: Data
  /// What it is, in words.
  public let summary: String

  /// The file `path`.
  public init(path: String, data: Data, summary: String) {
    (self.path, self.data, self.summary) = (path, data, summary)
  }

  /// Its media type, from its ending.
  public var mediaType: String { MediaType.of(path) }
}

/// Zip files whose bytes depend on their content only.
public enum ZipArchive {
  /// An archive of `files` in their order, each dated 1 January 1980, readable by all.
  ///
  /// - Throws: ``BundleError/archive(_:)``.
  public static func data(_ files: [AttachedFile]) throws -> Data {
    let draft = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString).zip")
    defer { try? FileManager.default.removeItem(at: draft) }
    var code: Int32 = 0
    guard let archive = zip_open(draft.path(percentEncoded: false), ZIP_CREATE | ZIP_EXCL, &code) else {
      throw BundleError.archive(reason(code))
    }
    // The library reads the bytes when it closes the archive, so they must live until then.
    let contents = files.map { $0.data as NSData }
    var failure: String?
    for (file, data) in zip(files, contents) where failure == nil { failure = add(file.path, data, to: archive) }
    guard failure == nil else {
      zip_discard(archive)
      throw BundleError.archive(failure ?? "")
    }
    let closed = withExtendedLifetime(contents) { zip_close(archive) }
    guard closed == 0 else {
      let reason = String(cString: zip_strerror(archive))
      zip_discard(archive)
      throw BundleError.archive(reason)
    }
    guard let bytes = try? Data(contentsOf: draft) else { throw BundleError.archive("it cannot be read back") }
    return bytes
  }

  private static func reason(_ code: Int32) -> String {
    var error = zip_error_t()
    zip_error_init_with_code(&error, code)
    defer { zip_error_fini(&error) }
    return String(cString: zip_error_strerror(&error)).lowercased()
  }

  private static func add(_ name: String, _ data: NSData, to archive: OpaquePointer) -> String? {
    guard let source = zip_source_buffer(archive, data.bytes, zip_uint64_t(data.length), 0) else {
      return String(cString: zip_strerror(archive))
    }
    let index = zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      return String(cString: zip_strerror(archive))
    }
    let place = zip_uint64_t(index)
    let firstDay: UInt16 = 1 << 5 | 1
    let isDone =
      zip_set_file_compression(archive, place, ZIP_CM_DEFLATE, 6) == 0
      && zip_file_set_dostime(archive, place, 0, firstDay, 0) == 0
      && zip_file_set_external_attributes(archive, place, 0, zip_uint8_t(ZIP_OPSYS_UNIX), 0o100644 << 16) == 0
    return isDone ? nil : String(cString: zip_strerror(archive))
  }
}

/// Ancillary files of an arXiv submission: a folder `anc` beside the paper's source.
public enum ArxivFolder {
  /// What arXiv takes in all, in bytes; an ancillary folder should stay far below.
  public static let limit = 50_000_000

  /// The folder's files, checked: names of letters, digits and `. , _ + - =`, no TeX sources, and no more than
  /// ``limit`` bytes.
  ///
  /// - Throws: ``BundleError/fileName(_:)``, ``BundleError/tooLarge(_:limit:)``.
  public static func checked(_ files: [AttachedFile]) throws -> [AttachedFile] {
    for file in files {
      for part in file.path.split(separator: "/", omittingEmptySubsequences: false) {
        guard isAllowed(part), !file.path.hasSuffix(".tex") else { throw BundleError.fileName(file.path) }
      }
    }
    let size = files.reduce(0) { $0 + $1.data.count }
    guard size <= limit else { throw BundleError.tooLarge(size, limit: limit) }
    return files
  }

  /// The folder itself: `folder`, or `anc` within it when it has another name.
  public static func location(_ folder: URL) -> URL {
    folder.lastPathComponent == "anc" ? folder : folder.appending(path: "anc", directoryHint: .isDirectory)
  }

  private static func isAllowed(_ name: Substring) -> Bool {
    guard let first = name.unicodeScalars.first, first != ".", first != "-" else { return false }
    return name.unicodeScalars.allSatisfy { letter in
      switch letter {
      case "a"..."z", "A"..."Z", "0"..."9", ".", ",", "_", "+", "-", "=": true
      default: false
      }
    }
  }
}

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
