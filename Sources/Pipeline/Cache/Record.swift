import Documents

/// What the cache knows of one result: every component of its key, its outputs, and what making it cost.
public struct Record: Sendable, Equatable {
  public let key: Digest
  /// The components of the key as ``KeyComponents/walk(_:)`` visits them.
  public let components: [Component]
  public let outputs: [Output]
  /// Wall time of the run.
  public let seconds: Double
  /// Peak memory of the run in bytes; 0 when it was not measured.
  public let memory: Int
  public let cores: Int
  /// What the run wrote to its log, its end when it was long.
  public let log: String

  /// A named component of a key.
  public struct Component: Sendable, Equatable {
    public let name: String
    public let value: String
  }

  /// One output.
  public struct Output: Sendable, Equatable {
    public let name: String
    public let digest: Digest
    public let size: Int
  }

  /// The output called `name`.
  public func output(_ name: String) -> Output? { outputs.first { $0.name == name } }

  /// The digests of what the stage read, by the path of the input; those that were missing left out.
  public var inputs: [(path: String, labels: [Workspace.Label], digest: String)] {
    let (input, digest) = ("input ", "sha256:")
    return components.filter { $0.name.hasPrefix(input) && $0.value.hasPrefix(digest) }.map {
      (String($0.name.dropFirst(input.count)), [], String($0.value.dropFirst(digest.count)))
    }
  }
}

extension Record {
  var json: JSON {
    JSON(
      .object([
        .init("components", JSON(.array(components.map { [JSON(.string($0.name)), JSON(.string($0.value))] }))),
        .init(
          "outputs",
          JSON(
            .array(
              outputs.map { [JSON(.string($0.name)), JSON(.string($0.digest.hex)), JSON(.integer($0.size))] }))),
        .init("seconds", JSON(.number(seconds))), .init("memory", JSON(.integer(memory))),
        .init("cores", JSON(.integer(cores))), .init("log", JSON(.string(log))),
      ]))
  }

  init?(key: Digest, json: JSON) {
    guard let components = json["components"]?.elements, let outputs = json["outputs"]?.elements,
      let seconds = json["seconds"]?.double, let memory = json["memory"]?.integer, let cores = json["cores"]?.integer,
      let log = json["log"]?.string
    else { return nil }
    self.init(
      key: key,
      components: components.compactMap { pair in
        guard let pair = pair.elements, pair.count == 2, let name = pair[0].string, let value = pair[1].string
        else { return nil }
        return Component(name: name, value: value)
      },
      outputs: outputs.compactMap { item in
        guard let item = item.elements, item.count == 3, let name = item[0].string, let size = item[2].integer,
          let digest = item[1].string.flatMap({ Digest(hex: $0) })
        else { return nil }
        return Output(name: name, digest: digest, size: size)
      }, seconds: seconds, memory: memory, cores: cores, log: log)
    guard self.components.count == components.count, self.outputs.count == outputs.count else { return nil }
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
