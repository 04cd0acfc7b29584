import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Calls that Linux has and Swift's Glibc module does not show, looked up by name; absent elsewhere.
enum SystemCalls {
  /// Makes a whole file system durable.
  static let syncFileSystem: (@convention(c) (Int32) -> Int32)? = find("syncfs").map {
    unsafeBitCast($0, to: (@convention(c) (Int32) -> Int32).self)
  }

  /// Asks the kernel to send `signal` to this process when the thread that started it ends.
  static func signalAtParentDeath(_ signal: Int32) {
    let setParentDeathSignal: CInt = 1
    guard let pointer = find("prctl") else { return }
    let call = unsafeBitCast(pointer, to: (@convention(c) (CInt, CUnsignedLong, CUnsignedLong) -> CInt).self)
    _ = call(setParentDeathSignal, CUnsignedLong(signal), 0)
  }

  private static func find(_ name: String) -> UnsafeMutableRawPointer? {
    #if canImport(Glibc)
      dlsym(nil, name)
    #else
      nil
    #endif
  }
}
