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

/// Writes bundles into folders.
public enum BundleFolder {
  /// Writes `files` below `folder`, each replaced as a whole.
  ///
  /// - Throws: ``BundleError/cannotWrite(_:reason:)``.
  public static func write(_ files: [AttachedFile], to folder: URL) throws {
    for file in files {
      let place = folder.appending(path: file.path)
      try attempt(place) {
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      }
      try write(file.data, to: place)
    }
  }

  /// Writes one file into a folder that is there.
  ///
  /// - Throws: ``BundleError/cannotWrite(_:reason:)``.
  public static func write(_ data: Data, to file: URL) throws {
    try attempt(file) { try data.write(to: file, options: .atomic) }
  }

  private static func attempt(_ file: URL, _ body: () throws -> Void) throws {
    do { try body() } catch {
      throw BundleError.cannotWrite(file.path(percentEncoded: false), reason: reason(error))
    }
  }

  /// An error of Foundation in a few words.
  static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such folder"
    case .fileWriteFileExists: "a file of that name is in the way"
    case .fileWriteNoPermission, .fileReadNoPermission: "no permission"
    case .fileWriteVolumeReadOnly: "the disk is read-only"
    case .fileWriteOutOfSpace: "the disk is full"
    default: "the place takes no files"
    }
  }
}

/// Whether what stands at a place was written by an earlier `plumb attach` or `plumb diff`, and so may be replaced.
public enum EarlierOutput {
  /// Signs within the first bytes: of a page, of LaTeX values, of a crate.
  private static let signs = [HTMLReport.generator, LaTeXValues.sign, "ro-crate-metadata.json"]
  private static let start = 4096

  /// - Throws: ``BundleError/notOurs(_:)`` when something else stands at `path`.
  public static func check(_ path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    if isFolder.boolValue { throw BundleError.cannotWrite(path, reason: "it is a folder") }
    guard isPlain(path) else { throw BundleError.cannotWrite(path, reason: "it is no plain file") }
    guard isOurs(path) else { throw BundleError.notOurs(path) }
  }

  /// Checks a folder of files, whose first one tells whose folder it is.
  ///
  /// - Throws: ``BundleError/notOurs(_:)`` when one of `files` would replace something else.
  public static func check(_ files: [AttachedFile], in folder: URL) throws {
    let paths = files.map { folder.appending(path: $0.path).path(percentEncoded: false) }
    guard let first = paths.first else { return }
    try check(first)
    guard !FileManager.default.fileExists(atPath: first) else { return }
    if let other = paths.first(where: FileManager.default.fileExists) { throw BundleError.notOurs(other) }
  }

  /// Whether `path` leads to a plain file: reading a pipe or a device could wait for ever.
  public static func isPlain(_ path: String) -> Bool {
    let place = URL(filePath: path).resolvingSymlinksInPath()
    return (try? place.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
  }

  private static func isOurs(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    guard let bytes = try? file.read(upToCount: start) else { return false }
    if bytes.starts(with: Data("%PDF-".utf8)) {
      return (try? PDFDocument(path).attachments.contains(PDFAttachments.report)) ?? false
    }
    return signs.contains { bytes.range(of: Data($0.utf8)) != nil }
  }
}

/// Zip files whose bytes depend on their content only.
public enum ZipArchive {
  /// Writes `files` in their order to `path`, each dated 1 January 1980, readable by all.
  ///
  /// The archive is made beside `path` and moved there when it is whole.
  ///
  /// - Throws: ``BundleError/cannotWrite(_:reason:)``.
  public static func write(_ files: [AttachedFile], to path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    let draft = folder.appending(path: ".plumb-\(UUID().uuidString).zip").path(percentEncoded: false)
    defer { try? FileManager.default.removeItem(atPath: draft) }
    var code: Int32 = 0
    guard let archive = zip_open(draft, ZIP_CREATE | ZIP_EXCL, &code) else {
      throw BundleError.cannotWrite(path, reason: reason(code))
    }
    // The library reads the bytes when it closes the archive, so they must live until then.
    let contents = files.map { $0.data as NSData }
    var failure: String?
    for (file, data) in zip(files, contents) where failure == nil { failure = add(file.path, data, to: archive) }
    guard failure == nil else {
      zip_discard(archive)
      throw BundleError.cannotWrite(path, reason: failure ?? "")
    }
    let closed = withExtendedLifetime(contents) { zip_close(archive) }
    guard closed == 0 else {
      let reason = String(cString: zip_strerror(archive))
      zip_discard(archive)
      throw BundleError.cannotWrite(path, reason: reason)
    }
    guard rename(draft, path) == 0 else {
      throw BundleError.cannotWrite(path, reason: String(cString: strerror(errno)).lowercased())
    }
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
