import Foundation
import Testing

@testable import Pipeline

@Suite struct ClusterRunTests {
  private let sandbox = Sandbox()

  /// A run that says of itself what it is told to.
  private func run(_ name: String, host: String = FileSystem.host, process: pid_t = 1, job: String? = nil) throws
    -> ClusterRun
  {
    let about = ClusterRun.About(
      host: host, process: process, root: sandbox.root, jobs: "plumb-1-\(name)", time: "2026-11-28T05:00:00Z", job: job)
    let folder = "\(sandbox.project.cache)/runs/\(name)"
    try FileSystem.makeDirectories(folder)
    try FileSystem.replace(folder + "/about.json", with: Array(about.json.pretty.utf8))
    return ClusterRun(name: name, folder: folder, about: about)
  }

  private func beat(_ run: ClusterRun, secondsAgo: Int = 0) throws {
    try sandbox.write("", ".plumb/runs/\(run.name)/beat")
    let then = Date(timeIntervalSinceNow: -Double(secondsAgo))
    try FileManager.default.setAttributes([.modificationDate: then], ofItemAtPath: run.folder + "/beat")
  }

  @Test func `what it says of itself is read again, and what cannot be read is left out`() throws {
    let run = try run("a", job: "12")
    try sandbox.write("{", ".plumb/runs/b/about.json")
    try sandbox.write("a log", ".plumb/runs/a.log")
    let found = try sandbox.engine.clusterRuns()
    #expect(found.map(\.name) == ["a"] && found.first?.about == run.about)
  }

  @Test func `on this machine it lives as long as its process holds the lock`() throws {
    let run = try run("a")
    #expect(try run.life(seenFrom: nil) == nil)
    try beat(run, secondsAgo: 500)
    #expect(try run.life(seenFrom: nil) == nil)
    let lock = try FileLock(run.folder + "/lock", exclusive: true)
    #expect(try run.life(seenFrom: nil).map { 495...600 ~= $0 } == true)
    lock.release()
    #expect(try run.life(seenFrom: nil) == nil)
    #expect(try FileSystem.names(in: run.folder).sorted() == ["about.json", "beat", "lock"])
  }

  @Test func `on another machine it lives as long as it is heard of`() throws {
    let run = try run("a", host: "elsewhere")
    try beat(run)
    #expect(try run.life(seenFrom: nil).map { 0...5 ~= $0 } == true && run.isHeardOf)
    try beat(run, secondsAgo: 119)
    #expect(try run.life(seenFrom: nil) != nil)
    try beat(run, secondsAgo: 121)
    #expect(try run.life(seenFrom: nil) == nil && !run.isHeardOf)
  }

  @Test func `the job that this process is a part of is no other run`() throws {
    let allocation = SlurmSettings.Allocation(["SLURM_JOB_ID": "12"])
    let run = try run("a", host: "elsewhere", job: "12")
    try beat(run)
    #expect(try run.life(seenFrom: allocation) == nil)
    #expect(run.isPart(of: allocation) && !run.isPart(of: nil))
    // Its jobs have the name of this one, which must not be cancelled.
    try run.clear(seenFrom: allocation)
    #expect(try sandbox.engine.clusterRuns().isEmpty)
  }

  @Test func `a run that ended while somebody looks is dead`() throws {
    let run = try run("a", host: "elsewhere")
    try beat(run)
    FileSystem.remove(run.folder)
    #expect(try run.life(seenFrom: nil) == nil)
  }

  @Test func `a request to stop is seen`() throws {
    let run = try run("a")
    #expect(!run.isCancelled)
    try run.askToStop()
    #expect(run.isCancelled)
  }
}
