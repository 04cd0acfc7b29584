import Foundation
import Synchronization

/// The private folders of one run's attempts; they go with the run, and those of killed runs with the next run.
final class Attempts: Sendable {
  private let cache: String
  private let path: String
  private let lock: Mutex<FileLock?>
  private let count = Atomic(0)
  private let clean = Mutex<[String]>([])

  init(cache: String) throws {
    self.cache = cache
    let random = String(UInt32.random(in: 0...UInt32.max), radix: 16)
    path = "\(cache)/attempts/\(Self.host)~\(getpid())-\(random)"
    let turn = try FileLock(cache + "/locks/attempts", exclusive: true)
    defer { turn.release() }
    _ = try Self.sweep(cache)
    try FileSystem.makeDirectories(path)
    lock = Mutex(try FileLock(path + "/lock", exclusive: true))
  }

  /// The name of this machine as a part of a name of a folder.
  private static let host = String(
    FileSystem.host.prefix { $0 != "." }.map { $0.isASCII && $0.isLetter || $0.isNumber ? $0 : "-" })

  /// Removes the folders of runs on this machine that are gone; the caller holds the lock `attempts`.
  /// - Returns: those that could not be removed, such as what another user made.
  private static func sweep(_ cache: String) throws -> [String] {
    var left: [String] = []
    for name in try FileSystem.names(in: cache + "/attempts") where isOurs(name) && isHere(name) {
      let folder = "\(cache)/attempts/\(name)"
      do {
        // Given back before the folder goes, where nobody takes it meanwhile: see `finish`.
        if try FileLock(trying: folder + "/lock", exclusive: true) == nil { continue }
        if !FileSystem.remove(folder) { left.append(folder) }
      } catch let error as FileError where [EACCES, EPERM, EROFS].contains(error.code) {
        left.append(folder)
      }
    }
    return left
  }

  /// Whether a folder of that name is one of a run: its machine, a tilde, its process number, a hyphen, a random number in base
  /// 16. Earlier versions left the machine out.
  static func isOurs(_ name: String) -> Bool { name.wholeMatch(of: /([A-Za-z0-9-]*~)?[0-9]+-[0-9a-f]{1,8}/) != nil }

  /// Whether the run of a folder was on this machine: the lock of another's may not reach here, so that nobody can tell
  /// whether it still goes on.
  private static func isHere(_ name: String) -> Bool { !name.contains("~") || name.hasPrefix(host + "~") }

  /// A fresh folder for one attempt, with `work` in it for outputs and `in` for inputs.
  func make() throws -> String {
    if let folder = clean.withLock({ $0.popLast() }) { return folder }
    let folder = "\(path)/\(count.add(1, ordering: .relaxed).newValue)"
    for name in ["", "/work", "/in"] { try FileSystem.check(mkdir(folder + name, 0o777), .makeFolder, folder) }
    return folder
  }

  /// Empties the folder of an attempt that ended well, for the next one: folders are dear to make on most disks.
  func recycle(_ folder: String) {
    for name in ["stage", "log"] { unlink("\(folder)/\(name)") }
    for name in (try? FileSystem.names(in: folder + "/in")) ?? [] { unlink("\(folder)/in/\(name)") }
    guard (try? FileSystem.names(in: folder + "/work")) == [] else {
      FileSystem.remove(folder)
      return
    }
    clean.withLock { $0.append(folder) }
  }

  /// Removes everything, and what killed runs left: a worker that such a run was just starting may have held its lock for
  /// a moment when this run began.
  /// - Returns: the folders that could not be removed.
  @discardableResult func finish() -> [String] {
    // In turn, or a run that begins would look into a folder while it vanishes.
    let turn = try? FileLock(cache + "/locks/attempts", exclusive: true)
    // A file that is open would stay in the folder on a shared file system, under another name.
    lock.withLock { $0 = nil }
    let left = FileSystem.remove(path) ? [] : [path]
    guard let turn else { return left }
    defer { turn.release() }
    return Set(left + ((try? Self.sweep(cache)) ?? [])).sorted()
  }
}

/// A lock on a whole file by `flock`: the kernel drops it when its process ends, however it ends.
final class FileLock: Sendable {
  private let handle: FileSystem.Handle

  init(_ path: String, exclusive: Bool) throws {
    handle = try FileSystem.Handle(path, O_RDWR | O_CREAT)
    while flock(handle.descriptor, exclusive ? LOCK_EX : LOCK_SH) != 0 {
      guard errno == EINTR else { throw FileError(.lock, path, code: errno) }
    }
  }

  /// Takes the lock if nobody holds it in a way that excludes it.
  init?(trying path: String, exclusive: Bool) throws {
    handle = try FileSystem.Handle(path, O_RDWR | O_CREAT)
    guard flock(handle.descriptor, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK { return nil }
      throw FileError(.lock, path, code: errno)
    }
  }

  /// Gives the lock back at once rather than when the last reference goes.
  func release() { flock(handle.descriptor, LOCK_UN) }
}

/// One lock per key, held while its result is made, so that two runs on one cache never make the same twice.
///
/// The locks are bytes of a single file, chosen by the key and locked as an open file description: nothing is left to
/// remove when a process is killed. Two keys fall on one byte with a chance of 2^-62, and then merely wait.
final class KeyLocks: Sendable {
  private let handle: FileSystem.Handle

  init(_ path: String) throws { handle = try FileSystem.Handle(path, O_RDWR | O_CREAT) }

  /// Takes the lock of `key` unless another process holds it.
  func take(_ key: Digest) throws -> Bool {
    if set(key, F_WRLCK) == 0 { return true }
    if errno == EAGAIN || errno == EACCES { return false }
    throw FileError(.lock, handle.path, code: errno)
  }

  func release(_ key: Digest) { _ = set(key, F_UNLCK) }

  private func set(_ key: Digest, _ type: some BinaryInteger) -> Int32 {
    var request = flock()
    request.l_type = numericCast(type)
    request.l_whence = numericCast(SEEK_SET)
    request.l_start = off_t(key.words[0] >> 2)
    request.l_len = 1
    #if canImport(Glibc)
      // F_OFD_SETLK, which the Swift overlay of Glibc does not export.
      let command: Int32 = 37
    #else
      let command: Int32 = 90
    #endif
    return withUnsafeMutablePointer(to: &request) { fcntl(handle.descriptor, command, $0) }
  }
}

/// Calls that Linux has and Swift's Glibc module does not show, looked up by name; absent elsewhere.
enum SystemCalls {
  /// Makes a whole file system durable.
  static let syncFileSystem: (@convention(c) (Int32) -> Int32)? = find("syncfs").map {
    unsafeBitCast($0, to: (@convention(c) (Int32) -> Int32).self)
  }

  /// Asks the kernel to send `signal` to this process when the thread that started it ends.
  static func signalAtParentDeath(_ signal: Int32) {
    let setParentDeathSignal: CInt = 1
    control(setParentDeathSignal, CUnsignedLong(signal))
  }

  /// Makes this process the parent of those of its descendants that lose theirs.
  static func becomeSubreaper() {
    let setChildSubreaper: CInt = 36
    control(setChildSubreaper, 1)
  }

  private static func control(_ option: CInt, _ value: CUnsignedLong) {
    guard let pointer = find("prctl") else { return }
    let call = unsafeBitCast(pointer, to: (@convention(c) (CInt, CUnsignedLong, CUnsignedLong) -> CInt).self)
    _ = call(option, value, 0)
  }

  /// Asks on which cores a process may run: so many bytes of a set of bits, -1 on failure.
  static func affinity(_ process: pid_t, _ count: Int, _ set: UnsafeMutableRawPointer) -> Int {
    guard let pointer = find("sched_getaffinity") else { return -1 }
    let call = unsafeBitCast(pointer, to: (@convention(c) (pid_t, Int, UnsafeMutableRawPointer) -> CInt).self)
    return Int(call(process, count, set))
  }

  /// Keeps memory that is freed, up to blocks of 32 MB: a page that the kernel takes back and gives again must be cleared, which
  /// took a third of the time of stages that compute block after block.
  static func keepFreedMemory() {
    guard let pointer = find("mallopt") else { return }
    let call = unsafeBitCast(pointer, to: (@convention(c) (CInt, CInt) -> CInt).self)
    let (trimThreshold, mappingThreshold): (CInt, CInt) = (-1, -3)
    _ = call(trimThreshold, .max)
    _ = call(mappingThreshold, 32 << 20)
  }

  /// Gives back to the kernel what is free.
  static func returnFreedMemory() {
    guard let pointer = find("malloc_trim") else { return }
    _ = unsafeBitCast(pointer, to: (@convention(c) (Int) -> CInt).self)(0)
  }

  private static func find(_ name: String) -> UnsafeMutableRawPointer? {
    #if canImport(Glibc)
      dlsym(nil, name)
    #else
      nil
    #endif
  }
}
