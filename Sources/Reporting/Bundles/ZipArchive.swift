import CZip
import Foundation

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
