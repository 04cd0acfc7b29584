import Foundation

/// Who signed a file, as `ssh-keygen` found.
public struct Signer: Sendable, Equatable {
  /// The name that the file of signers gives to the key.
  public let name: String
  /// The key's fingerprint, `SHA256:…`.
  public let key: String

  /// The signer `name` with the key of a fingerprint.
  public init(name: String, key: String) { (self.name, self.key) = (name, key) }
}

/// Signatures of files by the keys that people have for SSH.
public enum Signature {
  /// What a signature is for: one of another program does not count here.
  public static let namespace = "plumb"

  /// Signs `file` with the private key `key`, by `ssh-keygen`; the signature stands in a file beside it, which is returned.
  ///
  /// - Throws: ``EngineError/notSigned(_:)`` with what `ssh-keygen` says.
  public static func sign(_ file: String, key: String) throws -> String {
    let signature = file + ".sig"
    unlink(signature)
    let done = ProgramOutput(of: ["ssh-keygen", "-Y", "sign", "-q", "-f", key, "-n", namespace, file], within: 120)
    guard done.succeeded, FileManager.default.fileExists(atPath: signature) else {
      throw EngineError.notSigned(done.lastLine)
    }
    return signature
  }

  /// Who signed `file`, whose signature stands in the file `signature`: one of those that the file `allowed` names, which has
  /// the form of `ssh-keygen`'s ALLOWED SIGNERS. The check is that of `ssh-keygen -Y verify`.
  ///
  /// - Throws: ``EngineError/signatureRefused(_:reason:)``.
  public static func signer(of file: String, signature: String, allowed: String) throws -> Signer {
    func refused(_ reason: String) -> EngineError { .signatureRefused(file, reason: reason) }
    let start = ["ssh-keygen", "-Y"]
    let found = ProgramOutput(of: start + ["find-principals", "-s", signature, "-f", allowed], within: 60)
    guard found.succeeded, let name = found.text.split(whereSeparator: { $0.isNewline || $0 == "," }).first else {
      throw refused(found.lastLine.isEmpty ? "its key is none of those in \(allowed)" : found.lastLine)
    }
    // A pattern names nobody.
    guard !name.contains(where: { "*?!".contains($0) }) else {
      throw refused("\(allowed) has the pattern \(name) for its key; give one name")
    }
    let check = ["verify", "-f", allowed, "-I", String(name), "-n", namespace, "-s", signature]
    let done = ProgramOutput(of: start + check, input: file, within: 60)
    guard done.succeeded, let key = done.text.firstMatch(of: #/SHA256:[A-Za-z0-9+/]{43}/#) else {
      throw refused(done.lastLine)
    }
    return Signer(name: String(name), key: String(key.0))
  }
}
