import Documents
import Foundation

// Results as they travel back from workers.

extension StageResult {
  /// The answer of a worker; the log is read by the runner, or travels with the answer of one that is `away`.
  func answer(away: Bool) -> JSON {
    JSON([
      "log": away ? JSON(.string(log)) : nil, "memory": JSON(.integer(memory)),
      "outputs": JSON(.array(outputs.map { away ? $0.named : $0.json })), "seconds": JSON(.number(seconds)),
    ])
  }

  /// The answer of a worker far away; nil as long as an object that it names is not to be seen in `objects`.
  init?(answer: JSON, seenIn objects: ObjectFolder) {
    guard let outputs = [Made](answer["outputs"], { Made(named: $0, in: objects) }),
      let seconds = answer["seconds"]?.double, let memory = answer["memory"]?.integer, let log = answer["log"]?.string
    else { return nil }
    self.init(outputs: outputs, seconds: seconds, memory: memory, log: log)
  }

  init?(answer: JSON, log: String) {
    guard let outputs = [Made](answer["outputs"], Made.init), let seconds = answer["seconds"]?.double,
      let memory = answer["memory"]?.integer
    else { return nil }
    self.init(outputs: outputs, seconds: seconds, memory: memory, log: log)
  }
}

extension FileError {
  var json: JSON {
    [
      "operation": JSON(.string(operation.rawValue)), "path": JSON(.string(path)), "code": JSON(.integer(Int(code))),
    ]
  }

  init?(json: JSON) {
    guard let operation = json["operation"]?.string.flatMap(Operation.init), let path = json["path"]?.string,
      let code = json["code"]?.integer
    else { return nil }
    self.init(operation, path, code: Int32(truncatingIfNeeded: code))
  }
}

extension StageResult.Made {
  /// What holds on any machine: inodes and times differ from one to the next.
  fileprivate var named: JSON {
    [
      "digest": JSON(.string(digest.hex)), "name": JSON(.string(name)),
      "size": JSON(.integer(Int(fingerprint.size))),
    ]
  }

  /// An output that a machine far away made, as its object looks here; nil as long as that is not to be seen.
  fileprivate init?(named json: JSON, in objects: ObjectFolder) {
    guard let name = json["name"]?.string, let digest = json["digest"]?.string.flatMap({ Digest(hex: $0) }),
      let fingerprint = Fingerprint(path: objects.file(digest)), json["size"] == JSON(.integer(Int(fingerprint.size)))
    else { return nil }
    self.init(name: name, digest: digest, fingerprint: fingerprint)
  }

  fileprivate var json: JSON {
    [
      "changed": JSON(.integer(Int(fingerprint.changed))), "digest": JSON(.string(digest.hex)),
      "inode": JSON(.integer(Int(bitPattern: UInt(fingerprint.inode)))),
      "modified": JSON(.integer(Int(fingerprint.modified))), "name": JSON(.string(name)),
      "size": JSON(.integer(Int(fingerprint.size))),
    ]
  }

  fileprivate init?(json: JSON) {
    guard let name = json["name"]?.string, let digest = json["digest"]?.string.flatMap({ Digest(hex: $0) }),
      let size = json["size"]?.integer, let modified = json["modified"]?.integer,
      let changed = json["changed"]?.integer, let inode = json["inode"]?.integer
    else { return nil }
    let fingerprint = Fingerprint(
      size: Int64(size), modified: Int64(modified), changed: Int64(changed), inode: UInt64(UInt(bitPattern: inode)))
    self.init(name: name, digest: digest, fingerprint: fingerprint)
  }
}
