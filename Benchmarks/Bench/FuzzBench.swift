import Foundation
import Papers
import Pipeline
import PipelineTestSupport

/// `Bench fuzz ROUNDS MANIFEST...`: loads mutations of the given manifests with the program's own catalogue.
func fuzzBench(_ arguments: [String]) throws {
  guard let rounds = arguments.first.flatMap({ Int($0) }), arguments.count > 1 else {
    return print("usage: Bench fuzz ROUNDS MANIFEST...")
  }
  let texts = try arguments.dropFirst().map { try String(contentsOfFile: $0, encoding: .utf8) }
  let root = FileManager.default.temporaryDirectory.appending(path: "plumb-fuzz-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: root) }
  let result = manifestFuzz(rounds: rounds, texts: Array(texts), catalogue: PlumbCatalogue.standard, root: root)
  print("\(result.rounds) manifests: \(result.loaded) load, \(result.refused) refused, slowest \(result.slowest)")
  for failure in result.failures { print("failed: \(failure)") }
  let left = try FileManager.default.contentsOfDirectory(atPath: root.path)
  print("\(result.failures.count) failures, \(left.count) files left behind")
  if !result.failures.isEmpty || !left.isEmpty { exit(1) }
}
