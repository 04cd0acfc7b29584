import Foundation

/// Takes objects from elsewhere into a cache: each is written aside, and moved in once its digest is found to be right.
///
/// One process at a time does so in a cache, so that the file aside has one name: what a killed pull leaves of one object is
/// overwritten by the next. Objects that are in stay in, which is where that one goes on.
struct IncomingObjects {
  private let store: Store
  private let draft: String
  private let lock: FileLock

  /// Waits for another pull into the same cache; `wait` is called before it does.
  init(_ store: Store, wait: () -> Void) throws {
    self.store = store
    draft = store.path + "/incoming"
    let path = store.path + "/locks/pull"
    if let free = try FileLock(trying: path, exclusive: true) {
      lock = free
    } else {
      wait()
      lock = try FileLock(path, exclusive: true)
    }
    unlink(draft)
  }

  /// Takes in an object whose bytes `read` hands over.
  /// - Returns: whether they were those of `digest`; nothing has become of them if not.
  func take(_ digest: Digest, _ read: PieceReader) throws -> Bool {
    let file = try FileSystem.Handle(draft, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW)
    let stream = DigestStream()
    do {
      try read { piece in
        stream.update(piece)
        try FileSystem.write(piece, to: file.descriptor, path: draft)
      }
    } catch {
      unlink(draft)
      throw error
    }
    guard stream.finish() == digest else {
      unlink(draft)
      return false
    }
    let taken = try store.objects.move(draft, file, digest)
    store.noteIntact(digest, taken.fingerprint)
    return true
  }

  func finish() {
    unlink(draft)
    lock.release()
  }
}
