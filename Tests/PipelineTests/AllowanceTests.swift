import Foundation
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
}
