import Foundation

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
