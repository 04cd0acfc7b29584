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
    self.path = path
    self.data = data
    self.summary = summary
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
