import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files named by the digest of their content: `objects/ab/cdef...`, read-only.
struct ObjectFolder: Sendable {
  let path: String

  /// The file of `digest`.
  func file(_ digest: Digest) -> String {
    let hex = digest.hex
    return "\(path)/\(hex.prefix(2))/\(hex.dropFirst(2))"
  }

  /// Moves a finished file in under its digest, and says how it looks there. An intact object is never replaced, since
  /// others may be reading it; a damaged one is.
  ///
  /// - Parameter file: a regular file on the same file system; gone afterwards.
  func publish(_ file: String) throws -> (digest: Digest, fingerprint: Fingerprint) {
    let handle = try FileSystem.Handle(file, O_RDONLY)
    let digest = try Digest(ofFile: handle.descriptor, path: file)
    let target = self.file(digest)
    if let present = Fingerprint(path: target), present.size == Fingerprint(descriptor: handle.descriptor)?.size,
      (try? holds(digest)) == present
    {
      unlink(file)
      return (digest, present)
    }
    try FileSystem.check(fchmod(handle.descriptor, 0o444), .write, file)
    if rename(file, target) != 0 {
      guard errno == ENOENT else { throw FileError(.write, target, code: errno) }
      try FileSystem.makeDirectories(FileSystem.parent(target))
      try FileSystem.check(rename(file, target), .write, target)
    }
    guard let fingerprint = Fingerprint(descriptor: handle.descriptor) else {
      throw FileError(.read, target, code: errno)
    }
    return (digest, fingerprint)
  }

  /// Hashes the object of `digest`: how it looks when its content matches, nil when it is missing or damaged.
  func holds(_ digest: Digest) throws -> Fingerprint? {
    let path = file(digest)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    if descriptor < 0, errno == ENOENT || errno == ELOOP { return nil }
    try FileSystem.check(descriptor, .open, path)
    defer { close(descriptor) }
    guard let before = Fingerprint(descriptor: descriptor) else { return nil }
    guard try Digest(ofFile: descriptor, path: path) == digest else { return nil }
    return Fingerprint(descriptor: descriptor) == before ? before : nil
  }

  /// Every object there is.
  func all() throws -> [Digest] {
    try FileSystem.names(in: path).flatMap { prefix in
      prefix.count == 2 ? try FileSystem.names(in: "\(path)/\(prefix)").compactMap { Digest(hex: prefix + $0) } : []
    }
  }
}
