import Foundation

/// How a run uses a cluster.
public struct SlurmSettings: Sendable {
  let site: Site
  /// Workers at once.
  let workers: Int
  /// Options of `srun` for this run, one by one.
  let options: [String]
  /// The batch job that this process is a part of; nil outside one.
  let allocation: Allocation?

  /// - Parameters:
  ///   - workers: workers at once; those of the allocation or of the site if nil.
  ///   - options: options of `srun` in one text, parted by blanks.
  /// - Throws: ``EngineError/slurmOptions(_:)``.
  public init(site: Site, workers: Int?, options: String) throws {
    if options.contains(where: { "\"'\\".contains($0) }) { throw EngineError.slurmOptions(options) }
    self.site = site
    self.options = options.split(whereSeparator: \.isWhitespace).map(String.init)
    allocation = Allocation(ProcessInfo.processInfo.environment)
    self.workers = workers ?? allocation?.cores ?? site.workers
  }

  /// The partition that the options name last; the default one if nil.
  var partition: String? {
    let words = site.arguments + options
    for (place, word) in words.enumerated().reversed() {
      if word.hasPrefix("--partition=") { return String(word.dropFirst(12)) }
      if word == "-p" || word == "--partition" { return place + 1 < words.count ? words[place + 1] : nil }
      if word.hasPrefix("-p"), !word.hasPrefix("--") { return String(word.dropFirst(2)) }
    }
    return nil
  }

  /// Bytes of a worker for small stages: what the site says, or a core's share of the largest node if that is less.
  func workerMemory(_ largest: (cores: Int, memory: Int)?) -> Int {
    if let memory = allocation?.memory { return memory }
    guard let largest else { return site.workerMemory }
    return min(site.workerMemory, largest.memory / max(1, largest.cores))
  }

  /// What the largest node has, by the site or by SLURM; nil where neither says.
  /// - Throws: ``EngineError/slurmSilent(_:)``.
  func largestNode() throws -> (cores: Int, memory: Int)? {
    if let allocation { return allocation.largest }
    let found = try Slurm.largestNode(partition)
    guard let cores = site.cores ?? found?.cores, let memory = site.memory ?? found?.memory else { return nil }
    return (cores, memory)
  }

  /// The batch job that a process is a part of.
  struct Allocation: Sendable {
    /// Its number.
    let job: String
    /// The name that it was given.
    let name: String?
    /// Cores on all nodes together.
    let cores: Int
    /// Bytes for each core; nil where the job asked for none.
    let memory: Int?
    /// What it has of its largest node; nil where it did not ask for memory. A step that asks for more would wait for ever.
    let largest: (cores: Int, memory: Int)?

    init?(_ environment: [String: String]) {
      guard let job = environment["SLURM_JOB_ID"] else { return nil }
      self.job = job
      name = environment["SLURM_JOB_NAME"]
      let counts = environment["SLURM_JOB_CPUS_PER_NODE"] ?? "1"
      cores = max(1, Self.total(counts))
      let most = counts.split(separator: ",").compactMap { Self.number($0.prefix { $0.isNumber }) }.max() ?? 1
      let megabytes = { (name: String) in environment[name].flatMap(Self.number).map { $0 << 20 } }
      let whole = megabytes("SLURM_MEM_PER_NODE")
      let onNode = environment["SLURM_CPUS_ON_NODE"].flatMap(Self.number)
      memory = megabytes("SLURM_MEM_PER_CPU") ?? whole.flatMap { whole in onNode.map { whole / max($0, 1) } }
      largest = (whole ?? memory.map { min($0, .max / max(most, 1)) * most }).map { (most, $0) }
    }

    /// A count of cores, nodes or megabytes; nil for what no machine has, so that no product goes beyond what an integer
    /// holds.
    private static func number(_ text: some StringProtocol) -> Int? {
      Int(text).flatMap { (0...1 << 26).contains($0) ? $0 : nil }
    }

    /// The sum of counts as SLURM writes them: `4(x2),1` is nine.
    static func total(_ counts: String) -> Int {
      counts.split(separator: ",").reduce(0) { sum, part in
        let words = part.split(separator: "(")
        let times = words.count > 1 ? number(words[1].filter(\.isNumber)) ?? 1 : 1
        return sum + (words.first.flatMap { number($0) } ?? 0) * times
      }
    }
  }
}
