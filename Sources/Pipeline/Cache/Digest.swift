import CCrypto

/// A SHA-256 digest.
public struct Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
  let words: SIMD4<UInt64>

  init(words: SIMD4<UInt64>) { self.words = words }

  /// The bytes of the digest in order, 32 of them; nil for any other count.
  init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words = SIMD4<UInt64>()
    for (index, byte) in bytes.enumerated() { words[index >> 3] = words[index >> 3] << 8 | UInt64(byte) }
    self.words = words
  }

  /// The digest written as 64 lower-case hexadecimal digits; nil for any other text.
  public init?(hex: some StringProtocol) { self.init(hexBytes: hex.utf8) }

  init?(hexBytes: some Collection<UInt8>) {
    guard hexBytes.count == 64 else { return nil }
    var words = SIMD4<UInt64>()
    for (index, byte) in hexBytes.enumerated() {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      words[index >> 4] = words[index >> 4] << 4 | UInt64(digit)
    }
    self.words = words
  }

  /// The 64 hexadecimal digits.
  public var hex: String {
    String(unsafeUninitializedCapacity: 64) { buffer in
      withHex(into: buffer)
      return 64
    }
  }

  /// Writes the 64 hexadecimal digits into `buffer`, which holds at least as many bytes.
  func withHex(into buffer: UnsafeMutableBufferPointer<UInt8>) {
    for index in 0..<64 {
      let digit = UInt8(truncatingIfNeeded: words[index >> 4] >> UInt64(60 - 4 * (index & 15))) & 15
      buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
  }

  var bytes: [UInt8] { (0..<32).map { UInt8(truncatingIfNeeded: words[$0 >> 3] >> UInt64(56 - 8 * ($0 & 7))) } }

  /// The digest of `bytes`.
  public init(of bytes: some Collection<UInt8>) {
    let stream = DigestStream()
    let whole: Void? = bytes.withContiguousStorageIfAvailable { stream.update(UnsafeRawBufferPointer($0)) }
    if whole == nil { Array(bytes).withUnsafeBytes(stream.update) }
    self = stream.finish()
  }

  /// The digest of the UTF-8 of `text`.
  public init(of text: String) { self.init(of: text.utf8) }

  /// The digest of what is left to read from `descriptor`.
  /// - Parameter path: names the file in the error.
  init(ofFile descriptor: Int32, path: String) throws {
    let stream = DigestStream()
    try FileSystem.readChunks(descriptor, path: path) { stream.update($0) }
    self = stream.finish()
  }

  public static func < (a: Digest, b: Digest) -> Bool {
    for index in 0..<4 where a.words[index] != b.words[index] { return a.words[index] < b.words[index] }
    return false
  }

  /// The hexadecimal digits.
  public var description: String { hex }
}

/// SHA-256 over bytes that come in pieces.
final class DigestStream {
  private let context: OpaquePointer?

  /// Without the machine's configuration of OpenSSL, which has no say in SHA-256.
  private static let library: Void = { OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil) }()

  init() {
    Self.library
    context = EVP_MD_CTX_new()
    EVP_DigestInit_ex(context, EVP_sha256(), nil)
  }

  deinit { EVP_MD_CTX_free(context) }

  func update(_ bytes: UnsafeRawBufferPointer) { EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) }

  /// The digest of everything added; the stream starts anew.
  func finish() -> Digest {
    let words = withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 4) { buffer in
      buffer.initialize(repeating: 0)
      EVP_DigestFinal_ex(context, UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: UInt8.self), nil)
      return SIMD4(buffer[0].bigEndian, buffer[1].bigEndian, buffer[2].bigEndian, buffer[3].bigEndian)
    }
    EVP_DigestInit_ex(context, EVP_sha256(), nil)
    return Digest(words: words)
  }
}

/// The library behind digests.
public enum CryptoLibrary {
  /// Its version, as loaded.
  public static var version: String { OpenSSL_version(OPENSSL_VERSION).map { String(cString: $0) } ?? "unknown" }
}
