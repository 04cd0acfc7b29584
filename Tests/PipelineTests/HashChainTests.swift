import Documents
import Foundation
import Testing

@testable import Pipeline

@Suite struct HashChainTests {
  /// A chain of three entries.
  private static func chain() -> HashChain {
    var chain = HashChain(name: "some.log")
    for word in ["one", "two", "three"] { chain.append([.init("word", JSON(.string(word)))]) }
    return chain
  }

  private static func lines() -> [String] {
    String(decoding: chain().bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static func fault(_ lines: [String], end: String = "\n") -> ChainError.Fault? {
    do {
      _ = try HashChain(name: "some.log", bytes: Array((lines.joined(separator: "\n") + end).utf8))
      return nil
    } catch { return (error as? ChainError)?.fault }
  }

  @Test func `what was written is read, and more of it goes on from there`() throws {
    var chain = Self.chain()
    let read = try HashChain(name: "some.log", bytes: chain.bytes)
    #expect(read.entries.map(\.number) == [1, 2, 3])
    #expect(read.entries.map { $0.body["word"]?.string } == ["one", "two", "three"])
    #expect(read.entries.map(\.digest) == chain.entries.map(\.digest))
    let before = chain.bytes
    chain.append([.init("word", "four")])
    #expect(chain.bytes.starts(with: before))
    #expect(Self.fault([], end: "") == nil)
  }

  @Test func `a digest is the one that anybody computes of the line without it`() throws {
    let line = Self.lines()[0]
    let text = line.replacing(/,"sha256":"[0-9a-f]{64}"/, with: "")
    #expect(text == #"{"entry":1,"previous":"\#(String(repeating: "0", count: 64))","word":"one"}"#)
    #expect(line.contains(Digest(of: text).hex))
    #expect(Self.lines()[1].contains(#""previous":"\#(Digest(of: text).hex)""#))
  }

  @Test func `an entry that is altered, removed, exchanged or cut off is named`() {
    let lines = Self.lines()
    for place in 0..<3 {
      var altered = lines
      altered[place] = altered[place].replacing("\"word\":\"", with: "\"word\":\"x")
      #expect(Self.fault(altered) == .altered(entry: place + 1, line: place + 1))
    }
    // Spaces change nothing that is said, but the line is not the one that was written.
    #expect(Self.fault([lines[0] + " ", lines[1], lines[2]]) == .altered(entry: 1, line: 1))
    #expect(Self.fault([lines[1], lines[2]]) == .removed(entry: 1, found: 2))
    #expect(Self.fault([lines[0], lines[2]]) == .removed(entry: 2, found: 3))
    #expect(Self.fault([lines[0], lines[2], lines[1]]) == .moved(entry: 3, line: 2))
    #expect(Self.fault([lines[1], lines[0], lines[2]]) == .moved(entry: 2, line: 1))
    #expect(Self.fault([lines[0], lines[0], lines[1]]) == .moved(entry: 1, line: 2))
    #expect(Self.fault(lines, end: "") == .cutOff(line: 3))
    #expect(Self.fault([lines[0], "hello"]) == .noEntry(line: 2))
  }

  @Test func `an entry that was written anew no longer follows`() {
    var other = HashChain(name: "some.log")
    for word in ["one", "zwei", "three"] { other.append([.init("word", JSON(.string(word)))]) }
    let anew = String(decoding: other.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(Self.fault([Self.lines()[0], anew[1], Self.lines()[2]]) == .follows(entry: 3))
    // A chain that is new from there on is whole in itself.
    #expect(Self.fault(anew) == nil)
  }

  /// A chain as it stands at `path`, with one more entry.
  private static func grown(_ path: String, by word: String, isBound: Bool = false) throws -> HashChain {
    var chain = try HashChain.read(path) ?? HashChain(name: "some.log")
    chain.append([.init("word", JSON(.string(word)))], isBound: isBound)
    return chain
  }

  @Test func `of two that add to what both have read, the later goes on behind the other`() throws {
    let sandbox = Sandbox()
    let path = sandbox.root + "/some.log"
    var start = Self.chain()
    try start.write(to: path)
    var (one, two) = (try Self.grown(path, by: "four"), try Self.grown(path, by: "vier"))
    try one.write(to: path)
    try two.write(to: path)
    #expect(two.entries.map { $0.body["word"]?.string } == ["one", "two", "three", "four", "vier"])
    let there = try #require(try HashChain.read(path))
    #expect(there.bytes == two.bytes && there.entries.map(\.digest) == two.entries.map(\.digest))
    // Again with what it has: nothing more.
    try two.write(to: path)
    #expect(try FileSystem.read(path) == two.bytes)
    // What speaks of the entry before it cannot stand behind another, and what was read is no longer there.
    var late = try Self.grown(path, by: "bound", isBound: true)
    var third = try Self.grown(path, by: "five")
    try third.write(to: path)
    #expect(throws: ChainError("some.log", .grown)) { try late.write(to: path) }
    var other = HashChain(name: "some.log")
    other.append([.init("word", "other")])
    try FileSystem.replace(path, with: other.bytes)
    #expect(throws: ChainError("some.log", .grown)) { try third.write(to: path) }
    #expect(try FileSystem.read(path) == other.bytes)
  }

  @Test func `writers at once lose nothing of each other`() throws {
    let sandbox = Sandbox()
    let path = sandbox.root + "/some.log"
    let (writers, each) = (4, 25)
    DispatchQueue.concurrentPerform(iterations: writers) { writer in
      for number in 0..<each {
        do {
          var chain = try Self.grown(path, by: "\(writer) \(number)")
          try chain.write(to: path)
        } catch { Issue.record(error) }
      }
    }
    // A chain that is whole, with every entry once, those of each writer in its order.
    let words = try #require(try HashChain.read(path)).entries.compactMap { $0.body["word"]?.string }
    #expect(words.count == writers * each)
    for writer in 0..<writers {
      #expect(words.filter { $0.hasPrefix("\(writer) ") } == (0..<each).map { "\(writer) \($0)" })
    }
  }

  @Test func `errors say which entry, and what to do`() {
    let remedy =
      "; bring the file back as it was committed, `git checkout -- some.log`, and fix criteria again after that"
    let sentences: [(ChainError.Fault, String)] = [
      (.altered(entry: 2, line: 2), "entry 2, line 2, is not as it was written"),
      (.moved(entry: 3, line: 2), "entry 3 stands in line 2"),
      (.removed(entry: 2, found: 3), "entry 2 is gone; entry 3 stands in its place"),
      (.follows(entry: 3), "entry 3 was written behind another entry 2 than the one that is there"),
      (.noEntry(line: 2), "line 2 is no entry"), (.cutOff(line: 3), "line 3 is cut off"),
      (.other, "it does not go on from the one in Git's index: entries that were there are gone, or others"),
    ]
    for (fault, sentence) in sentences {
      #expect("\(ChainError("some.log", fault))" == "some.log: \(sentence)\(remedy)")
    }
  }
}
