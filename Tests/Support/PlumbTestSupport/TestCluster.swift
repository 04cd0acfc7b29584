import Foundation
import TestTools

/// A private SLURM cluster of two nodes on this machine, from the system's packages; gone with the last reference, or with this
/// process. `Tests/Support/Cluster/cluster` says what can be done to it.
public final class TestCluster {
  /// Its folder.
  private let folder: String

  private static let programs = ["slurmctld", "slurmd", "munged", "srun", "sbatch"].map {
    TestTool(in: ["/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/"], $0)
  }

  /// Whether tests that need it run: only on request, since they wait for daemons and are best run by themselves.
  public static var isWanted: Bool {
    ProcessInfo.processInfo.environment["PLUMB_CLUSTER_TESTS"] != nil && programs.allSatisfy(\.isWanted)
  }

  /// Why they do not.
  public static var missing: String { programs.first { $0.path == nil }?.missing ?? "PLUMB_CLUSTER_TESTS is not set" }

  private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Cluster/cluster").path(percentEncoded: false)

  /// Starts it.
  /// - Parameter settings: what the script is told, without `CLUSTER_` before the name.
  public init(_ settings: [String: String] = [:]) throws {
    folder = NSTemporaryDirectory() + "plumb-cluster-\(UUID().uuidString.prefix(8))"
    for tool in Self.programs where tool.path == nil { throw Refused(words: tool.missing) }
    let variables = Dictionary(uniqueKeysWithValues: settings.map { ("CLUSTER_" + $0.key, $0.value) })
    try call(["start", String(getpid())], variables)
  }

  deinit { _ = try? call(["stop"]) }

  /// What programs find the cluster by.
  public var environment: [String: String] {
    ["SLURM_CONF": folder + "/slurm.conf", "PLUMB_SITE": "", "HOME": folder]
  }

  /// Does something to it, such as `down node1`.
  @discardableResult public func call(_ words: String...) throws -> String { try call(words) }

  @discardableResult private func call(_ words: [String], _ variables: [String: String] = [:]) throws -> String {
    // Through a file: what the daemons inherit of a pipe, of this test's or another's, would keep it open.
    let file = FileManager.default.temporaryDirectory.appending(path: "plumb-cluster-\(UUID()).out")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: Self.script)
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment
      .filter { !$0.key.hasPrefix("CLUSTER") && !$0.key.hasPrefix("SLURM") }
      .merging(["CLUSTER": folder]) { $1 }.merging(variables) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: file)
    try process.run()
    process.waitUntilExit()
    let output = try String(contentsOf: file, encoding: .utf8)
    guard process.terminationStatus == 0 else { throw Refused(words: "\(words): \(output)") }
    return output
  }

  /// Puts a copy of `file` with some bytes more into the private folder of some nodes.
  public func give(_ file: String, to nodes: [String], more: String) throws {
    for node in nodes {
      let copy = URL(filePath: "\(folder)/own/\(node)").appending(path: URL(filePath: file).lastPathComponent)
      try FileManager.default.copyItem(at: URL(filePath: file), to: copy)
      let handle = try FileHandle(forWritingTo: copy)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(more.utf8))
      try handle.close()
    }
  }

  /// The jobs in the queue, in the words of `squeue --format`; those that are just ending left out.
  public func queue(_ format: String = "%i %T") throws -> [String] {
    let states = "--states=PENDING,RUNNING,SUSPENDED,CONFIGURING"
    return try call(["run", "squeue", "--noheader", states, "--format=\(format)"]).split(separator: "\n").map(
      String.init)
  }

  /// Waits until `condition` holds; whether it does.
  public func wait(_ seconds: Double, for condition: () throws -> Bool) throws -> Bool {
    let start = ContinuousClock.now
    while try !condition() {
      if ContinuousClock.now - start > .seconds(seconds) { return false }
      usleep(50_000)
    }
    return true
  }

  struct Refused: Error, CustomStringConvertible {
    let words: String
    var description: String { words }
  }
}
