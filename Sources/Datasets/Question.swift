import CCurl
import Foundation

/// A question to a server: bytes that are posted, and the bytes of the answer.
public struct Question {
  private let address: String
  /// The media type of the question.
  private let type: String
  private let body: [UInt8]
  /// The most bytes that an answer has.
  private let most: Int
  private let patience: Int

  /// A question of the media type `type`.
  public init(address: String, type: String, body: [UInt8], atMost most: Int = 1 << 20, patience: Int = 30) {
    (self.address, self.type, self.body, self.most, self.patience) = (address, type, body, most, patience)
  }

  /// Asks; the answer.
  /// - Throws: ``TransferError``.
  public func answer() throws -> [UInt8] {
    let isSafe = address.lowercased().hasPrefix("https://")
    guard isSafe || address.lowercased().hasPrefix("http://") else { throw TransferError(address, .kind) }
    guard let curl = CurlLibrary.functions, let handle = curl.easy_init() else {
      throw TransferError(address, .noLibrary)
    }
    defer { curl.easy_cleanup(handle) }
    var headers: UnsafeMutablePointer<curl_slist>?
    for header in ["Content-Type: \(type)", "Expect:"] { headers = curl.slist_append(headers, header) ?? headers }
    defer { curl.slist_free_all(headers) }
    let answer = Answered(most: most)
    let code = try withUnsafePointer(to: curl) { curl in
      try body.withUnsafeBytes { body in
        func set(_ option: CURLoption, _ value: Int) { _ = plumb_curl_set_number(curl, handle, option, value) }
        try CurlLibrary.prepare(curl, handle, address, isSafe: isSafe)
        set(CURLOPT_POST, 1)
        set(CURLOPT_POSTFIELDSIZE, body.count)
        set(CURLOPT_CONNECTTIMEOUT, patience)
        set(CURLOPT_TIMEOUT, 2 * patience)
        _ = plumb_curl_set_pointer(
          curl, handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress))
        _ = plumb_curl_set_pointer(curl, handle, CURLOPT_HTTPHEADER, headers)
        _ = plumb_curl_set_pointer(curl, handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(answer).toOpaque())
        _ = plumb_curl_set_receiver(curl, handle, CURLOPT_WRITEFUNCTION, Answered.receive)
        return curl.pointee.easy_perform(handle)
      }
    }
    var functions = curl
    let status = plumb_curl_status(&functions, handle)
    if answer.isTooLong { throw TransferError(address, .tooLong(expected: most)) }
    if code == CURLE_HTTP_RETURNED_ERROR || code == CURLE_OK && status != 200 {
      throw TransferError(address, .status(status))
    }
    guard code == CURLE_OK else {
      throw TransferError(address, .refused(curl.easy_strerror(code).map { String(cString: $0) } ?? ""))
    }
    return answer.bytes
  }
}

/// The bytes of an answer, as they come.
private final class Answered {
  private(set) var bytes: [UInt8] = []
  private(set) var isTooLong = false
  private let most: Int

  init(most: Int) { self.most = most }

  static let receive: plumb_curl_receiver = { bytes, size, count, context in
    guard let context else { return 0 }
    let answer = Unmanaged<Answered>.fromOpaque(context).takeUnretainedValue()
    let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
    guard answer.bytes.count + piece.count <= answer.most else {
      answer.isTooLong = true
      return 0
    }
    answer.bytes += piece
    return piece.count
  }
}
