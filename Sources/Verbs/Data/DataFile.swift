import Documents
import Foundation
import Pipeline

/// A file that people put into the project, known by its content.
struct DataFile: Sendable {
  let source: SourceInput
  /// The SHA-256 of its content, 64 hexadecimal digits.
  let digest: String

  /// The name and the bytes of the file.
  ///
  /// - Throws: ``DataFileError`` for other content than expected.
  func read(_ workspace: Workspace) throws -> (name: String, bytes: Data) {
    let file = try workspace.file(source)
    let bytes = try Data(contentsOf: file)
    let found = Digest(of: bytes).hex
    guard found == digest else {
      throw DataFileError.digest(file: file.lastPathComponent, expected: digest, found: found)
    }
    return (file.lastPathComponent, bytes)
  }
}

/// A stage that reads data files.
protocol DataFileReader: Stage {
  var dataFiles: [DataFile] { get }
  /// Where people get the files.
  var origin: String? { get }
}

/// What a data file that is there may still be refused for.
enum DataFileError: Error, Equatable, CustomStringConvertible {
  case digest(file: String, expected: String, found: String)

  var description: String {
    switch self {
    case .digest(let file, let expected, let found):
      "\(file): its SHA-256 is \(found), not \(expected); fetch the file again or correct the manifest"
    }
  }
}

extension Fields {
  /// The file under `key` and the digest under `sha256`; nil when they may be left out and are.
  func dataFile(_ key: String, sha256: String, _ help: String, required: Bool = true) -> DataFile? {
    let digest = digest(sha256, required: required)
    let file = required ? source(key, help) : optionalSource(key, help)
    return file.map { DataFile(source: $0, digest: digest ?? "") }
  }

  private func digest(_ key: String, required: Bool) -> String? {
    let help = "the file's SHA-256, 64 hexadecimal digits"
    let text = (required ? string(key, help) : optionalString(key, help))?.lowercased()
    if let text, !text.isEmpty, Digest(hex: text) == nil {
      refuse(key, "`\(key)` is not 64 hexadecimal digits", remedy: "write what sha256sum prints")
    }
    return text
  }
}
