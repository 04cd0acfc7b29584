import Foundation

/// What a run writes into the cache for its workers on other machines: two lines, a number that only who sees this cache can
/// know, and the run's own program.
struct RunToken: Equatable, Sendable {
  let token: String
  /// The program of the process that directs the run; nil where it may just have been replaced.
  let program: OwnProgram?

  init(token: String, program: OwnProgram?) { (self.token, self.program) = (token, program) }

  init(text: String) {
    let lines = text.split(separator: "\n").map(String.init)
    self.init(token: lines.first ?? "", program: lines.dropFirst().first.flatMap(OwnProgram.init(text:)))
  }

  var text: String { ([token] + [program?.text].compactMap(\.self)).map { $0 + "\n" }.joined() }
}

/// The program that a process runs: the state of its file, and its content.
struct OwnProgram: Equatable, Sendable {
  private let fingerprint: Fingerprint
  /// SHA-256 of its bytes, in hexadecimal.
  let digest: String

  /// That of this process; nil when its file cannot be read.
  /// - Parameter known: a program whose content is taken over, instead of read, when its file is the same in all that `stat`
  ///   says: on a file system that machines share.
  init?(known: OwnProgram? = nil) {
    #if canImport(Glibc)
      let path = "/proc/self/exe"
    #else
      let path = CommandLine.arguments[0]
    #endif
    guard let handle = try? FileSystem.Handle(path, O_RDONLY),
      let fingerprint = Fingerprint(descriptor: handle.descriptor)
    else { return nil }
    self.fingerprint = fingerprint
    if let known, known.fingerprint == fingerprint {
      digest = known.digest
    } else if let digest = try? Digest(ofFile: handle.descriptor, path: path) {
      self.digest = digest.hex
    } else {
      return nil
    }
  }

  /// Whether its file was written so shortly ago that another one could look the same.
  var isRecent: Bool { fingerprint.isRecent(at: Fingerprint.now()) }

  fileprivate init?(text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 5, let size = Int64(parts[0]), let modified = Int64(parts[1]), let changed = Int64(parts[2]),
      let inode = UInt64(parts[3])
    else { return nil }
    fingerprint = Fingerprint(size: size, modified: modified, changed: changed, inode: inode)
    digest = String(parts[4])
  }

  fileprivate var text: String {
    "\(fingerprint.size) \(fingerprint.modified) \(fingerprint.changed) \(fingerprint.inode) \(digest)"
  }
}
