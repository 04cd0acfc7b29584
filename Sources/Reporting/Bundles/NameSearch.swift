import Documents
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Looks for names in files of any kind, as a reader of a double-blind review might.
///
/// A file is searched as it is, without the backslashes of Markdown, with the entities of HTML as the letters that they stand for,
/// and with what is embedded in a page. A PDF is searched with everything in it unpacked, metadata among it. A name counts in its
/// own letters, all small or all capital, in UTF-16, and as JSON and addresses write it.
public struct NameSearch: Sendable {
  /// Something that must not be found.
  public struct Mark: Sendable, Equatable {
    public let text: String
    /// What it is, such as `the name of an author`.
    public let what: String
    /// Whether it counts as a whole word only.
    public let isWord: Bool

    /// The mark `text`; see the properties.
    public init(_ text: String, _ what: String, isWord: Bool = false) {
      (self.text, self.what, self.isWord) = (text, what, isWord)
    }
  }

  private let needles: [(bytes: [UInt8], mark: Mark)]

  /// A search for `marks`.
  public init(_ marks: [Mark]) {
    var seen: Set<[UInt8]> = []
    needles = marks.flatMap { mark in Self.spellings(mark).map { (bytes: $0, mark: mark) } }
      .filter { !$0.bytes.isEmpty && seen.insert($0.bytes).inserted }
  }

  /// Refuses files that hold a mark, in their names or in their content.
  ///
  /// - Throws: ``BundleError/nameLeft(_:what:text:)`` for the first one found, what qpdf says of a PDF that it cannot read.
  public func check(_ files: [AttachedFile]) throws {
    for file in files {
      for view in [Data(file.path.utf8)] + (try Self.views(file)) {
        if let mark = first(in: view) { throw BundleError.nameLeft(file.path, what: mark.what, text: mark.text) }
      }
    }
  }

  /// The first mark that stands in `data`.
  func first(in data: Data) -> Mark? {
    data.withUnsafeBytes { bytes in needles.first { Self.holds(bytes, $0.bytes, asWord: $0.mark.isWord) }?.mark }
  }

  private static func spellings(_ mark: Mark) -> [[UInt8]] {
    let cases = mark.isWord ? [mark.text] : [mark.text, mark.text.lowercased(), mark.text.uppercased()]
    return cases.flatMap { text -> [[UInt8]] in
      let utf16 = text.utf16.map { [UInt8($0 >> 8), UInt8($0 & 255)] }
      let hex = utf16.joined().map { byte in
        String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
      }.joined()
      let escaped = text.utf16.map { unit -> String in
        unit < 128 ? String(UnicodeScalar(UInt8(unit))) : "\\u" + String(format: "%04x", unit)
      }.joined()
      let address =
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~"))) ?? ""
      return [
        Array(text.utf8), Array(utf16.joined()), Array(utf16.map { $0.reversed() }.joined()), Array(hex.utf8),
        Array(hex.lowercased().utf8), Array(escaped.utf8), Array(address.utf8),
        Array((text.applyingTransform(.stripDiacritics, reverse: false) ?? "").utf8),
      ]
    }
  }

  private static func holds(_ bytes: UnsafeRawBufferPointer, _ needle: [UInt8], asWord: Bool) -> Bool {
    guard let base = bytes.baseAddress, let head = needle.first else { return false }
    var start = 0
    while start + needle.count <= bytes.count,
      let found = memchr(base + start, Int32(head), bytes.count - needle.count + 1 - start)
    {
      let place = UnsafeRawPointer(found) - base
      start = place + 1
      guard memcmp(base + place, needle, needle.count) == 0 else { continue }
      let end = place + needle.count
      let isWhole = !isLetter(place > 0 ? bytes[place - 1] : 0) && !isLetter(end < bytes.count ? bytes[end] : 0)
      if !asWord || isWhole { return true }
    }
    return false
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 128...:
      true
    default: false
    }
  }

  /// A file as it is read in different ways.
  private static func views(_ file: AttachedFile) throws -> [Data] {
    if file.data.starts(with: Data("%PDF-".utf8)) { return [file.data, try unpacked(file)] }
    if file.data.starts(with: Data([0x89, 0x50, 0x4E, 0x47])) {
      // Compressed texts in a picture cannot be looked into here.
      for chunk in ["zTXt", "iTXt", "eXIf"] where file.data.range(of: Data(chunk.utf8)) != nil {
        throw BundleError.hiddenText(file.path, chunk: chunk)
      }
      return [file.data]
    }
    let text = String(decoding: file.data, as: UTF8.self)
    var views = [file.data]
    if text.contains("\\") { views.append(Data(text.replacing("\\", with: "").utf8)) }
    guard file.path.hasSuffix(".html") else { return views }
    let entities = [("&amp;", "&"), ("&#39;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">")]
    views.append(Data(entities.reduce(text) { $0.replacing($1.0, with: $1.1) }.utf8))
    views += embedded(file.data)
    return views
  }

  /// What a page carries as base64.
  private static func embedded(_ page: Data) -> [Data] {
    let mark = Data(";base64,".utf8)
    var (found, rest): ([Data], Range<Data.Index>) = ([], page.startIndex..<page.endIndex)
    while let start = page.range(of: mark, in: rest) {
      let end = page[start.upperBound...].firstIndex { !isBase64($0) } ?? page.endIndex
      if let data = Data(base64Encoded: page[start.upperBound..<end]) { found.append(data) }
      rest = end..<page.endIndex
    }
    return found
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    (isLetter(byte) && byte < 128 && byte != UInt8(ascii: "_")) || "+/=".utf8.contains(byte)
  }

  /// A PDF with all streams and objects unpacked.
  private static func unpacked(_ file: AttachedFile) throws -> Data {
    let work = try PDFJob.folder()
    defer { try? FileManager.default.removeItem(at: work) }
    let (packed, open) = (work.appending(path: "packed.pdf"), work.appending(path: "open.pdf"))
    do { try file.data.write(to: packed) } catch { throw BundleError.archive("it takes no files") }
    try PDFJob.run([
      "inputFile": JSON(.string(packed.path(percentEncoded: false))),
      "outputFile": JSON(.string(open.path(percentEncoded: false))), "qdf": "", "decodeLevel": "all",
    ])
    guard let data = try? Data(contentsOf: open) else { throw BundleError.archive("it cannot be read back") }
    return data
  }
}
