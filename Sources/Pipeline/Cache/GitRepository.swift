import CCrypto
import CZlib
import Foundation

/// What Git knows of a project, read from its files. Git itself is never started: it obeys the configuration of the folder
/// that it is pointed at, which may name programs.
///
/// Format: `git help gitrepository-layout`, `gitformat-index`, `gitformat-pack`. What this reader does not know (a split
/// index, a sparse one, a commit stored as a difference) counts as unknown, never as unmodified.
public struct GitRepository: Sendable {
  /// The folder of the working tree.
  let worktree: String
  /// The folder of this working tree's `HEAD` and `index`, and the one that all working trees share.
  let folder, common: String

  /// The repository that `path` lies in: the first of its folders, upwards, that has a `.git`.
  ///
  /// A folder that only looks like a repository, with `HEAD` and `objects` in plain sight, is none.
  public init?(around path: String) {
    var place = ProjectPath.resolved(path) ?? path
    while true {
      let git = place == "/" ? "/.git" : place + "/.git"
      if let folder = Self.folder(git, in: place), Self.text(folder + "/HEAD") != nil {
        worktree = place
        self.folder = folder
        common = Self.text(folder + "/commondir").map { Self.absolute($0, in: folder) } ?? folder
        return
      }
      if place == "/" || place == "." { return nil }
      place = FileSystem.parent(place)
    }
  }

  /// Where `.git` leads: itself, or what a file of that name points to, as in a further working tree or a submodule.
  private static func folder(_ git: String, in place: String) -> String? {
    var status = stat()
    guard stat(git, &status) == 0 else { return nil }
    if status.st_mode & S_IFMT == S_IFDIR { return git }
    guard let text = text(git), text.hasPrefix("gitdir: ") else { return nil }
    return absolute(String(text.dropFirst("gitdir: ".count)), in: place)
  }

  private static func absolute(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : folder + "/" + path
  }

  /// The first line of a small file.
  private static func text(_ path: String) -> String? {
    guard let bytes = try? FileSystem.read(path), bytes.count <= 4096 else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }

  /// The commit that `HEAD` names, in hexadecimal digits; nil before the first one.
  public var head: String? {
    var name = "HEAD"
    // A name that leads to itself ends here.
    for _ in 0..<8 {
      let own = ["HEAD", "refs/bisect/"].contains { name.hasPrefix($0) } ? folder : common
      guard let text = Self.text("\(own)/\(name)") ?? packed(name) else { return nil }
      guard text.hasPrefix("ref: ") else { return Self.isName(text) ? text : nil }
      name = String(text.dropFirst("ref: ".count))
      guard ProjectPath.spellingFault(name) == nil else { return nil }
    }
    return nil
  }

  private static func isName(_ text: String) -> Bool {
    [40, 64].contains(text.utf8.count) && text.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
  }

  /// What `packed-refs` says of a reference.
  private func packed(_ name: String) -> String? {
    guard let bytes = try? FileSystem.read(common + "/packed-refs") else { return nil }
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasSuffix(" " + name) }
    return line.map { String($0.prefix { $0 != " " }) }
  }

  /// The files that Git follows, as it would commit them; nil where the index cannot be read.
  var index: GitIndex? {
    guard let bytes = try? FileSystem.read(folder + "/index") else { return nil }
    return GitIndex(bytes, nameSize: (head?.utf8.count ?? 40) / 2)
  }

  /// Whether all files that Git follows are as in the commit that `HEAD` names; nil where that cannot be told.
  public var isClean: Bool? {
    guard let head, let index else { return nil }
    if index.hasConflicts { return false }
    guard let committed = tree(of: head) else { return nil }
    return committed == index.tree && index.entries.allSatisfy { holds($0.value, at: $0.key) }
  }

  /// Whether the file at `path`, absolute, holds what Git's index has of it.
  func isUnmodified(_ path: String, index: GitIndex) -> Bool {
    guard let file = ProjectPath.resolved(path), file.hasPrefix(worktree == "/" ? "/" : worktree + "/") else {
      return false
    }
    let name = String(file.dropFirst(worktree == "/" ? 1 : worktree.count + 1))
    return index.entries[name].map { holds($0, at: name) } ?? false
  }

  private func holds(_ entry: GitIndex.Entry, at name: String) -> Bool {
    let path = worktree + "/" + name
    var status = stat()
    switch entry.mode & 0o170000 {
    // Another repository is another matter.
    case 0o160000: return true
    case 0o120000:
      return (try? FileManager.default.destinationOfSymbolicLink(atPath: path)).map {
        Self.name("blob", Array($0.utf8), nameSize: entry.name.count) == entry.name
      } ?? false
    default:
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        let bytes = try? FileSystem.read(path)
      else { return false }
      return Self.name("blob", bytes, nameSize: entry.name.count) == entry.name
    }
  }

  /// The name of an object: SHA-1, or SHA-256 where names have 32 bytes, of its kind, its size, a zero byte and itself.
  static func name(_ kind: String, _ bytes: [UInt8], nameSize: Int) -> [UInt8] {
    let text = Array("\(kind) \(bytes.count)\0".utf8) + bytes
    var name = [UInt8](repeating: 0, count: nameSize)
    EVP_Digest(text, text.count, &name, nil, nameSize == 32 ? EVP_sha256() : EVP_sha1(), nil)
    return name
  }

  /// The tree of a commit, from a file of its own or a pack.
  private func tree(of commit: String) -> [UInt8]? {
    let loose = "\(common)/objects/\(commit.prefix(2))/\(commit.dropFirst(2))"
    let bytes: [UInt8]?
    if let file = try? FileSystem.read(loose) {
      bytes = Self.inflated(file[...]).flatMap { all in all.firstIndex(of: 0).map { Array(all[($0 + 1)...]) } }
    } else {
      bytes = GitPack.commit(GitIndex.bytes(ofHex: commit), in: common + "/objects/pack")
    }
    guard let line = bytes?.split(separator: UInt8(ascii: "\n")).first, line.starts(with: "tree ".utf8) else {
      return nil
    }
    return GitIndex.bytes(ofHex: String(decoding: line.dropFirst(5), as: UTF8.self))
  }

  /// The first bytes of a deflated stream: a commit is small, and its first line is all that is wanted.
  static func inflated(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var output = [UInt8](repeating: 0, count: 4096)
    var stream = z_stream()
    guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    let count = bytes.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { room in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(clamping: input.count)
        stream.next_out = room.baseAddress
        stream.avail_out = UInt32(room.count)
        let code = inflate(&stream, Z_SYNC_FLUSH)
        return [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(code) ? room.count - Int(stream.avail_out) : 0
      }
    }
    return count > 0 ? Array(output[..<count]) : nil
  }
}

/// Commits within packs; those stored as differences are not read.
private enum GitPack {
  static func commit(_ name: [UInt8], in folder: String) -> [UInt8]? {
    let indices = ((try? FileSystem.names(in: folder)) ?? []).filter { $0.hasSuffix(".idx") }
    for file in indices {
      guard let index = try? FileSystem.read("\(folder)/\(file)"), let offset = offset(of: name, in: index),
        let pack = try? FileSystem.Handle("\(folder)/\(file.dropLast(4)).pack", O_RDONLY | O_NONBLOCK)
      else { continue }
      var bytes = [UInt8](repeating: 0, count: 8192)
      let count = bytes.withUnsafeMutableBytes { pread(pack.descriptor, $0.baseAddress, $0.count, off_t(offset)) }
      // Three bits of kind, 1 for a commit; the size goes on while the highest bit is set.
      guard count > 0, bytes[0] >> 4 & 7 == 1,
        let start = bytes[..<count].firstIndex(where: { $0 & 0x80 == 0 }).map({ $0 + 1 })
      else { return nil }
      return GitRepository.inflated(bytes[start..<count])
    }
    return nil
  }

  /// Version 2: signature, version, 256 counts by first byte, names in order, checksums, offsets, far offsets.
  private static func offset(of name: [UInt8], in index: [UInt8]) -> Int? {
    func word(_ at: Int) -> Int? {
      guard at >= 0, at + 4 <= index.count else { return nil }
      return index[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    guard word(0) == 0xFF74_4F63, word(4) == 2, let first = name.first, let all = word(8 + 255 * 4),
      var high = word(8 + Int(first) * 4), var low = first == 0 ? 0 : word(8 + (Int(first) - 1) * 4),
      high <= all, 1032 + all * (name.count + 8) <= index.count
    else { return nil }
    while low < high {
      let middle = (low + high) / 2
      let start = 1032 + middle * name.count
      let candidate = index[start..<start + name.count]
      if candidate.elementsEqual(name) {
        guard let near = word(1032 + all * (name.count + 4) + middle * 4) else { return nil }
        if near & 0x8000_0000 == 0 { return near }
        let far = 1032 + all * (name.count + 8) + (near & 0x7FFF_FFFF) * 8
        guard let upper = word(far), let lower = word(far + 4), upper < 0x8000_0000 else { return nil }
        return upper << 32 | lower
      }
      if candidate.lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}
