import ArgumentParser
import Foundation
import Pipeline
import Project

/// Where stages are done.
struct ExecutorOptions: ParsableArguments {
  enum Place: String, ExpressibleByArgument, CaseIterable { case local, slurm }

  @Option(name: .long, help: "Where stages are done: on this machine, or on the nodes of a SLURM cluster.")
  var executor = Place.local

  @Option(name: .long, help: "With --executor slurm: how many workers there are at once.")
  var workers: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: "With --executor slurm: options of srun in one text, such as \"-p main -t 2:00:00\".")
  var slurm: String?

  @Flag(name: .long, help: "With --executor slurm: submit the run itself as a job, and return.")
  var detach = false

  func validate() throws {
    if executor == .local, workers != nil || slurm != nil || detach {
      throw ValidationError("--workers, --slurm and --detach need --executor slurm")
    }
    if let workers, !(1...100_000 ~= workers) {
      throw ValidationError("--workers is \(workers); give a number from 1 to 100000")
    }
  }

  /// The cluster that is asked for; nil for this machine.
  var request: ClusterRequest? {
    executor == .slurm ? ClusterRequest(workers: workers, options: slurm ?? "") : nil
  }
}

/// `plumb cancel`: ends the runs of the project that have jobs on a cluster.
struct CancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "End the project's run on a cluster, wherever it was started.",
    discussion: "Nothing that is finished is lost: the next `plumb run` goes on where it was.")

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let project = try project.load()
    Console.print(try attempt { try project.cancelRuns() })
  }
}
