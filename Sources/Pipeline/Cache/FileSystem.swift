import Foundation

/// The calls of the operating system that the cache rests on, with errors that name the file.
enum FileSystem {
  /// An open file, closed when the last reference goes.
  final class Handle: Sendable {
    let descriptor: Int32
    let path: String

    init(_ path: String, _ flags: Int32, mode: mode_t = 0o666) throws {
      descriptor = try FileSystem.check(open(path, flags | O_CLOEXEC, mode), .open, path)
      self.path = path
    }

    init(descriptor: Int32, path: String) { (self.descriptor, self.path) = (descriptor, path) }

    deinit { close(descriptor) }
  }

  @discardableResult
  static func check(_ result: Int32, _ operation: FileError.Operation, _ path: String) throws -> Int32 {
    guard result >= 0 else { throw FileError(operation, path, code: errno) }
    return result
  }

  /// A pipe whose ends are not inherited.
  static func pipe() throws -> (read: Handle, write: Handle) {
    var ends: [Int32] = [0, 0]
    try check(Foundation.pipe(&ends), .open, "pipe")
    // Copies above the standard range: giving a descriptor its own number would keep it closed on exec.
    let handles = try ends.map { end in
      defer { close(end) }
      return Handle(descriptor: try check(fcntl(end, F_DUPFD_CLOEXEC, 10), .open, "pipe"), path: "pipe")
    }
    return (handles[0], handles[1])
  }

  /// Calls `body` with every piece of the file, at most a megabyte at a time.
  static func readChunks(_ descriptor: Int32, path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    var status = stat()
    let size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    let capacity = min(max(size + 1, 4096), 1 << 20)
    try withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 16) { buffer in
      while true {
        let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw FileError(.read, path, code: errno) }
        if count == 0 { return }
        try body(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
      }
    }
  }

  /// Writes the content of `path` to an open file; `body` sees every piece as it is written.
  static func copy(_ path: String, to file: Handle, _ body: (UnsafeRawBufferPointer) -> Void = { _ in }) throws {
    let handle = try Handle(path, O_RDONLY)
    try readChunks(handle.descriptor, path: path) { chunk in
      body(chunk)
      try write(chunk, to: file.descriptor, path: file.path)
    }
  }

  /// Copies a file with its bits that say whether it may be started.
  static func copyProgram(_ path: String, to target: String) throws {
    var status = stat()
    try check(stat(path, &status), .read, path)
    let isProgram = status.st_mode & S_IXUSR != 0
    let new = try Handle(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: isProgram ? 0o777 : 0o666)
    try copy(path, to: new)
  }

  static func read(_ path: String) throws -> [UInt8]? {
    // Without O_NONBLOCK a pipe would wait for its other end.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return nil }
    try check(descriptor, .open, path)
    defer { close(descriptor) }
    var status = stat()
    let kind = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
    guard kind == S_IFREG || kind == S_IFDIR else { throw FileError(.read, path, code: EINVAL) }
    var bytes: [UInt8] = []
    try readChunks(descriptor, path: path) { bytes.append(contentsOf: $0) }
    return bytes
  }

  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws {
    var rest = bytes
    while !rest.isEmpty {
      let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(.write, path, code: errno) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  static func write(text: String, to descriptor: Int32) throws {
    try Array(text.utf8).withUnsafeBytes { try write($0, to: descriptor, path: "log") }
  }

  /// Replaces `path` as a whole: a reader sees the old bytes or the new ones, also after a power cut.
  ///
  /// The new file is written beside under a name that each machine has for itself, since locks may not reach another, and
  /// locked, so that two writers on this one take turns; what a killed one leaves is overwritten by the next.
  static func replace(_ path: String, with bytes: [UInt8]) throws {
    try replace(path, by: draft(of: path)) { handle in
      try bytes.withUnsafeBytes { try write($0, to: handle.descriptor, path: path) }
    }
  }

  /// Where ``replace(_:with:)`` writes the new file.
  static func draft(of path: String) -> String { "\(path).\(host).new" }

  /// Replaces `path` by the file `new`, which `body` fills.
  static func replace(_ path: String, by new: String, _ body: (Handle) throws -> Void) throws {
    let handle = try lockedFile(new)
    do {
      try check(ftruncate(handle.descriptor, 0), .write, path)
      try body(handle)
      try check(fsync(handle.descriptor), .sync, path)
      try check(rename(new, path), .write, path)
    } catch {
      unlink(new)
      throw error
    }
    try syncDirectory(parent(path))
  }

  /// Waits until no other process holds the file or folder; the lock ends with ``unlock(_:)``, or when it is closed.
  static func lock(_ handle: Handle) throws {
    while flock(handle.descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw FileError(.lock, handle.path, code: errno) }
    }
  }

  /// Gives back what ``lock(_:)`` took.
  static func unlock(_ handle: Handle) { flock(handle.descriptor, LOCK_UN) }

  /// Opens a file of that name that this process alone writes, until it is closed.
  private static func lockedFile(_ path: String) throws -> Handle {
    while true {
      let handle = try Handle(path, O_WRONLY | O_CREAT | O_NOFOLLOW)
      try lock(handle)
      // Whoever held the lock before may have moved the file to its place meanwhile.
      if Fingerprint(path: path)?.inode == Fingerprint(descriptor: handle.descriptor)?.inode { return handle }
    }
  }

  /// Makes the names in a folder durable.
  static func syncDirectory(_ path: String) throws {
    let handle = try Handle(path, O_RDONLY | O_DIRECTORY)
    try check(fsync(handle.descriptor), .sync, path)
  }

  /// Makes files and their names durable: one call for the file system when there are many, one each when few.
  ///
  /// What is gone is passed over. A transient result is dropped on purpose after it was handed over, and a published file
  /// is anybody's to move or replace, with its folder; whoever needs either later looks at it again and finds it missing.
  static func sync(files: [String]) throws {
    let folders = Set(files.map(parent))
    if files.count > 4, let syncFileSystem = SystemCalls.syncFileSystem {
      for folder in folders {
        guard let handle = try openIfThere(folder, O_RDONLY | O_DIRECTORY) else { continue }
        try check(syncFileSystem(handle.descriptor), .sync, folder)
        return
      }
    }
    for (path, flags) in files.map({ ($0, O_RDONLY) }) + folders.map({ ($0, O_RDONLY | O_DIRECTORY) }) {
      guard let handle = try openIfThere(path, flags) else { continue }
      try check(fsync(handle.descriptor), .sync, path)
    }
  }

  /// Opens `path`; nil when it, or something on the way to it, is not what it was: missing, no folder, links in a circle.
  private static func openIfThere(_ path: String, _ flags: Int32) throws -> Handle? {
    do {
      return try Handle(path, flags)
    } catch let error as FileError where [ENOENT, ENOTDIR, ELOOP].contains(error.code) {
      return nil
    }
  }

  /// The name of this machine, as it calls itself.
  static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Whether the disk of a folder has no room for a file of any size.
  static func isFull(_ path: String) -> Bool {
    var disk = statvfs()
    guard statvfs(path, &disk) == 0 else { return false }
    return UInt64(disk.f_bavail) * UInt64(disk.f_frsize) < 1 << 16
  }

  /// The bytes that a folder's disk has left for this user; nil where that cannot be told.
  static func free(_ path: String) -> Int? {
    var disk = statvfs()
    guard statvfs(path, &disk) == 0 else { return nil }
    return Int(clamping: UInt64(disk.f_bavail).multipliedReportingOverflow(by: UInt64(disk.f_frsize)).partialValue)
  }

  static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func makeDirectories(_ path: String) throws {
    if mkdir(path, 0o777) == 0 || errno == EEXIST {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw FileError(.makeFolder, path, code: ENOTDIR)
      }
      return
    }
    guard errno == ENOENT, parent(path) != path else { throw FileError(.makeFolder, path, code: errno) }
    try makeDirectories(parent(path))
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError(.makeFolder, path, code: errno) }
  }

  /// The names in a folder, sorted; none when there is no such folder.
  static func names(in path: String) throws -> [String] {
    guard let stream = opendir(path) else {
      if errno == ENOENT { return [] }
      throw FileError(.list, path, code: errno)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a file or a folder with all in it; what is not there is no error. Links are removed, not followed.
  /// - Returns: whether nothing is there any more.
  @discardableResult static func remove(_ path: String) -> Bool {
    if unlink(path) == 0 || errno == ENOENT { return true }
    chmod(path, 0o700)
    for name in (try? names(in: path)) ?? [] { remove(path + "/" + name) }
    return rmdir(path) == 0 || errno == ENOENT
  }
}

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
    (self.operation, self.path, self.code) = (operation, path, code)
  }
}
