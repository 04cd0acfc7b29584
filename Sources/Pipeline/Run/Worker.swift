import Documents
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The other side of ``WorkerExecutor``: the body of the `worker` command.
public enum Worker {
  /// Does tasks until the runner is gone.
  ///
  /// - Parameter arguments: what stands after `worker` on the command line.
  public static func main(catalogue: Catalogue, arguments: [String]) -> Never {
    if let parent = value("--parent", arguments).flatMap({ pid_t($0) }) { dieWith(parent) }
    if let split = arguments.firstIndex(of: "--exec") { Command.replaceProcess(Array(arguments[(split + 1)...])) }
    // The stage's own output must not mix with answers, and what it starts must not inherit the channel.
    let answers = fcntl(3, F_DUPFD_CLOEXEC, 10)
    let requests = fcntl(0, F_DUPFD_CLOEXEC, 10)
    close(3)
    let nothing = open("/dev/null", O_RDONLY)
    dup2(nothing, 0)
    if nothing > 0 { close(nothing) }
    while let request = try? Wire.receive(from: requests) {
      guard (try? Wire.send(answer(request, catalogue), to: answers)) != nil else { break }
    }
    exit(0)
  }

  private static func value(_ name: String, _ arguments: [String]) -> String? {
    guard let at = arguments.firstIndex(of: name), at + 1 < arguments.count else { return nil }
    return arguments[at + 1]
  }

  /// Asks the kernel to kill this process when `parent` ends, and ends at once if it has ended already.
  static func dieWith(_ parent: pid_t) {
    SystemCalls.signalAtParentDeath(SIGKILL)
    if getppid() != parent { exit(1) }
  }

  private static func answer(_ request: JSON, _ catalogue: Catalogue) -> JSON {
    do {
      guard let task = try StageTask(request: request, catalogue: catalogue) else {
        return ["error": "the worker got a request that it cannot read; build it anew"]
      }
      redirectOutput(to: task.folder + "/log")
      resetPeakMemory()
      let start = ContinuousClock.now
      let outputs = try StageAttempt(task: task).perform { line in
        let bytes = Array((line + "\n").utf8)
        try? bytes.withUnsafeBytes { try FileSystem.write($0, to: 1, path: "log") }
      }
      fflush(nil)
      return StageResult(outputs: outputs, seconds: start.elapsed, memory: peakMemory(), log: "").answer
    } catch {
      fflush(nil)
      return ["error": JSON(.string(StageAttempt.oneLine(error)))]
    }
  }

  private static func redirectOutput(to path: String) {
    let log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard log >= 0 else { return }
    dup2(log, 1)
    dup2(log, 2)
    close(log)
  }

  /// Linux counts the peak anew after this, so that a small stage is not charged for a large one before it.
  private static func resetPeakMemory() {
    #if canImport(Glibc)
      let descriptor = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return }
      _ = write(descriptor, "5", 1)
      close(descriptor)
    #endif
  }

  /// Peak resident bytes since the last reset.
  private static func peakMemory() -> Int {
    #if canImport(Glibc)
      guard let bytes = try? FileSystem.read("/proc/self/status") else { return 0 }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Int($0) })
      else { return 0 }
      return kilobytes << 10
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #endif
  }
}
