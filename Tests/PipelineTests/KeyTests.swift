import Documents
import Foundation
import Testing

@testable import Pipeline

@Suite struct KeyTests {
  private func document(
    _ parameters: JSON = [:], _ inputs: [Slot<InputValue>] = [], kind: String = "sum", revision: Int = 1,
    lineage: Lineage? = nil
  ) -> JSON {
    KeyComponents(kind: kind, revision: revision, parameters: parameters, inputs: inputs, lineage: lineage).document
  }

  private static let bytes = Digest(of: "x")

  private func slot(_ path: String, _ items: [(label: String, value: String?)]) -> Slot<InputValue> {
    Slot(
      path: path,
      items: items.map { item in
        let label = Workspace.Label(axis: "n", text: item.label, number: Double(item.label))
        let content = item.value.map { InputValue.object(Digest(of: $0), name: "csv") } ?? .missing
        return .init(labels: item.label.isEmpty ? [] : [label], content: content)
      })
  }

  @Test func `digests are SHA-256`() {
    // FIPS 180-4, examples of one and two blocks.
    #expect(Digest(of: "abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      Digest(of: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(Digest(hex: Digest(of: "abc").hex) == Digest(of: "abc"))
    #expect(Digest(hex: "ABC") == nil && Digest(hex: String(repeating: "G", count: 64)) == nil)
  }

  @Test func `a file is hashed like its bytes, across pieces`() throws {
    let sandbox = Sandbox()
    for size in [0, 1, 4095, 4096, 1 << 20, (1 << 20) + 1, 3_000_000] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Data(bytes).write(to: URL(filePath: sandbox.root + "/f"))
      let handle = try FileSystem.Handle(sandbox.root + "/f", O_RDONLY)
      #expect(try Digest(ofFile: handle.descriptor, path: "f") == Digest(of: bytes))
    }
  }

  @Test func `every component changes the key, and the explanation names something for any two`() {
    let value = InputValue.object(Self.bytes, name: "csv")
    func input(_ path: String, _ content: InputValue, _ labels: [Workspace.Label] = []) -> Slot<InputValue> {
      .init(path: path, items: [.init(labels: labels, content: content)])
    }
    let (n, m) = (Workspace.Label(axis: "n", text: "1", number: 1), Workspace.Label(axis: "m", text: "2", number: 2))
    let documents = [
      document(), document(kind: "product"), document(revision: 2), document(["a": 1]), document(["a": "1"]),
      document(["a": 2]), document(["b": 1]), document(["a": [:]]), document(["a": []]), document(["a": ["b": 1]]),
      document(["a.b": 1]), document(["a": [["b": 1]]]), document(["a": [["b": 1], ["c": 1]]]),
      document(["a": [["c": 1], ["b": 1]]]), document(["a": [1, 2]]), document(["a": [2, 1]]), document(["a": ["x"]]),
      document(["a[0]": ["b": 1]]), document(["input p": JSON(.string("sha256:" + Self.bytes.hex))]),
      document([:], [input("p", value)]), document([:], [input("q", value)]), document([:], [input("p", .missing)]),
      document([:], [.init(path: "p", items: [])]), document([:], [input("p", value, [n])]),
      document([:], [input("p", value, [.init(axis: "n", text: "1", number: nil)])]),
      document([:], [input("p", value, [.init(axis: "n", text: "1,m=2", number: nil)])]),
      document([:], [input("p", value, [n, m])]), document([:], [input("p", value, [m, n])]),
      document([:], [slot("p", [("", "x"), ("", "y")])]), document([:], [slot("p", [("", "y"), ("", "x")])]),
      document([:], [slot("p", [("1", "x"), ("1", "y")])]), document([:], [slot("p", [("1", "y"), ("1", "x")])]),
      document([:], [slot("p", [("1", "x"), ("1", "z")])]), document(lineage: Lineage(entries: [])),
      document(lineage: Lineage(entries: [], isDefaultProfile: false)),
      document(lineage: Lineage(entries: [], published: ["page": "a.md"])),
      document(lineage: Lineage(entries: [], readers: [.init(title: "R", published: [:])])),
      document(lineage: Lineage(entries: [], origins: [.init(id: "a", file: "m.json", line: 3)])),
      document(lineage: Lineage(entries: [], editions: [.init(id: "a", profile: "full", published: ["page": "a.md"])])),
      document(lineage: Lineage(entries: [.init(id: "a", kind: "k", key: nil, input: nil, inputs: [], missing: "x")])),
    ]
    #expect(Set(documents.map(KeyComponents.digest)).count == documents.count)
    for (number, old) in documents.enumerated() {
      #expect(KeyChange.between(old, old) == [])
      for new in documents[..<number] {
        #expect(!KeyChange.between(old, new).isEmpty && !KeyChange.between(new, old).isEmpty)
      }
    }
  }

  @Test func `neither the order of members and inputs nor the place of a file matters`() {
    func key(_ parameters: JSON, _ inputs: [Slot<InputValue>]) -> Digest {
      KeyComponents.digest(of: document(parameters, inputs))
    }
    let (p, q) = (slot("p", [("", "1")]), slot("q", [("", "2")]))
    let one = key(["a": ["x": 1, "y": [["u": 1, "v": 2.0]]], "b": 2], [p, q])
    #expect(one == key(["b": 2.0, "a": ["y": [["v": 2, "u": 1]], "x": 1]], [q, p]))
    let file = { (path: String) in Slot(path: "p", items: [.init(content: InputValue.source(path, Self.bytes))]) }
    #expect(key([:], [file("/a")]) == key([:], [file("/b")]))
  }

  @Test func `the explanation names what the hash covers`() {
    let old = document(["kernel": ["layers": 2], "n": 8], [slot("data", [("1", "x"), ("2", "y")])])
    let new = document(
      ["kernel": ["layers": 3], "m": 1], [slot("data", [("1", "x"), ("2", "z"), ("3", nil)])], revision: 2)
    #expect(
      KeyChange.between(old, new) == [
        .init(name: "revision", old: "1", new: "2"), .init(name: "kernel.layers", old: "2", new: "3"),
        .init(name: "m", old: nil, new: "1"), .init(name: "n", old: "8", new: nil),
        .init(name: "input data[n=2]", old: "sha256:" + Digest(of: "y").hex, new: "sha256:" + Digest(of: "z").hex),
        .init(name: "input data[n=3]", old: nil, new: "missing"),
      ])
  }

  @Test func `the same elements in another order are told as that`() {
    let (red, blue, green): (JSON, JSON, JSON) = (["c": "red", "w": 1], ["c": "blue"], ["c": "green"])
    let changes: [(JSON, JSON, KeyChange)] = [
      ([1, 2, 3], [3, 1, 2], .init(name: "a", old: "[1,2,3]", new: "[3,1,2]", isOrder: true)),
      ([1, 2], [1, 3], .init(name: "a", old: "[1,2]", new: "[1,3]")),
      ([red, blue], [blue, ["w": 1, "c": "red"]], .init(name: "a", old: "[0], [1]", new: "[1], [0]", isOrder: true)),
      ([red, blue], [red, green, blue], .init(name: "a[1]", old: nil, new: #"{"c":"green"}"#)),
      ([red, blue], [red, green], .init(name: "a[1].c", old: #""blue""#, new: #""green""#)),
    ]
    for (old, new, change) in changes {
      #expect(KeyChange.between(document(["a": old]), document(["a": new])) == [change])
    }
    let (some, same) = (slot("data", [("1", "x"), ("2", "y")]), slot("data", [("2", "y"), ("1", "x")]))
    let order = KeyChange(name: "input data", old: "[[n=1], [n=2]]", new: "[[n=2], [n=1]]", isOrder: true)
    #expect(KeyChange.between(document([:], [some]), document([:], [same])) == [order])
  }
}
