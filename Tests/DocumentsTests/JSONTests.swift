import Testing

@testable import Documents

@Suite struct JSONTests {
  @Test func `whole numbers are whole however they are written`() throws {
    for text in ["1000", "1e3", "1000.0"] { #expect(try parsed(text).integer == 1000) }
    #expect(try parsed("1.5").integer == nil)
    #expect(try parsed("1e300").integer == nil)
    #expect(try parsed("\"1\"").integer == nil)
    #expect(try parsed("3").double == 3)
  }

  @Test func `equality is of content, not of place`() throws {
    #expect(try parsed("[1, {\"a\": \"b\"}]") == parsed("  [1,{\"a\":\"b\"}]"))
    #expect(try parsed("[1]") != parsed("[2]"))
  }

  @Test func `a member is found by its key`() throws {
    let json = try parsed(#"{"a": 1, "b": [2]}"#)
    #expect(json["b"] == [2])
    #expect(json["c"] == nil)
    #expect(JSON(.null)["a"] == nil)
    #expect(json["b"]?.members == nil && json.elements == nil)
  }

  @Test func `a value without a place stands at its key`() {
    let place = Place(source: SourceText(name: "--set a=1", bytes: [], hasLines: false), offset: 0)
    #expect(JSON.Member("a", 1, place: place).value.place == place)
    #expect(JSON.Member("a", 1, place: place).place == place)
    #expect(JSON.Member("a", 1).place == .none)
  }

  @Test func `a tree is compact in memory`() {
    #expect(MemoryLayout<JSON>.stride == 32)
    #expect(MemoryLayout<JSON.Member>.stride == 56)
  }
}
