import Testing

@testable import Project

@Suite struct ClusterRequestTests {
  @Test func `the command that a job runs is this one, not submitted again and without options of another job`() {
    func inner(_ words: String...) -> [String] { Array(ClusterRequest.inner(["plumb"] + words).dropFirst()) }
    #expect(inner("run", "--executor", "slurm", "--detach") == ["run", "--executor", "slurm"])
    #expect(
      inner("run", "A1", "--slurm", "-p main --detach", "--workers", "4", "--executor=slurm", "--detach")
        == ["run", "A1", "--workers", "4", "--executor=slurm"])
    #expect(inner("--slurm=-t 2:00:00", "--detach", "--set", "a.b=c d") == ["--set", "a.b=c d"])
    #expect(inner("run", "--slurm") == ["run"])
    #expect(ClusterRequest.inner(["plumb", "run"]).first == Program.path)
  }
}
