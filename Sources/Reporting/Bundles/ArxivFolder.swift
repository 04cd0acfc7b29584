import Foundation

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
