import Testing

@testable import Documents

@Suite struct PlaceTests {
  private let source = SourceText(name: "m.json", bytes: Array("ab\né€x\n\nz".utf8))

  @Test(arguments: [
    (0, 1, 1), (2, 1, 3), (3, 2, 1), (5, 2, 2), (8, 2, 3), (9, 2, 4), (10, 3, 1), (11, 4, 1), (12, 4, 2),
  ])
  func `columns count characters, lines newlines`(offset: Int, line: Int, column: Int) {
    #expect(Place(source: source, offset: offset).lineAndColumn == (line, column))
  }

  @Test func `an offset outside the text is taken to its edge`() {
    #expect(Place(source: source, offset: 999).lineAndColumn == (4, 2))
    #expect(Place(source: source, offset: -5).lineAndColumn == (1, 1))
    #expect(Place(source: SourceText(name: "e", bytes: []), offset: 0).lineAndColumn == (1, 1))
  }

  @Test func `a place names its file, an option only itself`() {
    #expect(Place(source: source, offset: 3).description == "m.json:2:1")
    #expect(Place(source: SourceText(name: "--set a", bytes: [], hasLines: false), offset: 0).description == "--set a")
    #expect(Place.none.description == "")
    #expect(Place.none.lineAndColumn == (0, 0))
  }

  @Test func `places are ordered by file and offset, and equal only in one text`() {
    let other = SourceText(name: "n.json", bytes: [])
    #expect(Place(source: source, offset: 9) < Place(source: other, offset: 1))
    #expect(Place(source: source, offset: 1) < Place(source: source, offset: 2))
    #expect(Place(source: source, offset: 1) != Place(source: SourceText(name: "m.json", bytes: []), offset: 1))
  }

  @Test func `a hundred thousand places in a large file do not cost a pass each`() {
    let large = SourceText(name: "l", bytes: Array(repeating: UInt8(ascii: "\n"), count: 2_000_000))
    let lines = stride(from: 0, to: 2_000_000, by: 20).map { Place(source: large, offset: $0).lineAndColumn.line }
    #expect(lines.count == 100_000)
    #expect(lines.last == 1_999_981)
  }
}
