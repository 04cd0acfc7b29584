/// The dictionary in front of an `.npy` file's elements: `{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }`.
struct NPYHeader: Equatable {
  let width: Int
  let fortranOrder: Bool
  let shape: [Int]

  var elementCount: Int {
    get throws {
      try shape.reduce(1) { product, size in
        let (next, overflow) = product.multipliedReportingOverflow(by: size)
        guard !overflow else { throw LinearAlgebraError.npy(.shape(shape)) }
        return next
      }
    }
  }

  init(_ bytes: ArraySlice<UInt8>) throws {
    var scanner = HeaderScanner(rest: bytes)
    var (type, order, sizes): (String?, Bool?, [Int]?) = (nil, nil, nil)
    try scanner.expect("{")
    while !scanner.accept("}") {
      let key = try scanner.string()
      try scanner.expect(":")
      switch key {
      case "descr" where type == nil: type = try scanner.type()
      case "fortran_order" where order == nil: order = try scanner.boolean()
      case "shape" where sizes == nil: sizes = try scanner.tuple()
      default: throw scanner.malformed("unexpected key '\(key)'")
      }
      guard scanner.accept(",") || scanner.sees("}") else { throw scanner.malformed("no comma after '\(key)'") }
    }
    guard scanner.isAtEnd else { throw scanner.malformed("text after the dictionary") }
    guard let type, let order, let sizes else { throw scanner.malformed("descr, fortran_order or shape is missing") }
    guard let width = ["<f8": 8, "<f4": 4][type] else { throw LinearAlgebraError.npy(.type("'\(type)'")) }
    guard (1...2).contains(sizes.count) else { throw LinearAlgebraError.npy(.dimensions(sizes.count)) }
    self.width = width
    fortranOrder = order
    shape = sizes
  }
}

/// Reads the few Python literals that a header may hold.
private struct HeaderScanner {
  var rest: ArraySlice<UInt8>

  var isAtEnd: Bool { rest.allSatisfy { HeaderScanner.isSpace($0) } }

  func malformed(_ problem: String) -> LinearAlgebraError { .npy(.header(problem)) }

  mutating func accept(_ symbol: Unicode.Scalar) -> Bool {
    guard sees(symbol) else { return false }
    rest = rest.dropFirst()
    return true
  }

  mutating func sees(_ symbol: Unicode.Scalar) -> Bool {
    rest = rest.drop { HeaderScanner.isSpace($0) }
    return rest.first == UInt8(ascii: symbol)
  }

  mutating func expect(_ symbol: Unicode.Scalar) throws {
    guard accept(symbol) else { throw malformed("'\(symbol)' is missing") }
  }

  mutating func string() throws -> String {
    for quote in ["'", "\""] as [Unicode.Scalar] where accept(quote) {
      guard let end = rest.firstIndex(of: UInt8(ascii: quote)) else { break }
      let text = String(decoding: rest[..<end], as: UTF8.self)
      rest = rest[(end + 1)...]
      return text
    }
    throw malformed("a quoted string is missing")
  }

  mutating func type() throws -> String {
    if sees("[") { throw LinearAlgebraError.npy(.type("(a record)")) }
    return try string()
  }

  mutating func boolean() throws -> Bool {
    _ = sees(" ")
    for (text, value) in [("True", true), ("False", false)] where rest.starts(with: text.utf8) {
      rest = rest.dropFirst(text.utf8.count)
      return value
    }
    throw malformed("fortran_order is neither True nor False")
  }

  mutating func tuple() throws -> [Int] {
    try expect("(")
    var sizes: [Int] = []
    while !accept(")") {
      _ = sees(" ")
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard let size = Int(String(decoding: digits, as: UTF8.self)) else {
        throw malformed("a size in the shape is not a number of this machine")
      }
      sizes.append(size)
      rest = rest[digits.endIndex...]
      guard accept(",") || sees(")") else { throw malformed("the shape is not closed") }
    }
    return sizes
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
