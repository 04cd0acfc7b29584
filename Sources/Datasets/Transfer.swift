import CCurl
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What takes in a file that is fetched.
public protocol TransferSink: AnyObject {
  /// Called before the first bytes: they belong at `offset`, which is where they were asked from, or 0 where the sender begins
  /// anew. What is there beyond is to be dropped.
  func begin(at offset: Int) throws
  /// The next bytes.
  func append(_ bytes: UnsafeRawBufferPointer) throws
}

/// One file fetched from one address, `https:`, `http:` or `file:`, never more of it than it must hold.
///
/// What the other side says is checked against what is known beforehand: the length that it announces, the place from which it
/// goes on, the number of bytes that come. It may send on to another address, from `https:` to `https:` alone, never to a
/// file. Whether the content is right is for the caller to see.
public struct Transfer: Sendable {
  /// The kinds of addresses, as they begin.
  private static let kinds = ["https://", "http://", "file:///"]

  /// Whether `address` is of a kind that is fetched.
  public static func isFetched(_ address: String) -> Bool { kinds.contains(where: address.lowercased().hasPrefix) }

  private let address: String
  private let size: Int
  /// Seconds without a byte after which the other side is given up.
  private let patience: Int

  /// A transfer of a file of `size` bytes.
  public init(address: String, size: Int, patience: Int = 60) {
    (self.address, self.size, self.patience) = (address, size, patience)
  }

  /// Hands the bytes from `offset` on to `sink`.
  /// - Throws: ``TransferError``, and what `sink` throws.
  public func run(from offset: Int, into sink: any TransferSink) throws {
    switch Self.kinds.first(where: address.lowercased().hasPrefix) {
    case "file:///": try copy(to: sink)
    case .some(let kind): try request(isSafe: kind == "https://", from: offset, into: sink)
    case nil: throw TransferError(address, .kind)
    }
  }

  /// Copies a file of this machine, from its beginning.
  private func copy(to sink: any TransferSink) throws {
    let path = URL(string: address)?.path(percentEncoded: false) ?? ""
    // Opening a pipe would wait for its other end.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw TransferError(address, .refused(String(cString: strerror(errno)).lowercased())) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw TransferError(address, .refused("it is not a file"))
    }
    guard Int(status.st_size) == size else {
      throw TransferError(address, .length(announced: Int(status.st_size), expected: size))
    }
    try sink.begin(at: 0)
    try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { buffer in
      var left = size
      while left > 0 {
        let count = read(descriptor, buffer.baseAddress, min(left, buffer.count))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw TransferError(address, .cutOff(received: size - left, expected: size)) }
        try sink.append(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
        left -= count
      }
    }
  }

  /// Asks a server.
  private func request(isSafe: Bool, from offset: Int, into sink: any TransferSink) throws {
    guard let curl = CurlLibrary.functions, let handle = curl.easy_init() else {
      throw TransferError(address, .noLibrary)
    }
    defer { curl.easy_cleanup(handle) }
    let answer = Answer(curl, handle, address: address, from: offset, size: size, sink)
    let context = Unmanaged.passUnretained(answer).toOpaque()
    var words = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
    let code = try withUnsafePointer(to: curl) { curl in
      try words.withUnsafeMutableBufferPointer { words in
        func set(_ option: CURLoption, _ value: Int) { _ = plumb_curl_set_number(curl, handle, option, value) }
        try CurlLibrary.prepare(curl, handle, address, isSafe: isSafe)
        set(CURLOPT_FOLLOWLOCATION, 1)
        set(CURLOPT_MAXREDIRS, 5)
        set(CURLOPT_CONNECTTIMEOUT, min(patience, 30))
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, patience)
        if offset > 0 { _ = plumb_curl_set_text(curl, handle, CURLOPT_RANGE, "\(offset)-") }
        _ = plumb_curl_set_pointer(curl, handle, CURLOPT_ERRORBUFFER, words.baseAddress)
        for option in [CURLOPT_HEADERDATA, CURLOPT_WRITEDATA] {
          _ = plumb_curl_set_pointer(curl, handle, option, context)
        }
        _ = plumb_curl_set_receiver(curl, handle, CURLOPT_HEADERFUNCTION, Answer.header)
        _ = plumb_curl_set_receiver(curl, handle, CURLOPT_WRITEFUNCTION, Answer.body)
        return curl.pointee.easy_perform(handle)
      }
    }
    let said = String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try answer.finish(code, said.isEmpty ? curl.easy_strerror(code).map { String(cString: $0) } ?? "" : said)
  }
}

/// What a server answers, as it comes.
private final class Answer {
  private var curl: CurlFunctions
  private let handle: UnsafeMutableRawPointer
  private let address: String
  /// The byte from which on the file was asked for, and how many it has.
  private let asked, size: Int
  private let sink: any TransferSink
  /// Where the part of the file begins that the server says it sends.
  private var range: Int?
  /// The bytes of the file that are there; nil as long as none has come.
  private var received: Int?
  private var failure: (any Error)?

  init(
    _ curl: CurlFunctions, _ handle: UnsafeMutableRawPointer, address: String, from asked: Int, size: Int,
    _ sink: any TransferSink
  ) {
    (self.curl, self.handle, self.address, self.asked, self.size) = (curl, handle, address, asked, size)
    self.sink = sink
  }

  static let header: plumb_curl_receiver = { bytes, size, count, context in
    answer(context)?.takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
  }

  static let body: plumb_curl_receiver = { bytes, size, count, context in
    let isTaken = answer(context)?.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? false
    // Another number than what came ends the transfer.
    return isTaken ? size * count : 0
  }

  private static func answer(_ context: UnsafeMutableRawPointer?) -> Answer? {
    context.map { Unmanaged<Answer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// `Content-Range: bytes 100-199/200` says where the part begins; a new status line begins a new answer.
  private func takeHeader(_ bytes: UnsafeRawBufferPointer) {
    let line = String(decoding: bytes.prefix(256), as: UTF8.self).lowercased()
    if line.hasPrefix("http/") { range = nil }
    guard let match = line.prefixMatch(of: /content-range:\s*bytes\s+([0-9]{1,18})-/) else { return }
    range = Int(match.1)
  }

  private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    do {
      let before = try received ?? begin()
      guard before + bytes.count <= size else { throw fault(.tooLong(expected: size)) }
      try sink.append(bytes)
      received = before + bytes.count
      return true
    } catch {
      failure = error
      return false
    }
  }

  /// Looks at what the answer says of itself; the place from which on it sends.
  private func begin() throws -> Int {
    var first = 0
    switch plumb_curl_status(&curl, handle) {
    case 200: break
    case 206:
      guard let range, range == asked else { throw fault(.otherRange(asked: asked, found: range)) }
      first = asked
    case let status: throw fault(.status(status))
    }
    let announced = Int(plumb_curl_announced(&curl, handle))
    guard announced < 0 || first + announced == size else {
      throw fault(.length(announced: first + announced, expected: size))
    }
    try sink.begin(at: first)
    received = first
    return first
  }

  /// What the end of the transfer means.
  /// - Parameter words: those of the library.
  func finish(_ code: CURLcode, _ words: String) throws {
    if let failure { throw failure }
    let status = plumb_curl_status(&curl, handle)
    switch code {
    case CURLE_OK where received == size: return
    case CURLE_OK where received == nil && status != 200 && status != 206: throw fault(.status(status))
    case CURLE_OK: throw fault(.cutOff(received: received ?? 0, expected: size))
    case CURLE_HTTP_RETURNED_ERROR: throw fault(.status(status))
    case CURLE_UNSUPPORTED_PROTOCOL: throw fault(.sentOn)
    // Whatever broke off, what came before it is good for going on.
    case _ where received != nil || status == 200 || status == 206:
      throw fault(.cutOff(received: received ?? asked, expected: size))
    default: throw fault(.refused(words))
    }
  }

  private func fault(_ fault: TransferError.Fault) -> TransferError { TransferError(address, fault) }
}

/// libcurl, loaded when the first file is fetched.
enum CurlLibrary {
  // It is set once and then only read.
  nonisolated(unsafe) static let functions: CurlFunctions? = {
    let names = ["libcurl.so.4", "libcurl.so", "libcurl-gnutls.so.4", "/usr/lib/libcurl.4.dylib"]
    let found = names.lazy.compactMap { dlopen($0, RTLD_LAZY) }.compactMap(find).first
    guard let found, found.global_init(plumb_curl_everything) == CURLE_OK else { return nil }
    return found
  }()

  private static func find(in library: UnsafeMutableRawPointer) -> CurlFunctions? {
    withUnsafeTemporaryAllocation(of: CurlFunctions.self, capacity: 1) { buffer in
      guard let place = buffer.baseAddress, plumb_find_curl_functions(library, place) else { return nil }
      return place.pointee
    }
  }

  /// Tells a connection what all are told: where to, by which protocols (sent on from `https:` to `https:` alone), that an
  /// error of the server is one.
  /// - Throws: ``TransferError`` where protocols cannot be limited: they would be followed anywhere.
  static func prepare(
    _ curl: UnsafePointer<CurlFunctions>, _ handle: UnsafeMutableRawPointer, _ address: String, isSafe: Bool
  ) throws {
    func set(_ option: CURLoption, _ value: String) { _ = plumb_curl_set_text(curl, handle, option, value) }
    set(CURLOPT_URL, address)
    set(CURLOPT_USERAGENT, "plumb")
    let (http, https) = (1, 2)
    guard plumb_curl_set_protocols(curl, handle, http | https, isSafe ? https : http | https) == CURLE_OK else {
      throw TransferError(address, .noLibrary)
    }
    _ = plumb_curl_set_number(curl, handle, CURLOPT_FAILONERROR, 1)
    if let certificates { set(CURLOPT_CAINFO, certificates) }
  }

  /// The certificates that servers are checked with, where they are not at the place that the library was built for: systems
  /// keep them at different ones, and a library that was brought along knows only its own.
  private static let certificates: String? = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  ].first { access($0, R_OK) == 0 }
}
