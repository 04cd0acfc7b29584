import Documents
import Foundation
import Pipeline
import PipelineTestSupport

// A small program in the place of `plumb`, for tests that kill it and for benchmarks of the engine alone.
//
//   worker                      the worker processes of the tests
//   run ROOT COUNT SEED         runs a generated graph in workers
//   cluster ROOT COUNT PAUSE N  so many stages that rest on nothing, of PAUSE milliseconds each, in N workers on a SLURM
//   build ROOT COUNT            runs a generated graph in this process and leaves a stamp on `build.ninja`
//   no-op ROOT                  checks that stamp
//   edit ROOT COUNT STAGE       the same graph with one stage edited
//   ninja COUNT                 prints the same graph for Ninja

let arguments = CommandLine.arguments
let root = arguments.count > 2 ? arguments[2] : ""
let engine = Engine(Project(root: root, cache: root + "/.plumb"))

func finish(_ summary: RunSummary) -> Never {
  let failures = summary.failures.map { "; \($0.id): \($0.failure)" }.joined()
  print(
    "cached \(summary.cached) ran \(summary.ran) failed \(summary.failures.count) seconds \(summary.seconds)" + failures
  )
  exit(summary.succeeded ? 0 : 1)
}

func run(_ graph: TestGraph, _ executor: any Executor, jobs: Int = 2, stamp: StampRequest? = nil) {
  do {
    let options = RunOptions(jobs: jobs, memory: 4 << 30, stamp: stamp)
    finish(try engine.run(graph.graph, options: options, executor: executor))
  } catch {
    print("\(error)")
    exit(3)
  }
}

/// The file of the same graph for Ninja plays the part of the manifest.
func manifest() -> [String: Digest] {
  let file = root + "/build.ninja"
  return FileManager.default.contents(atPath: file).map { [file: Digest(of: Array($0))] } ?? [:]
}

func number(_ position: Int) -> Int { arguments.count > position ? Int(arguments[position]) ?? 0 : 0 }

switch arguments.dropFirst().first {
case "worker": Worker.main(catalogue: .tests, arguments: Array(arguments.dropFirst(2)))
case "run":
  let graph = TestGraph.generated(number(3), seed: UInt64(number(4)), pause: 0.001)
  run(graph, WorkerExecutor(program: arguments[0]))
case "cluster":
  var graph = TestGraph()
  for stage in 0..<number(3) {
    let pause = JSON(.number(Double(number(4)) / 1000))
    graph.add("s\(stage)", "sum", JSON(.object([.init("add", JSON(.integer(stage))), .init("pause", pause)])))
  }
  do {
    let settings = try SlurmSettings(site: .current(), workers: number(5), options: "")
    run(graph, WorkerExecutor(slurm: settings, program: arguments[0]) { JSON(.null) }, jobs: number(5))
  } catch {
    print("\(error)")
    exit(3)
  }
case "build":
  run(.generated(number(3)), InProcessExecutor(), stamp: StampRequest(manifest: manifest(), identity: ["benchmark"]))
case "edit": run(.generated(number(3), edits: [number(4): 1]), InProcessExecutor())
case "no-op":
  guard let summary = engine.unchanged(identity: ["benchmark"]) else { exit(4) }
  finish(summary)
case "ninja":
  print("rule make\n  command = : > $out\n")
  for node in TestGraph.generated(number(2)).graph.nodes {
    let inputs = node.inputs.flatMap { $0.contents.compactMap(\.node) }.map { "out/s\($0)" }
    print("build out/\(node.id): make \(inputs.joined(separator: " "))")
  }
default: exit(2)
}
