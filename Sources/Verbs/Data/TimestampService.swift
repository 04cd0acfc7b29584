import Datasets

/// Authorities of timestamps over HTTP (RFC 3161, section 3.4).
public enum TimestampService {
  /// What the authority at `address` answers to a request in DER.
  /// - Throws: `TransferError`.
  public static func answer(_ query: [UInt8], at address: String) throws -> [UInt8] {
    try Question(address: address, type: "application/timestamp-query", body: query).answer()
  }
}
