import Foundation
import PlumbTestSupport
import Testing

/// Runs on a real SLURM, which the tests start on this machine.
@Suite(.serialized, .enabled(if: TestCluster.isWanted, Comment(rawValue: TestCluster.missing))) struct ClusterRunTests {
  @Test(.timeLimit(.minutes(5))) func `a run on a cluster leaves the bytes of a local one, and nothing in the queue`()
    throws
  {
    let stages = ClusterBench.programs(3, "printf 'n\\\\n#\\\\n' > x.csv")
    let local = try TestProject(stages: stages)
    #expect(try local.plumb("run", "--allow-commands").code == 0)
    let bench = try ClusterBench(TestProject(stages: stages))
    let result = try bench.run("--workers", "4")
    #expect(result.code == 0 && result.error.isEmpty == false, "\(result)")
    #expect(try bench.cluster.queue().isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.project.place(".plumb/runs").path).isEmpty)
    let other = ClusterBench(local, on: bench.cluster)
    let (found, expected) = (try bench.results(), try other.results())
    #expect(Set(found.keys).union(expected.keys).filter { found[$0] != expected[$0] }.sorted() == [])
    #expect(try bench.run().output.hasPrefix("nothing to do"))
  }

  @Test(.timeLimit(.minutes(5))) func `in an allocation workers are its steps`() throws {
    let bench = try ClusterBench(TestProject(stages: ClusterBench.programs(4, "echo begun; sleep 0.3; echo n > x.csv")))
    let program = TestProject.program.path(percentEncoded: false)
    let words = [
      "-n", "4", "--mem-per-cpu=500M", "-J", "mine", program, "run", "--allow-commands", "--executor", "slurm",
    ]
    let result = try bench.project.run(
      URL(filePath: "/usr/bin/salloc"), words, environment: bench.cluster.environment)
    #expect(result.code == 0, "\(result)")
    let jobs = try bench.cluster.call("run", "scontrol", "--oneliner", "show", "jobs").split(separator: "\n")
    #expect(jobs.count == 1 && jobs[0].contains("JobName=mine"))
    #expect(try bench.plumb("run", "--allow-commands").output.hasPrefix("nothing to do"))
  }

  @Test(.timeLimit(.minutes(5))) func `a run that is handed over goes on as a job, and another is refused meanwhile`()
    throws
  {
    let bench = try ClusterBench(TestProject(stages: ClusterBench.programs(3, "echo begun; sleep 1; echo n > x.csv")))
    let submitted = try bench.run("--detach", "--workers", "3", "--slurm", "-t 10")
    let match = try #require(
      submitted.output.firstMatch(of: #/submitted as job ([0-9]+); its log: (.*)\n/#), "\(submitted)")
    #expect(submitted.code == 0 && submitted.output.contains("`plumb cancel` ends it"))
    let second = try bench.run()
    #expect(
      second.code == 1
        && second.error.contains(
          #/^plumb: a run of this project goes on on .* since 20.*; wait for it, or end it with `plumb cancel`\n$/#)
    )
    #expect(try bench.cluster.wait(60) { try bench.cluster.queue().isEmpty })
    let log = try String(contentsOfFile: String(match.2), encoding: .utf8)
    #expect(log.contains(" ran, 0 were up to date"), "\(log)")
    #expect(try bench.plumb("run", "--allow-commands").output.hasPrefix("nothing to do"))
  }

  @Test(.timeLimit(.minutes(5))) func `a run is told of, refuses a second one, and is cancelled from elsewhere`() throws
  {
    let bench = try ClusterBench(TestProject(stages: ClusterBench.programs(2, "echo begun; sleep 300; echo n > x.csv")))
    #expect(try bench.plumb("cancel").output == "no run of this project is on a cluster\n")
    let run = try bench.start("--workers", "2")
    #expect(try bench.waitForStages(2))
    let host = ProcessInfo.processInfo.hostName.prefix { $0 != "." }
    let second = try bench.run()
    #expect(second.code == 1)
    #expect(second.error.hasPrefix("plumb: a run of this project goes on on \(host)"), "\(second.error)")
    #expect(second.error.hasSuffix(" s ago; wait for it, or end it with `plumb cancel`\n"))
    #expect(try bench.plumb("status").output.contains(#/a run on .* since 20.* goes on; `plumb cancel` ends it\n/#))
    let cancelled = try bench.plumb("cancel")
    #expect(cancelled.output.contains(#/^cancelled: the run of 20.* on .*\n$/#), "\(cancelled)")
    let result = try run.result()
    #expect(
      result.code == 1 && result.error.hasSuffix("plumb: stopped by `plumb cancel`; `plumb run` goes on where it was\n")
    )
    #expect(try bench.cluster.queue().isEmpty)
  }

  @Test(.timeLimit(.minutes(5))) func `a submitted run that still waits is cancelled`() throws {
    let bench = try ClusterBench(TestProject(stages: ClusterBench.programs(1, "echo n > x.csv")))
    let submitted = try bench.run("--detach", "--workers", "2", "--slurm", "--begin=now+1hour")
    #expect(submitted.code == 0, "\(submitted)")
    #expect(try bench.plumb("status").output.contains("submitted to the cluster at 20"))
    #expect(try bench.plumb("cancel").code == 0)
    #expect(try bench.cluster.wait(2) { try bench.cluster.queue().isEmpty })
    #expect(try bench.plumb("cancel").output == "no run of this project is on a cluster\n")
  }
}
