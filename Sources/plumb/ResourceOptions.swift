import ArgumentParser
import Foundation

/// How much of the machine a command may use.
struct ResourceOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Cores that stages use together.")
  var jobs = Self.cores

  @Option(name: .long, help: "Gigabytes that stages use together; nine tenths of the machine's if left out.")
  var memory: Double?

  /// Asked once: options are made several times over, and the answer is read from a dozen files.
  private static let cores = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs is \(jobs); give at least 1") }
    if let memory, !(memory > 0 && memory < 1e6) {
      throw ValidationError("--memory is \(memory); give a positive number of gigabytes")
    }
  }

  /// The bound in bytes.
  var memoryBytes: Int { Int(memory.map { $0 * 1e9 } ?? Double(ProcessInfo.processInfo.physicalMemory) * 0.9) }
}
