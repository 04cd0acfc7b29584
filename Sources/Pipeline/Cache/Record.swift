import Documents

/// What the cache knows of one result: every component of its key, its outputs, and what making it cost.
public struct Record: Sendable, Equatable {
  public let key: Digest
  /// The document whose digest the key is (``KeyComponents/document``).
  public let components: JSON
  public let outputs: [Output]
  /// Wall time of the run.
  public let seconds: Double
  /// Peak memory of the run in bytes; 0 when it was not measured.
  public let memory: Int
  public let cores: Int
  /// What the run wrote to its log, its end when it was long.
  public let log: String

  /// One output.
  public struct Output: Sendable, Equatable {
    public let name: String
    public let digest: Digest
    public let size: Int
  }

  /// The output called `name`.
  public func output(_ name: String) -> Output? { outputs.first { $0.name == name } }

  /// The digests of what the stage read, each with the input's path and its labels: `data[n=100]`; those that were missing
  /// left out.
  public var inputs: [(name: String, digest: String)] {
    (components["inputs"]?.elements ?? []).flatMap { json -> [(name: String, digest: String)] in
      guard let slot = Slot<String?>(json: json, { .some($0["sha256"]?.string) }) else { return [] }
      return slot.items.compactMap { item in item.content.map { (slot.path + Workspace.Label.suffix(item.labels), $0) }
      }
    }
  }
}

extension Record {
  var json: JSON {
    JSON(
      .object([
        .init("components", components), .init("cores", JSON(.integer(cores))), .init("log", JSON(.string(log))),
        .init("memory", JSON(.integer(memory))),
        .init(
          "outputs",
          JSON(
            .array(
              outputs.map { [JSON(.string($0.name)), JSON(.string($0.digest.hex)), JSON(.integer($0.size))] }))),
        .init("seconds", JSON(.number(seconds))),
      ]))
  }

  init?(key: Digest, json: JSON) {
    guard let components = json["components"], let outputs = json["outputs"]?.elements,
      let seconds = json["seconds"]?.double, let memory = json["memory"]?.integer, let cores = json["cores"]?.integer,
      let log = json["log"]?.string
    else { return nil }
    self.init(
      key: key, components: components,
      outputs: outputs.compactMap { item in
        guard let item = item.elements, item.count == 3, let name = item[0].string, let size = item[2].integer,
          let digest = item[1].string.flatMap({ Digest(hex: $0) })
        else { return nil }
        return Output(name: name, digest: digest, size: size)
      }, seconds: seconds, memory: memory, cores: cores, log: log)
    guard self.outputs.count == outputs.count else { return nil }
  }

  /// One line of the log: 16 digits of the checksum of the rest, the key, the values.
  var line: String {
    let rest = key.hex + " " + json.canonical
    return Digest(of: rest).hex.prefix(16) + " " + rest + "\n"
  }

  /// The key of a line whose checksum holds; nil for a damaged one.
  static func key(ofLine line: UnsafeRawBufferPointer) -> Digest? {
    guard line.count > 82, line[16] == UInt8(ascii: " "), line[81] == UInt8(ascii: " ") else { return nil }
    let stream = DigestStream()
    stream.update(UnsafeRawBufferPointer(rebasing: line[17...]))
    let checksum = stream.finish()
    let holds = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { buffer in
      checksum.withHex(into: buffer)
      return buffer[0..<16].elementsEqual(line[0..<16])
    }
    return holds ? Digest(hexBytes: line[17..<81]) : nil
  }

  /// The record of a line; nil for a damaged one.
  init?(line: [UInt8]) {
    guard let key = line.withUnsafeBytes(Self.key),
      let json = try? JSON.parse(SourceText(name: "record", bytes: Array(line[82...])))
    else { return nil }
    self.init(key: key, json: json)
  }
}
