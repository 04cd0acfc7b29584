import Foundation

/// Gives `body` a folder of its own, whose name is not plain ASCII, and removes it afterwards.
func inFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "plumb é \(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

/// The path of the file `name` in `folder`.
func path(_ folder: URL, _ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
