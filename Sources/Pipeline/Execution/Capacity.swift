/// What stages may use together, and which of them can be done at all.
public protocol Capacity: Sendable {
  /// Names of the graphics processors that are shared out here; empty where the place that does a stage has its own.
  var devices: [String] { get }
  /// Whether stages are done on other machines.
  var isRemote: Bool { get }
  /// What a stage that asks for `needs` is given.
  func grant(_ needs: Resources) -> Resources
  /// Whether a stage that is given `needs` can be done beside those that are given `running`.
  func hasRoom(for needs: Resources, beside running: [Resources]) -> Bool
  /// Why a stage that asks for `needs` can never be done; nil if it can.
  func refusal(of needs: Resources) -> StageFailure?
}

/// The share of this machine that a run may use.
struct MachineCapacity: Capacity {
  private let jobs: Int
  private let memory: Int
  private let machineMemory: Int
  let devices: [String]
  var isRemote: Bool { false }

  init(_ options: RunOptions) {
    (jobs, memory, machineMemory) = (options.jobs, options.memory, options.machineMemory)
    devices = options.devices
  }

  func grant(_ needs: Resources) -> Resources {
    Resources(cores: min(max(needs.cores, 1), jobs), memory: min(max(needs.memory, 0), memory), gpus: needs.gpus)
  }

  /// One that asks for more than `--memory` allows runs alone.
  func hasRoom(for needs: Resources, beside running: [Resources]) -> Bool {
    if running.isEmpty { return true }
    return running.reduce(needs.cores) { $0 + $1.cores } <= jobs
      && running.reduce(needs.memory) { $0 + $1.memory } <= memory
      && (needs.gpus == 0 || running.reduce(needs.gpus) { $0 + $1.gpus } <= devices.count)
  }

  func refusal(of needs: Resources) -> StageFailure? {
    if needs.memory > machineMemory { return .tooLarge(asked: needs.memory, machine: machineMemory) }
    return needs.gpus > devices.count ? .tooFewDevices(asked: needs.gpus, machine: devices.count) : nil
  }
}
