import Documents
import Foundation
import Pipeline
import PipelineTestSupport

// A small program in the place of `plumb`: `worker` for the worker processes of tests, `run ROOT COUNT SEED` to run a
// generated graph, so that tests can kill it.

let arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case "worker": Worker.main(catalogue: .tests, arguments: Array(arguments.dropFirst(2)))
case "run":
  let root = arguments[2]
  let graph = TestGraph.generated(Int(arguments[3]) ?? 0, seed: UInt64(arguments[4]) ?? 1, pause: 0.001).graph
  let engine = Engine(Project(root: root, cache: root + "/.plumb"))
  do {
    let options = RunOptions(jobs: 2, memory: 4 << 30)
    let summary = try engine.run(graph, options: options, executor: WorkerExecutor(program: arguments[0]))
    print("cached \(summary.cached) ran \(summary.ran) failed \(summary.failures.count)")
    exit(summary.succeeded ? 0 : 1)
  } catch {
    print("\(error)")
    exit(3)
  }
default: exit(2)
}
