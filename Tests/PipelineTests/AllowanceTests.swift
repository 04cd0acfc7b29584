import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct AllowanceTests {
  private let sandbox = Sandbox()

  /// What a process with these files may use of 16 cores and 64,000 bytes.
  private func allowance(_ files: [String: String]) throws -> [Int] {
    let sandbox = Sandbox()
    for (path, text) in files { try sandbox.write(text + "\n", path) }
    let found = Allowance(root: sandbox.root, cores: 16, memory: 64_000)
    return [found.cores, found.memory]
  }

  @Test func `without control groups the machine counts`() throws {
    #expect(try allowance([:]) == [16, 64_000])
    #expect(try allowance(["proc/self/cgroup": "0::/job"]) == [16, 64_000])
  }

  @Test func `the least of the limits on the way to the group counts, in version 2`() throws {
    let top = "sys/fs/cgroup/user.slice"
    #expect(
      try allowance([
        "proc/self/cgroup": "0::/user.slice/job", top + "/memory.max": "8000", top + "/job/memory.max": "max",
        top + "/cpu.max": "max 100000", top + "/job/cpu.max": "350000 100000",
      ]) == [3, 8000])
    // In a container the group's own folder is the top.
    #expect(
      try allowance([
        "proc/self/cgroup": "0::/docker/abc", "sys/fs/cgroup/memory.max": "9000",
        "sys/fs/cgroup/cpu.max": "50000 100000",
      ]) == [1, 9000])
  }

  @Test func `and in version 1`() throws {
    let groups = "5:cpu,cpuacct:/job\n4:memory:/batch/job\n1:name=systemd:/\n0::/"
    #expect(
      try allowance([
        "proc/self/cgroup": groups, "sys/fs/cgroup/memory/batch/memory.limit_in_bytes": "7000",
        "sys/fs/cgroup/memory/batch/job/memory.limit_in_bytes": "9223372036854771712",
        "sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "400000", "sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000",
      ]) == [4, 7000])
    #expect(
      try allowance([
        "proc/self/cgroup": groups, "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1",
        "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000", "sys/fs/cgroup/memory/memory.limit_in_bytes": "x",
      ]) == [16, 64_000])
  }

  @Test func `this process has no more than the machine`() {
    let info = ProcessInfo.processInfo
    #expect((1...info.activeProcessorCount).contains(Allowance.current.cores))
    #expect((1...Int(info.physicalMemory)).contains(Allowance.current.memory))
  }

  @Test func `graphics processors are those of the list that the process was given, else those of the machine`() throws
  {
    try sandbox.write("", "dev/nvidia1")
    try sandbox.write("", "dev/nvidia0")
    try sandbox.write("", "dev/nvidiactl")
    func devices(_ visible: String?) -> [String] {
      Allowance(root: sandbox.root, cores: 1, memory: 1, visible: visible).devices
    }
    #expect(devices(nil) == ["0", "1"] && devices("3, GPU-8a") == ["3", "GPU-8a"])
    for none in ["", "-1", "NoDevFiles"] { #expect(devices(none) == []) }
    #expect(devices("2,-1,3") == ["2"])
  }

  @Test func `stages share the graphics processors, each with its own, and one that asks for more fails`() throws {
    let script = "echo \"a\n$CUDA_VISIBLE_DEVICES\" > a.csv; sleep 0.2"
    func stage(_ gpus: Int, _ name: String) -> JSON {
      [
        "arguments": ["sh", "-c", JSON(.string(script + " # " + name))], "outputs": ["a.csv"],
        "gpus": JSON(.integer(gpus)),
      ]
    }
    let graph = TestGraph().adding("a", "command", stage(1, "a")).adding("b", "command", stage(1, "b"))
      .adding("c", "command", stage(2, "c")).adding("d", "command", stage(3, "d"))
    var options = RunOptions(jobs: 4, memory: 4 << 30, devices: ["4", "7"], allowCommands: true)
    options.keepGoing = true
    let summary = try sandbox.run(graph.graph, options, workers: true)
    #expect(
      summary.failures.map(\.failure.description) == [
        "it asks for 3 graphics processors, and 2 are here; run it where there are more, or say with --gpus how many "
          + "there are"
      ])
    func seen(_ id: String) throws -> String {
      let record = try #require(try sandbox.engine.records(graph.graph.edition)[id])
      let digest = try #require(record.outputs.first?.digest)
      return try String(contentsOfFile: try #require(try sandbox.engine.files()[digest]), encoding: .utf8)
    }
    #expect(try Set([seen("a"), seen("b")]) == ["a\n4\n", "a\n7\n"])
    #expect(try seen("c") == "a\n4,7\n")
  }
}
