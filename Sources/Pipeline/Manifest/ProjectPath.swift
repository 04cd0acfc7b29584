import Foundation

/// Decides whether a path that a manifest gives stays inside the project.
struct ProjectPath {
  /// The project's folder with every symbolic link resolved.
  let root: String

  /// The project at `root`.
  init(root: URL) {
    self.root = Self.resolved(root.path(percentEncoded: false)) ?? root.standardizedFileURL.path(percentEncoded: false)
  }

  /// Why `path` may not be used, or nil for a plain relative path that no symbolic link leads out of the project.
  func fault(_ path: String) -> ManifestFault? { Self.spellingFault(path) ?? linkFault(path) }

  /// The file at a path that ``fault(_:)`` accepts.
  func url(_ path: String) -> URL { URL(filePath: root).appending(path: path) }

  /// What is wrong with the path as it is written.
  static func spellingFault(_ path: String) -> ManifestFault? {
    if path.isEmpty { return .pathEmpty }
    if path.hasPrefix("/") || path.hasPrefix("~") { return .pathAbsolute(path) }
    if path.utf8.count > 1024 || path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) {
      return .pathNotPlain(path)
    }
    for component in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if component.elementsEqual("..".utf8) { return .pathLeaves(path) }
      if component.isEmpty || component.elementsEqual(".".utf8) || component.count > 255 { return .pathNotPlain(path) }
    }
    return nil
  }

  /// A link on the way may point anywhere; what does not exist yet is judged by the nearest folder that does.
  private func linkFault(_ path: String) -> ManifestFault? {
    var part = path
    while !part.isEmpty {
      let file = root + "/" + part
      if let real = Self.resolved(file) {
        return real == root || real.hasPrefix(root == "/" ? "/" : root + "/") ? nil : .pathThroughLink(path)
      }
      if Self.isLink(file) { return .pathThroughLink(path) }
      part = part.lastIndex(of: "/").map { String(part[..<$0]) } ?? ""
    }
    return nil
  }

  /// The path with all links resolved, nil when nothing is there.
  static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}
