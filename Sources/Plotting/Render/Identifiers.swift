import Foundation

/// Identifiers of an SVG: Cairo numbers them per process, which would make equal drawings differ.
enum Identifiers {
  /// The same file with every identifier replaced by its rank in the order of definition.
  static func renumbered(_ data: Data) -> Data {
    let bytes = [UInt8](data)
    var names: [ArraySlice<UInt8>: Int] = [:]
    for range in occurrences(of: Array(" id=\"".utf8), in: bytes) where names[bytes[range]] == nil {
      names[bytes[range]] = names.count + 1
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var copied = 0
    let uses = ["id=\"", "href=\"#", "url(#"].flatMap { occurrences(of: Array($0.utf8), in: bytes) }
    for range in uses.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let rank = names[bytes[range]] else { continue }
      result += bytes[copied..<range.lowerBound]
      result += Array("i\(rank)".utf8)
      copied = range.upperBound
    }
    result += bytes[copied...]
    return Data(result)
  }

  /// The names that follow `prefix`, up to the closing quote or parenthesis.
  private static func occurrences(of prefix: [UInt8], in bytes: [UInt8]) -> [Range<Int>] {
    guard let first = prefix.first, bytes.count >= prefix.count else { return [] }
    var found: [Range<Int>] = []
    var index = 0
    while index <= bytes.count - prefix.count {
      if bytes[index] == first, bytes[index..<index + prefix.count].elementsEqual(prefix) {
        let start = index + prefix.count
        let end = bytes[start...].firstIndex { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ")") } ?? start
        found.append(start..<end)
        index = end
      }
      index += 1
    }
    return found
  }
}
