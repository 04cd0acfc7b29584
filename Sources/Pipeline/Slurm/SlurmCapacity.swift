/// What the nodes of a cluster can take: so many stages at once, each as large as a node.
struct SlurmCapacity: Capacity {
  let workers: Int
  /// Cores and bytes of the largest node, where they are known.
  let cores, memory: Int?

  var devices: [String] { [] }
  var isRemote: Bool { true }

  func grant(_ needs: Resources) -> Resources {
    Resources(cores: max(1, min(needs.cores, cores ?? .max)), memory: max(needs.memory, 0), gpus: needs.gpus)
  }

  /// A few more than there are workers, so that none waits for the next.
  func hasRoom(for needs: Resources, beside running: [Resources]) -> Bool { running.count < 2 * workers }

  func refusal(of needs: Resources) -> StageFailure? {
    guard let memory, needs.memory > memory else { return nil }
    return .tooLargeForNode(asked: needs.memory, node: memory)
  }
}
