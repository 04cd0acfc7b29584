import Testing

@testable import Pipeline

@Suite struct SlurmEndTests {
  private func cause(_ said: String, _ job: [String: String] = [:], status: Int32 = 0) -> SlurmEnd.Cause {
    SlurmEnd(said: said, job: job, status: status).cause
  }

  @Test func `what srun says of a crash is the signal, whatever its exit code`() {
    #expect(cause("srun: error: node1: task 0: Segmentation fault (core dumped)\n", status: 139 << 8) == .signal(11))
    #expect(cause("srun: error: node1: task 0: Aborted (core dumped)\n") == .signal(6))
    #expect(cause("srun: error: node2: task 0: Illegal instruction\n") == .signal(4))
    #expect(cause("srun: error: node2: task 0: Trace/breakpoint trap\n") == .signal(5))
    #expect(
      cause("srun: error: node1: task 0: Killed\nsrun: Force Terminated StepId=3.0\n", status: 137 << 8) == .signal(9))
  }

  @Test func `an exit code is told by srun and by its own`() {
    #expect(cause("srun: error: node1: task 0: Exited with exit code 7\n", status: 7 << 8) == .exit(7))
  }

  @Test(arguments: [
    "slurmstepd-node1: error: Step 9.0 hit memory limit at least once during execution. exceeded memory limit (9 > 8)\n",
    "slurmstepd: error: StepId=5.0 exceeded memory limit (150000000 > 104857600), being killed\n",
    "slurmstepd: error: Detected 1 oom-kill event(s) in StepId=10.0. Some of your processes may have been killed by the "
      + "cgroup out-of-memory handler.\nsrun: error: node1: task 0: Out Of Memory\n",
    "srun: error: node1: task 0: Out Of Memory\n",
  ]) func `lack of memory is told before the signal that it ends in`(said: String) {
    #expect(cause(said + "srun: error: node1: task 0: Killed\n", status: 137 << 8) == .memory(nil))
  }

  @Test func `a job that ran out of memory or time is known by its state as well`() {
    #expect(cause("", ["JobState": "OUT_OF_MEMORY"]) == .memory(nil))
    #expect(cause("", ["JobState": "TIMEOUT", "TimeLimit": "02:00:00"]) == .time("02:00:00"))
    let said = "slurmstepd: error: *** STEP 5.0 ON node1 CANCELLED AT 2026-11-28T05:00:00 DUE TO TIME LIMIT ***\n"
    #expect(cause(said, ["TimeLimit": "00:01:00"]) == .time("00:01:00"))
    #expect(cause(said) == .time("its partition"))
  }

  @Test func `a node that failed, a job put before it and a cancelled one are not the stage's failure`() {
    // An exit code of 0 proves nothing.
    #expect(cause("srun: error: Node failure on node2\n") == .taken("a node failed"))
    #expect(cause("", ["JobState": "NODE_FAIL", "NodeList": "node2"]) == .taken("a node failed (node2)"))
    #expect(
      cause("", ["JobState": "PREEMPTED", "NodeList": "node1"]) == .taken("another job was put before it (node1)"))
    #expect(
      cause(
        "srun: Force Terminated job 4\nslurmstepd: error: *** STEP 4.0 ON node1 CANCELLED AT 2026 DUE TO PREEMPTION ***\n"
      )
        == .taken("another job was put before it"))
    #expect(
      cause("slurmstepd: error: *** STEP 4.0 ON node1 CANCELLED AT 2026 ***\n", ["JobState": "CANCELLED"])
        == .taken("somebody cancelled its job"))
  }

  @Test func `what nobody explains is a lost connection`() {
    #expect(cause("") == .taken("its connection was lost"))
    #expect(cause("", ["JobState": "RUNNING", "NodeList": "node3"]) == .taken("its connection was lost (node3)"))
    #expect(
      cause("srun: error: eio_handle_mainloop: Abandoning IO 60 secs after job shutdown initiated\n")
        == .taken("srun: error: eio_handle_mainloop: Abandoning IO 60 secs after job shutdown initiated"))
  }

  @Test func `of a worker that never came up the node is believed before srun`() {
    let lost = "slurmstepd-node1: error: execve(): /p/plumb: No such file or directory\n"
    #expect(
      SlurmEnd.complaint(lost + "srun: error: node1: task 0: Exited with exit code 2\n")
        == lost.trimmingCharacters(in: .newlines))
    let refused =
      "srun: error: invalid partition specified: no\nsrun: error: Unable to allocate resources: Invalid partition name specified\n"
    #expect(SlurmEnd.complaint(refused) == "srun: error: invalid partition specified: no")
    let queued = "srun: job 12 queued and waiting for resources\nsrun: error: Lookup failed: Unknown host\n"
    #expect(SlurmEnd.complaint(queued) == "srun: error: Lookup failed: Unknown host")
    let option = "srun: unrecognized option '--no'\nTry \"srun --help\" for more information\n"
    #expect(SlurmEnd.complaint(option) == "srun: unrecognized option '--no'")
    #expect(SlurmEnd.complaint("  \n") == nil)
  }

  @Test func `the memory of a job is told where it is known`() {
    let said = "srun: error: node1: task 0: Out Of Memory\n"
    #expect(cause(said, ["MinMemoryNode": "60M"]) == .memory(60 << 20))
    #expect(cause(said, ["MinMemoryCPU": "1.50G"]) == .memory(3 << 29))
    #expect(cause(said, ["MinMemoryNode": "0"]) == .memory(nil))
  }

  @Test func `the fields of a job are read from one line`() {
    let fields = SlurmEnd.fields(
      "JobId=12 JobName=plumb-ab UserId=a(0) JobState=NODE_FAIL NodeList=node2 Comment=a=b\n")
    #expect(fields["JobState"] == "NODE_FAIL" && fields["NodeList"] == "node2" && fields["Comment"] == "a=b")
    #expect(SlurmEnd.fields("slurm_load_jobs error: Invalid job id specified").isEmpty)
  }
}
