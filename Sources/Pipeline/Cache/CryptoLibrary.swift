import CCrypto

/// The library behind digests.
public enum CryptoLibrary {
  /// Its version, as loaded.
  public static var version: String { OpenSSL_version(OPENSSL_VERSION).map { String(cString: $0) } ?? "unknown" }
}
