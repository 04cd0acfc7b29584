/// Why an answer to a request for a timestamp does not count.
public enum TimestampError: Error, Equatable, Sendable {
  case noReply
  case refused(status: Int)
  case otherDigest, otherNonce, signature, library
}

extension TimestampError: CustomStringConvertible {
  /// One line: the fact, and the remedy.
  public var description: String {
    switch self {
    case .noReply: "the answer is no timestamp; name an authority of RFC 3161"
    case .refused(let status): "the authority refuses a timestamp (status \(status)); try another one"
    case .otherDigest: "the timestamp is one of something else; ask again"
    case .otherNonce: "the timestamp answers another request; ask again"
    case .signature: "the signature of the timestamp does not hold; ask again, or another authority"
    case .library: "libcrypto could not do what a timestamp needs; install OpenSSL 3"
    }
  }
}
