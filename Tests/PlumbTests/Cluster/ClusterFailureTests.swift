import Foundation
import PlumbTestSupport
import Testing

/// What goes wrong on a cluster, and what people are told.
@Suite(.serialized, .enabled(if: TestCluster.isWanted, Comment(rawValue: TestCluster.missing)))
struct ClusterFailureTests {
  /// The one line that tells why the first stage failed.
  private func failure(_ result: TestProject.Result) -> String? {
    result.error.firstMatch(of: #/slow0  failed: (.*)/#).map { String($0.1) }
  }

  @Test(.timeLimit(.minutes(5))) func `a stage that crashes fails alone, as it does here`() throws {
    // The parent of a program is its guard, and above that is the worker.
    let crash = "kill -SEGV $(cut -d' ' -f4 /proc/$PPID/stat); sleep 10"
    let stages = ClusterBench.programs(2, "[ # = 1 ] || { \(crash); }; echo n > x.csv")
    let bench = try ClusterBench(TestProject(stages: stages))
    let result = try bench.run("--workers", "2")
    #expect(result.code == 1 && failure(result) == "crashed (signal 11, segmentation fault)", "\(result)")
    #expect(result.error.hasSuffix("plumb: 1 stage failed: slow0\n") && result.ran.contains("slow1"))
  }

  @Test(.timeLimit(.minutes(5))) func `a run goes on when a node is lost`() throws {
    let bench = try ClusterBench(TestProject(stages: ClusterBench.programs(4, "echo begun; sleep 2; echo n > x.csv")))
    let run = try bench.start("--workers", "4")
    #expect(try bench.waitForStages(4))
    try bench.cluster.call("down", "node1")
    let result = try run.result()
    #expect(result.code == 0, "\(result)")
    #expect(try bench.cluster.queue().isEmpty)
    #expect(try bench.run().output.hasPrefix("nothing to do"))
  }

  @Test(.timeLimit(.minutes(5)), arguments: [(SIGKILL, 9), (SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func `a run that is stopped leaves no job within two seconds, not even one that waits`(signal: Int32, code: Int32)
    throws
  {
    let seconds = "6\(UInt32.random(in: 10_000...99_999))"
    let bench = try ClusterBench(
      TestProject(stages: ClusterBench.programs(8, "echo begun; sleep \(seconds); echo n > x.csv")))
    let run = try bench.start("--workers", "8")
    #expect(try bench.waitForStages(4))
    #expect(try bench.waitForJobs(running: 4, pending: 4))
    run.signal(signal)
    #expect(try bench.cluster.wait(2) { try bench.cluster.queue().isEmpty })
    #expect(try run.result().code == code)
    #expect(try !bench.isRunning(seconds))
    // The next one finds nothing in its way.
    let next = try bench.run("points", "--workers", "2")
    #expect(next.code == 0, "\(next)")
  }

  @Test(.timeLimit(.minutes(5))) func `a stage that takes more memory than it asked for is told so`() throws {
    let eat = "head -c 400000000 /dev/zero | tail -n 1 | (sleep 60; cat > x.csv)"
    let bench = try ClusterBench(TestProject(stages: ClusterBench.programs(1, eat)), ["MEMORY": "500"])
    let result = try bench.run("slow0")
    #expect(result.code == 1)
    #expect(
      failure(result)
        == "took more than the 268 MB that its job asked for; raise `memory` of the stage, or compute less",
      "\(result)")
  }

  @Test(.timeLimit(.minutes(5))) func `a stage that runs into the job's limit of time is told so`() throws {
    let bench = try ClusterBench(TestProject(stages: ClusterBench.programs(1, "echo begun; sleep 300")))
    let run = try bench.start("slow0")
    #expect(try bench.waitForStages(1))
    let job = try #require(try bench.cluster.queue("%i").first)
    try bench.cluster.call("expire", job)
    let result = try run.result()
    let words = try #require(failure(result), "\(result)")
    #expect(
      words.contains(#/^it ran into the job's limit of [0-9:]+; give more with --slurm "-t …", or ask for less$/#))
  }

  @Test(.timeLimit(.minutes(5))) func `nodes that do not see the cache are told of in one line`() throws {
    let project = try TestProject()
    let bench = try ClusterBench(project, ["PRIVATE": project.root.path(percentEncoded: false)])
    let result = try bench.run("--workers", "2")
    let place = project.place(".plumb").path(percentEncoded: false)
    #expect(result.code == 1)
    #expect(
      result.error.contains(#/^plumb: node[12]: it does not see the cache folder /#)
        && result.error.hasSuffix(" \(place) of this run; put the project into a folder that all nodes share\n"),
      "\(result)")
    #expect(try bench.cluster.queue().isEmpty)
  }

  @Test(.timeLimit(.minutes(5))) func `nodes that would start another program, or none, are told of in one line`()
    throws
  {
    let project = try TestProject()
    let place = project.place("bin/plumb").path(percentEncoded: false)
    try project.makeFolders("bin")
    try FileManager.default.copyItem(atPath: TestProject.program.path(percentEncoded: false), toPath: place)
    let bench = try ClusterBench(project, ["PRIVATE": project.place("bin").path(percentEncoded: false)])
    let none = try bench.start("--workers", "2", program: URL(filePath: place)).result()
    #expect(none.code == 1)
    #expect(
      none.error.contains(
        #/^plumb: no worker came up: slurmstepd-node[12]: error: execve\(\): .*: No such file or directory; check --slurm, --workers and the site file\n$/#
      ),
      "\(none)")
    try bench.cluster.give(place, to: ["node1", "node2"], more: "\n")
    let other = try bench.start("--workers", "2", program: URL(filePath: place)).result()
    #expect(other.code == 1)
    #expect(
      other.error.contains(
        #/^plumb: node[12]: it starts another program; install the same one on every node, or run from a folder that all nodes share\n$/#
      ),
      "\(other)")
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      ("-p none", "srun: error: invalid partition specified: none"),
      ("--mem=900G", "srun: error: Memory specification can not be satisfied"),
      ("--gres=gpu:1", "srun: error: Invalid generic resource (gres) specification"),
      ("--no-such-option", "srun: unrecognized option '--no-such-option'"),
    ]) func `what srun refuses is one line with its reason`(options: String, reason: String) throws
  {
    let bench = try ClusterBench(TestProject())
    let result = try bench.run("--workers", "3", "--slurm", options)
    #expect(result.code == 1)
    #expect(
      result.error == "plumb: no worker came up: \(reason); check --slurm, --workers and the site file\n", "\(result)")
  }

  @Test(.timeLimit(.minutes(5))) func `a cluster that does not answer is one line`() throws {
    let bench = try ClusterBench(TestProject())
    try bench.cluster.call("controller-kill")
    let result = try bench.run()
    #expect(result.code == 1)
    #expect(
      result.error.contains(#/^plumb: SLURM does not answer: .*; try again when `sinfo` works here\n$/#), "\(result)")
  }
}
