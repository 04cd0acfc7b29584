import Documents
import Foundation
import Testing

@testable import Pipeline

@Suite struct KeyTests {
  private func key(
    _ parameters: JSON = [:], _ inputs: [KeyComponents.Input] = [], kind: String = "sum", revision: Int = 1
  ) -> Digest { KeyComponents(kind: kind, revision: revision, parameters: parameters, inputs: inputs).digest }

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
    let sandbox = try Sandbox()
    for size in [0, 1, 4095, 4096, 1 << 20, (1 << 20) + 1, 3_000_000] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Data(bytes).write(to: URL(filePath: sandbox.root + "/f"))
      let handle = try FileSystem.Handle(sandbox.root + "/f", O_RDONLY)
      #expect(try Digest(ofFile: handle.descriptor, path: "f") == Digest(of: bytes))
    }
  }

  @Test func `every component changes the key`() {
    let digest = Digest(of: "x").hex
    func input(_ path: String, _ content: KeyComponents.Content, _ labels: [Workspace.Label] = [])
      -> KeyComponents.Input
    { .init(path: path, items: [.init(labels: labels, content: content)]) }
    let keys = [
      key(), key(kind: "product"), key(revision: 2), key(["a": 1]), key(["a": "1"]), key(["a": 2]), key(["b": 1]),
      key(["a": [:]]), key(["a": []]), key(["a": ["b": 1]]), key(["a.b": 1]), key(["a": [["b": 1]]]),
      key(["a[0]": ["b": 1]]),
      key(["a": ["x"]]), key(["input p": JSON(.string("sha256:" + digest))]),
      key([:], [input("p", .digest(digest))]), key([:], [input("q", .digest(digest))]),
      key([:], [input("p", .missing(digest))]), key([:], [.init(path: "p", items: [])]),
      key([:], [input("p", .digest(digest), [.init(axis: "n", text: "1", number: 1)])]),
      key([:], [input("p", .digest(digest), [.init(axis: "n", text: "1", number: nil)])]),
      key([:], [input("p", .digest(digest), [.init(axis: "n", text: "1,m=2", number: nil)])]),
      key(
        [:],
        [input("p", .digest(digest), [.init(axis: "n", text: "1", number: 1), .init(axis: "m", text: "2", number: 2)])]),
    ]
    #expect(Set(keys).count == keys.count)
  }

  @Test func `the explanation names what the hash covers`() {
    let old = KeyComponents(kind: "gram", revision: 1, parameters: ["kernel": ["layers": 2], "n": 8], inputs: [])
    let new = KeyComponents(kind: "gram", revision: 2, parameters: ["kernel": ["layers": 3], "m": 1], inputs: [])
    #expect(
      KeyChange.between(old.components, new.components) == [
        .init(name: "revision", old: "1", new: "2"), .init(name: "kernel.layers", old: "2", new: "3"),
        .init(name: "m", old: nil, new: "1"), .init(name: "n", old: "8", new: nil),
      ])
  }
}
