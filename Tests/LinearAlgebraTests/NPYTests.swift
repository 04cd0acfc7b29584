import Foundation
import Testing

@testable import LinearAlgebra

@Suite struct NPYTests {
  /// Files written by NumPy 2.4: C order, version 1; Fortran order, version 2; four-byte floats, version 3.
  static let written = [
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAg"
      + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAD4PwAAAAAAAADA"
      + "AAAAAAAACEAAAAAAAAAQQAAAAAAAABRAnHUAiDzkN34=",
    "k05VTVBZAgB0AAAAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IFRydWUsICdzaGFwZSc6ICgyLCAzKSwgfSAg"
      + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAD4PwAAAAAAABBA"
      + "AAAAAAAAAMAAAAAAAAAUQAAAAAAAAAhAnHUAiDzkN34=",
    "k05VTVBZAwB0AAAAeydkZXNjcic6ICc8ZjQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAg"
      + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAA/AACgvw==",
  ]

  @Test func `files written by NumPy are read`() throws {
    let expected = [[1.5, -2, 3, 4, 5, 1e300], [1.5, -2, 3, 4, 5, 1e300], [0.5, -1.25]]
    let shapes = [(2, 3), (2, 3), (2, 1)]
    for (index, text) in NPYTests.written.enumerated() {
      let matrix = try Matrix(npy: #require(Data(base64Encoded: text)))
      #expect(matrix.elements == expected[index])
      #expect((matrix.rows, matrix.columns) == shapes[index])
    }
  }

  @Test(arguments: [(0, 0), (0, 3), (1, 1), (5, 2), (13, 1)])
  func `what is written is read back bit by bit`(rows: Int, columns: Int) throws {
    let elements = (0..<rows * columns).map { 1 / Double($0) }
    let matrix = try Matrix(rows: rows, columns: columns, elements: elements)
    #expect(try Matrix(npy: matrix.npyData()) == matrix)
  }

  @Test func `the header is NumPy's and the elements are aligned`() throws {
    let data = try Matrix(rows: 1, columns: 1, elements: [1]).npyData()
    #expect(data.count == 136)
    let text = String(decoding: data[10..<128], as: UTF8.self)
    #expect(text.hasPrefix("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }"))
    #expect(text.hasSuffix(" \n"))
  }

  @Test func `every truncation of a file is refused`() throws {
    let data = try Matrix(rows: 1, columns: 2, elements: [1, 2]).npyData()
    for length in 0..<data.count { #expect(throws: LinearAlgebraError.self) { try Matrix(npy: data.prefix(length)) } }
    refused(.npy(.size(expected: 16, found: 17)), try Matrix(npy: data + [0]))
    refused(.npy(.size(expected: 16, found: 15)), try Matrix(npy: data.dropLast()))
    refused(.npy(.truncatedHeader(needed: 128, found: 100)), try Matrix(npy: data.prefix(100)))
    refused(.npy(.magic), try Matrix(npy: data.dropFirst()))
  }

  private static let plain = "{'descr': '<f8', 'fortran_order': False, 'shape': "
  static let hostile: [(header: String, fault: NPYFault)] = [
    ("{'descr': '>f8', 'fortran_order': False, 'shape': (1,)}", .type("'>f8'")),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", .type("'|O'")),
    ("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}", .type("(a record)")),
    (plain + "()}", .dimensions(0)), (plain + "(1, 1, 1)}", .dimensions(3)),
    (plain + "(4611686018427387904, 4)}", .shape([4_611_686_018_427_387_904, 4])),
    (plain + "(4611686018427387904,)}", .shape([4_611_686_018_427_387_904])),
    (plain + "(99999999999999999999,)}", .header("a size in the shape is not a number of this machine")),
    (plain + "(-1,)}", .header("a size in the shape is not a number of this machine")),
    (plain + "(1", .header("the shape is not closed")), (plain + "(1,)", .header("no comma after 'shape'")),
    ("{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}", .header("fortran_order is neither True nor False")),
    ("{'descr': '<f8', 'shape': (1,)}", .header("descr, fortran_order or shape is missing")),
    ("{'descr': '<f8', 'descr': '<f8'}", .header("unexpected key 'descr'")),
    ("{'x': 1}", .header("unexpected key 'x'")),
    ("{'descr", .header("a quoted string is missing")),
    (plain + "(1,)} x", .header("text after the dictionary")), ("", .header("'{' is missing")),
  ]

  private func file(_ header: String) -> Data {
    Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, UInt8(header.utf8.count), 0] + header.utf8)
  }

  @Test(arguments: 0..<hostile.count) func `a hostile header is an error of one line`(index: Int) throws {
    let (header, fault) = NPYTests.hostile[index]
    let error = #expect(throws: LinearAlgebraError.self) { try Matrix(npy: file(header) + Data(count: 8)) }
    #expect(error == .npy(fault))
    #expect(error?.description.contains("\n") == false)
  }

  @Test(arguments: ["True", "False"], [4_611_686_018_427_387_904, Int.max, 1 << 31])
  func `an empty array of absurd width is refused with its shape, one that is narrow is read`(
    _ order: String, _ width: Int
  ) throws {
    func header(_ width: Int) -> String { "{'descr': '<f8', 'fortran_order': \(order), 'shape': (0, \(width))}" }
    refused(.npy(.shape([0, width])), try Matrix(npy: file(header(width))))
    #expect(try Matrix(npy: file(header(3))).columns == 3)
  }

  @Test func `an unknown version is refused`() throws {
    var data = try Matrix(rows: 1, columns: 2, elements: [1, 2]).npyData()
    data[6] = 4
    refused(.npy(.version(4, 0)), try Matrix(npy: data))
  }
}
