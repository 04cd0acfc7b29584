import Foundation

/// NumPy's array file format, for arrays of one or two dimensions: reads versions 1 to 3, little-endian 8- and 4-byte
/// floats, C and Fortran order; writes version 1.0, '<f8', C order.
///
/// Source: numpy.lib.format.
extension Matrix {
  /// The array in `data`; an array of one dimension becomes a single column.
  /// - Throws: `LinearAlgebraError.npy` naming what is wrong with the bytes.
  public init(npy data: Data) throws {
    let array = try NPYArray(data)
    let shape = array.header.shape
    let (rows, columns) = (shape[0], shape.count == 2 ? shape[1] : 1)
    if array.header.fortranOrder {
      self = try Matrix(rows: columns, columns: rows, filledBy: array.fill).transposed
    } else {
      try self.init(rows: rows, columns: columns, filledBy: array.fill)
    }
  }

  /// The file's bytes: an array of two dimensions.
  public func npyData() -> Data {
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    let padding = 63 - (10 + header.utf8.count) % 64
    header += String(repeating: " ", count: padding) + "\n"
    var data = Data(capacity: 10 + header.utf8.count + 8 * elements.count)
    data.append(contentsOf: NPYArray.magic + [1, 0, UInt8(header.utf8.count % 256), UInt8(header.utf8.count / 256)])
    data.append(contentsOf: header.utf8)
    if NPYArray.isNative {
      elements.withUnsafeBytes { data.append(contentsOf: $0) }
    } else {
      elements.map { $0.bitPattern.littleEndian }.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    return data
  }
}

private struct NPYArray {
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  /// Whether numbers stand in memory as in the file.
  static let isNative = 1.littleEndian == 1

  let header: NPYHeader
  private let body: Data

  init(_ data: Data) throws {
    let bytes = [UInt8](data.prefix(12))
    guard bytes.starts(with: NPYArray.magic) else { throw LinearAlgebraError.npy(.magic) }
    guard bytes.count >= 8 else { throw LinearAlgebraError.npy(.truncatedHeader(needed: 10, found: bytes.count)) }
    guard (1...3).contains(bytes[6]), bytes[7] == 0 else {
      throw LinearAlgebraError.npy(.version(Int(bytes[6]), Int(bytes[7])))
    }
    let prefix = bytes[6] == 1 ? 10 : 12
    let length = bytes.dropFirst(8).prefix(prefix - 8).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard data.count >= prefix, data.count - prefix >= length else {
      throw LinearAlgebraError.npy(.truncatedHeader(needed: prefix + length, found: data.count))
    }
    header = try NPYHeader([UInt8](data.dropFirst(prefix).prefix(length))[...])
    body = data.dropFirst(prefix + length)
    let size = try header.byteCount
    guard body.count == size else { throw LinearAlgebraError.npy(.size(expected: size, found: body.count)) }
  }

  /// Writes the numbers into memory for as many as the header says.
  func fill(_ elements: UnsafeMutableBufferPointer<Double>) {
    body.withUnsafeBytes { raw in
      if header.width == 8, NPYArray.isNative {
        UnsafeMutableRawBufferPointer(elements).copyMemory(from: raw)
        return
      }
      for index in elements.indices {
        elements[index] =
          header.width == 8
          ? Double(bitPattern: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)))
          : Double(
            Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))))
      }
    }
  }
}

/// The dictionary in front of an `.npy` file's elements: `{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }`.
struct NPYHeader: Equatable {
  let width: Int
  let fortranOrder: Bool
  let shape: [Int]

  /// The longest dimension that LAPACK's integers count.
  private static let longest = Int(Int32.max)

  var byteCount: Int {
    get throws {
      // An array without elements may still claim any width, which routines would then allocate a row of.
      guard shape.allSatisfy({ $0 <= NPYHeader.longest }) else { throw LinearAlgebraError.npy(.shape(shape)) }
      return try (shape + [width]).reduce(1) { product, size in
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
    (self.width, fortranOrder, shape) = (width, order, sizes)
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
