import Foundation

/// The log of a stage.
enum LogFile {
  /// The end of a log, at most 16 kB of it, with a line before it that says so.
  static func tail(_ path: String) -> String {
    guard let handle = try? FileSystem.Handle(path, O_RDONLY),
      let size = Fingerprint(descriptor: handle.descriptor)?.size
    else { return "" }
    let limit: Int64 = 16 << 10
    if size > limit { lseek(handle.descriptor, off_t(size - limit), SEEK_SET) }
    var bytes: [UInt8] = []
    try? FileSystem.readChunks(handle.descriptor, path: path) { bytes.append(contentsOf: $0) }
    if size > limit, let newline = bytes.firstIndex(of: 10) { bytes.removeFirst(newline + 1) }
    let cut = size > limit ? "[the last \(bytes.count) of \(size) bytes]\n" : ""
    return cut + String(decoding: bytes, as: UTF8.self)
  }
}
