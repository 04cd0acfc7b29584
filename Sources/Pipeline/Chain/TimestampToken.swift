import CCrypto
import Documents

/// A request for a timestamp of a digest (RFC 3161, `TimeStampReq`), with a nonce, and for the certificate of the authority.
public struct TimestampQuery: Sendable {
  /// The request in DER.
  public let bytes: [UInt8]
  /// The nonce in hexadecimal digits.
  public let nonce: String

  /// A request with a nonce of 64 random bits.
  /// - Throws: ``TimestampError/library``.
  public init(for digest: Digest) throws {
    var random = [UInt8](repeating: 0, count: 8)
    guard RAND_bytes(&random, Int32(random.count)) == 1 else { throw TimestampError.library }
    // A number in ASN.1 has no zeros before it.
    random[0] |= 0x40
    try self.init(for: digest, nonce: random)
  }

  /// Two hexadecimal digits a byte.
  fileprivate static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  init(for digest: Digest, nonce: [UInt8]) throws {
    guard let request = TS_REQ_new(), let imprint = TS_MSG_IMPRINT_new(), let algorithm = X509_ALGOR_new() else {
      throw TimestampError.library
    }
    defer {
      TS_REQ_free(request)
      TS_MSG_IMPRINT_free(imprint)
      X509_ALGOR_free(algorithm)
    }
    let number = BN_bin2bn(nonce, Int32(nonce.count), nil)
    let integer = BN_to_ASN1_INTEGER(number, nil)
    defer {
      BN_free(number)
      ASN1_INTEGER_free(integer)
    }
    var message = digest.bytes
    guard X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nil) == 1,
      TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1,
      TS_MSG_IMPRINT_set_msg(imprint, &message, Int32(message.count)) == 1, TS_REQ_set_version(request, 1) == 1,
      TS_REQ_set_msg_imprint(request, imprint) == 1, TS_REQ_set_nonce(request, integer) == 1,
      TS_REQ_set_cert_req(request, 1) == 1
    else { throw TimestampError.library }
    let count = i2d_TS_REQ(request, nil)
    guard count > 0 else { throw TimestampError.library }
    var bytes = [UInt8](repeating: 0, count: Int(count))
    bytes.withUnsafeMutableBufferPointer { buffer in
      var end = buffer.baseAddress
      _ = i2d_TS_REQ(request, &end)
    }
    self.bytes = bytes
    self.nonce = Self.hex(nonce)
  }
}

/// The answer of an authority (RFC 3161, `TimeStampResp`), found to be about a digest and to answer a request.
///
/// Its signature is checked with the certificate that it carries; whether that is one of an authority that somebody trusts is
/// for `openssl ts -verify -CAfile …` to say.
public struct TimestampReply: Sendable {
  /// The time of the authority, ISO 8601, in UTC.
  public let time: String

  /// Reads an answer in DER.
  ///
  /// - Parameter nonce: that of the request, in hexadecimal digits.
  /// - Throws: ``TimestampError``.
  public init(_ bytes: [UInt8], for digest: Digest, nonce: String) throws {
    let response: OpaquePointer? = bytes.withUnsafeBufferPointer { buffer in
      var start = buffer.baseAddress
      return d2i_TS_RESP(nil, &start, buffer.count)
    }
    guard let response else { throw TimestampError.noReply }
    defer { TS_RESP_free(response) }
    let status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response)))
    guard status == 0 || status == 1 else { throw TimestampError.refused(status: status) }
    guard let info = TS_RESP_get_tst_info(response), let token = TS_RESP_get_token(response) else {
      throw TimestampError.noReply
    }
    let imprint = TS_TST_INFO_get_msg_imprint(info)
    var algorithm: OpaquePointer?
    X509_ALGOR_get0(&algorithm, nil, nil, TS_MSG_IMPRINT_get_algo(imprint))
    guard OBJ_obj2nid(algorithm) == NID_sha256, Self.bytes(TS_MSG_IMPRINT_get_msg(imprint)) == digest.bytes else {
      throw TimestampError.otherDigest
    }
    guard let answered = TS_TST_INFO_get_nonce(info), TimestampQuery.hex(Self.bytes(answered)) == nonce else {
      throw TimestampError.otherNonce
    }
    guard PKCS7_verify(token, nil, nil, nil, nil, PKCS7_NOVERIFY) == 1 else { throw TimestampError.signature }
    let text = String(decoding: Self.bytes(TS_TST_INFO_get_time(info)), as: UTF8.self)
    guard let match = text.wholeMatch(of: #/(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z/#) else {
      throw TimestampError.noReply
    }
    time = "\(match.1)-\(match.2)-\(match.3)T\(match.4):\(match.5):\(match.6)Z"
  }

  private static func bytes(_ string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
    guard let string, let data = ASN1_STRING_get0_data(string) else { return [] }
    return Array(UnsafeBufferPointer(start: data, count: Int(ASN1_STRING_length(string))))
  }

  private static func bytes(_ string: UnsafeMutablePointer<ASN1_STRING>?) -> [UInt8] {
    bytes(string.map { UnsafePointer($0) })
  }
}
