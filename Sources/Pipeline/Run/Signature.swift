import Foundation

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
}
