import Foundation

/// An error in one line, whoever threw it.
public enum OneLine {
  /// The words of an error; what Foundation throws is told as the call of the operating system that did not work.
  public static func words(_ error: any Error) -> String {
    let plain: any Error = FileError(foundation: error) ?? error
    let text =
      switch plain {
      case DecodingError.dataCorrupted(let context), DecodingError.keyNotFound(_, let context),
        DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
        "it is not what it should be: \(context.debugDescription)"
      case is CocoaError, is POSIXError: plain.localizedDescription
      default: type(of: plain) is NSError.Type ? plain.localizedDescription : "\(plain)"
      }
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

extension FileError {
  /// What an error of Foundation says about a file; nil for one that says nothing of that.
  public init?(foundation error: any Error) {
    if let error = error as? POSIXError {
      self.init(.read, Self.path(error.userInfo), code: error.code.rawValue)
      return
    }
    guard let error = error as? CocoaError, let code = Self.number(error) else { return nil }
    self.init(Self.operation(error.code), Self.path(error.userInfo), code: code)
  }

  /// The same failure, its file called by its name within `folder`.
  func within(_ folder: String) -> FileError {
    guard path.hasPrefix(folder + "/") else { return self }
    return FileError(operation, String(path.dropFirst(folder.count + 1)), code: code)
  }

  /// Whether it says that no more can be written.
  var isLackOfSpace: Bool { code == ENOSPC || code == EDQUOT }

  private static func path(_ facts: [String: Any]) -> String {
    let path = facts[NSFilePathErrorKey] as? String ?? (facts[NSURLErrorKey] as? URL)?.path(percentEncoded: false)
    return path ?? "a file"
  }

  private static func operation(_ code: CocoaError.Code) -> Operation {
    switch code.rawValue {
    case 512..<768: .write
    case 256..<512: .read
    default: .open
    }
  }

  private static func number(_ error: CocoaError) -> Int32? {
    let underlying = error.userInfo[NSUnderlyingErrorKey] as? any Error
    if let posix = underlying as? POSIXError { return posix.code.rawValue }
    if let posix = underlying.map({ $0 as NSError }), posix.domain == NSPOSIXErrorDomain {
      return Int32(truncatingIfNeeded: posix.code)
    }
    switch error.code {
    case .fileWriteOutOfSpace: return ENOSPC
    case .fileNoSuchFile, .fileReadNoSuchFile: return ENOENT
    case .fileReadNoPermission, .fileWriteNoPermission: return EACCES
    case .fileWriteVolumeReadOnly: return EROFS
    case .fileWriteFileExists: return EEXIST
    case .fileReadTooLarge: return EFBIG
    case .fileReadInvalidFileName, .fileWriteInvalidFileName: return ENAMETOOLONG
    case .fileReadUnknown, .fileWriteUnknown: return EIO
    default: return nil
    }
  }
}
