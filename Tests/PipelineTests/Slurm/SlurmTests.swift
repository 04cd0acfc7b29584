import Testing

@testable import Pipeline

@Suite struct SlurmTests {
  @Test(arguments: [
    ("3:04", 184.0), ("2:03:04", 7384), ("1-02:03:04", 93784), ("2-00", 172_800), ("0:30", 30),
    ("1-12:00", 129_600 as Double?),
    ("UNLIMITED", nil), ("INVALID", nil), ("", nil), ("NOT_SET", nil), ("5", nil), ("1:2:3:4", nil), ("a:b", nil),
  ]) func `a time is read as SLURM writes it`(text: String, seconds: Double?) {
    #expect(Slurm.seconds(text) == seconds)
  }

  @Test(arguments: [("2", 2), ("4(x2),1", 9), ("2(x3)", 6), ("1,2,3", 6), ("", 0), ("x", 0)])
  func `counts of cores on nodes are added up`(text: String, total: Int) {
    #expect(SlurmSettings.Allocation.total(text) == total)
  }

  @Test func `an environment that no job has is no trap`() {
    let huge = String(Int.max)
    let names = ["SLURM_JOB_CPUS_PER_NODE", "SLURM_MEM_PER_CPU", "SLURM_MEM_PER_NODE", "SLURM_CPUS_ON_NODE"]
    for value in [huge, "-1", "0", "67108864", "\(huge)(x\(huge))", "67108864(x67108864)", ""] {
      let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, value) }).merging(["SLURM_JOB_ID": "1"]) {
        $1
      }
      let allocation = SlurmSettings.Allocation(environment)
      #expect((allocation?.cores ?? 0) >= 1 && (allocation?.largest?.memory ?? 0) >= 0, "\(value)")
    }
  }

  @Test func `the job that a process is a part of is read from the environment`() throws {
    #expect(SlurmSettings.Allocation([:])?.job == nil)
    let plain = try #require(SlurmSettings.Allocation(["SLURM_JOB_ID": "7"]))
    #expect(plain.job == "7" && plain.cores == 1 && plain.memory == nil && plain.name == nil)
    let full = try #require(
      SlurmSettings.Allocation([
        "SLURM_JOB_ID": "8", "SLURM_JOB_NAME": "plumb-1-2", "SLURM_JOB_CPUS_PER_NODE": "4(x2)",
        "SLURM_MEM_PER_CPU": "512",
      ]))
    #expect(full.cores == 8 && full.memory == 512 << 20 && full.name == "plumb-1-2")
    let node = SlurmSettings.Allocation(["SLURM_JOB_ID": "9", "SLURM_MEM_PER_NODE": "4000", "SLURM_CPUS_ON_NODE": "4"])
    #expect(node?.memory == 1000 << 20 && node?.largest?.memory == 4000 << 20)
    // A step that asks for more than a node of the job has would wait for ever.
    #expect(full.largest?.cores == 4 && full.largest?.memory == 2048 << 20 && plain.largest == nil)
  }

  @Test func `options of srun are words without quotes`() throws {
    #expect(
      try SlurmSettings(site: Site(), workers: 3, options: "-p main  -t 2:00:00").options == [
        "-p", "main", "-t", "2:00:00",
      ])
    #expect(
      throws: EngineError.slurmOptions("--comment=\"a b\""),
      performing: { try SlurmSettings(site: Site(), workers: 3, options: "--comment=\"a b\"") })
  }

  @Test func `a program that is not there, or takes too long, is told in one line`() {
    #expect(ProgramOutput(of: ["no-such-program"], within: 1).text == "there is no program `no-such-program` in PATH")
    let slow = ProgramOutput(of: ["sh", "-c", "echo begun; sleep 60"], within: 0.2)
    #expect(slow.status == nil && slow.text == "begun\n" && !slow.succeeded)
    let both = ProgramOutput(of: ["sh", "-c", "echo one; echo two >&2; exit 3"], within: 10)
    #expect(both.status == 3 << 8 && both.lastLine == "two")
  }

  @Test func `a stage is refused only where no node is large enough`() {
    let capacity = SlurmCapacity(workers: 2, cores: 4, memory: 1 << 30)
    #expect(capacity.refusal(of: Resources(cores: 64, memory: 1 << 30)) == nil)
    #expect(capacity.refusal(of: Resources(memory: 1 << 31)) == .tooLargeForNode(asked: 1 << 31, node: 1 << 30))
    #expect(capacity.grant(Resources(cores: 64, memory: 1)).cores == 4)
    let one = Resources()
    #expect(
      capacity.hasRoom(for: one, beside: [one, one, one]) && !capacity.hasRoom(for: one, beside: [one, one, one, one]))
    #expect(SlurmCapacity(workers: 1, cores: nil, memory: nil).refusal(of: Resources(memory: .max)) == nil)
  }
}
