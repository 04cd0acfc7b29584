import Foundation

/// A call of the operating system that did not work.
public struct FileError: Error, Equatable, Sendable {
  public let operation: Operation
  public let path: String
  /// The number of the error: `ENOSPC`.
  public let code: Int32

  /// What was tried.
  public enum Operation: String, Sendable {
    case open, read, write, list, remove
    case sync = "make durable"
    case makeFolder = "make the folder"
    case lock, start
  }

  /// The failure of `operation` on `path` with error number `code`.
  public init(_ operation: Operation, _ path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }
}

extension FileError: CustomStringConvertible {
  /// One line: what, where, why, and what helps.
  public var description: String {
    switch code {
    case ENOSPC, EDQUOT: return fact + "; free some space (`plumb gc --delete`) or choose another cache with --cache"
    case EROFS, EACCES, EPERM: return fact + "; make it writable or choose another cache with --cache"
    case EIO: return fact + "; the disk fails: save what matters, then choose another cache with --cache"
    case EMFILE, ENFILE: return fact + "; raise the limit with `ulimit -n 4096` or lower --jobs"
    default: return fact
    }
  }

  /// What, where and why.
  var fact: String { "cannot \(operation.rawValue) \(path): \(String(cString: strerror(code)).lowercased())" }
}
