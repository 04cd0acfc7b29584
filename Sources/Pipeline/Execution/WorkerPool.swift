import Documents
import Foundation

/// Which workers there are, and which task each has.
extension WorkerLoop {
  /// Hands out tasks to idle workers, and starts workers for those that have none.
  func assign() {
    if isCancelled { return }
    var left: [WorkerInbox.Assignment] = []
    for assignment in waiting {
      let shape = launcher.shape(of: assignment.task.needs)
      if let member = members.first(where: { $0.isFree(shape, for: assignment.task) }) {
        hand(assignment, to: member)
      } else {
        left.append(assignment)
      }
    }
    waiting = left
    var wanted: [Resources] = []
    for assignment in waiting {
      let shape = launcher.shape(of: assignment.task.needs)
      wanted.append(shape)
      let pending = members.count { $0.isPending && $0.shape == shape }
      if pending < wanted.count(where: { $0 == shape }) { start(shape, for: assignment) }
    }
  }

  func start(_ shape: Resources, for assignment: WorkerInbox.Assignment) {
    guard ContinuousClock.now >= refusals.until else { return }
    // Those that are leaving hold their places as long as they are there.
    if members.count + (launcher.isRemote ? leaving : 0) >= launcher.limit {
      let wanted = wantedShapes
      let useless = members.first { $0.isIdle && $0.shape != shape }
      (useless ?? members.first { $0.isPending && !wanted.contains($0.shape) }).map(dismiss)
      return
    }
    do {
      let process = try launcher.launch(shape)
      members.append(Member(process, shape, round: refusals.round, isReady: !launcher.isRemote))
      if !launcher.isRemote { assign() }
    } catch {
      waiting.removeAll { $0 === assignment }
      assignment.tell(.ended(.failed(by: error)))
    }
  }

  func hand(_ assignment: WorkerInbox.Assignment, to member: Member) {
    member.begin(assignment)
    assignment.tell(.began)
    member.flush()
  }

  /// The workers that waiting tasks ask for.
  private var wantedShapes: [Resources] { waiting.map { launcher.shape(of: $0.task.needs) } }

  /// Lets go of workers that have long been idle, or that stand in the way of others.
  func giveBack() {
    guard launcher.isRemote else { return }
    for member in members where member.isIdle && member.idleSince.elapsed > Self.idleSeconds { dismiss(member) }
    if waiting.isEmpty { return }
    let wanted = wantedShapes
    // What is idle holds the cores that a worker of another shape may be waiting for.
    if members.contains(where: { $0.isPending && wanted.contains($0.shape) }) {
      for member in members where !wanted.contains(member.shape) && member.isIdle {
        if member.idleSince.elapsed > Self.graceSeconds { dismiss(member) }
      }
    }
    // Those that have too little time left for what waits make room for others.
    for assignment in waiting {
      let shape = launcher.shape(of: assignment.task.needs)
      for member in members where member.shape == shape && member.isIdle && !member.isFree(shape, for: assignment.task)
      {
        dismiss(member)
      }
    }
  }

  /// Lets an idle worker end, or one that was never needed.
  func dismiss(_ member: Member) {
    guard !member.isBusy else { return }
    let isPending = member.isPending
    member.process.hangUp()
    remove(member) { process, launcher in
      if launcher.isRemote {
        process.end(patience: isPending ? 0 : 1, politely: SIGTERM)
      } else {
        process.end()
      }
      return nil
    }
  }

  /// Takes a worker out and ends it on a thread of its own, since that may take seconds.
  /// - Parameter end: ends it; why it could not be used, if it never was.
  func remove(_ member: Member, _ end: @escaping @Sendable (WorkerProcess, any Launcher) -> String?) {
    members.removeAll { $0 === member }
    leaving += 1
    let thread = Thread { [launcher, inbox, process = member.process, round = member.round] in
      inbox.send(.gone(end(process, launcher).map { .init(reason: $0, round: round) }))
    }
    thread.start()
  }

  /// Takes in that a worker was not to be had.
  func refused(_ refusal: WorkerInbox.Refusal) {
    let othersWork = members.contains { !$0.isPending }
    guard let reason = refusals.add(refusal, othersWork: othersWork), !isCancelled else { return }
    if !othersWork { return unusable(reason) }
    // There may be no more room than for those that are idle.
    let wanted = wantedShapes
    for member in members where member.isIdle && !wanted.contains(member.shape) { dismiss(member) }
  }

  /// Workers in a row that ended before they introduced themselves.
  struct Refusals {
    /// The number of the round in which workers are started: those of one round are refused together, which counts once.
    private(set) var round = 0
    /// None is started before this.
    private(set) var until = ContinuousClock.now
    private var count = 0
    private var first = ""

    private static let most = 3
    private static let longestPause = 30.0

    /// The first reason, if there were too many.
    mutating func add(_ refusal: WorkerInbox.Refusal, othersWork: Bool) -> String? {
      guard refusal.round == round else { return nil }
      if count == 0 { first = refusal.reason }
      (round, count) = (round + 1, count + 1)
      until = .now + .seconds(min(0.1 * Double(1 << min(count, 10)), othersWork ? Self.longestPause : 1))
      return count >= Self.most ? first : nil
    }

    /// A worker came up.
    mutating func end() { (count, until) = (0, .now) }
  }

  private static var idleSeconds: Double { 30 }
  /// So long an idle worker is kept for a next task although others wait for its place.
  private static var graceSeconds: Double { 0.2 }
}
