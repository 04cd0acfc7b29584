import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output with a buffer of its own, which remembers the first write that failed.
final class StandardOutput: Sendable {
  private static let capacity = 1 << 16

  private let descriptor: Int32
  private let isTerminal: Bool
  private let state = Mutex(State())

  private struct State {
    var buffer: [UInt8] = []
    var failure: Int32?

    mutating func flush(to descriptor: Int32) {
      if failure == nil { failure = StandardOutput.writeAll(buffer, to: descriptor) }
      buffer.removeAll(keepingCapacity: true)
    }
  }

  init(descriptor: Int32 = 1) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
  }

  /// Adds `bytes`; they are written when many have come together, on a terminal at once.
  func write(_ bytes: some Sequence<UInt8>) {
    state.withLock {
      $0.buffer.append(contentsOf: bytes)
      if isTerminal || $0.buffer.count >= Self.capacity { $0.flush(to: descriptor) }
    }
  }

  /// Writes what is left; the number of the first error, nil when there was none.
  func finish() -> Int32? {
    state.withLock {
      $0.flush(to: descriptor)
      return $0.failure
    }
  }

  /// Writes all of `bytes`; the number of the error that prevented it.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return errno }
      rest = rest.dropFirst(count)
    }
    return nil
  }

  /// Gives the standard descriptors that the caller closed to `/dev/null`: the next file opened would take their numbers,
  /// and receive what is meant for people.
  static func occupyDescriptors() {
    var descriptor: Int32 = 0
    while descriptor >= 0, descriptor <= 2 { descriptor = open("/dev/null", O_RDWR) }
    if descriptor > 2 { close(descriptor) }
  }
}

// The call under a name that the methods do not hide.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
