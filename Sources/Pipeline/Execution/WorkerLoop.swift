import Documents
import Foundation

/// Starts workers, hands tasks to them, and hears of their answers and their ends, all on one thread.
final class WorkerLoop {
  private let launcher: any Launcher
  private let inbox: WorkerInbox
  private let tell: @Sendable (ExecutorEvent) -> Void

  private var waiting: [WorkerInbox.Assignment] = []
  private var members: [Member] = []
  /// Workers that are being ended on threads of their own.
  private var leaving = 0
  private var isCancelled = false
  private var isClosing = false
  /// So many workers in a row ended before they introduced themselves; none is started before the second.
  private var refusals = (count: 0, until: ContinuousClock.now)
  private var attention = (isGoingOn: false, last: ContinuousClock.now - .seconds(60), text: "")

  private static let mostRefusals = 3
  private static let idleSeconds = 30.0

  init(_ launcher: any Launcher, _ inbox: WorkerInbox, _ tell: @escaping @Sendable (ExecutorEvent) -> Void) {
    (self.launcher, self.inbox, self.tell) = (launcher, inbox, tell)
  }

  /// Runs until it is told to close and all workers are gone.
  func run() {
    repeat {
      for message in inbox.receive() { take(message) }
      giveBack()
      assign()
      attend()
      if isClosing, members.isEmpty, leaving == 0 { return }
      wait()
    } while true
  }

  private func take(_ message: WorkerInbox.Message) {
    switch message {
    case .task(let assignment):
      isCancelled ? assignment.tell(.ended(.failed(.interrupted, log: ""))) : waiting.append(assignment)
    case .cancel: cancel()
    case .shutdown:
      isClosing = true
      members.forEach(dismiss)
    case .gone(let reason):
      leaving -= 1
      if let reason { refused(reason) }
    case .term(let id, let seconds): members.first { $0.process.id == id }?.term = .now + .seconds(seconds)
    case .attended(let result):
      attention.isGoingOn = false
      switch result {
      case .success(let text):
        if let text, text != attention.text { tell(.state(text)) }
        attention.text = text ?? ""
      case .failure(let error): unusable(OneLine.words(error))
      }
    }
  }

  private func cancel() {
    isCancelled = true
    dropWaiting()
    for member in members { member.process.signalGroup(launcher.isRemote ? SIGTERM : SIGKILL) }
  }

  private func dropWaiting() {
    for assignment in waiting { assignment.tell(.ended(.failed(.interrupted, log: ""))) }
    waiting = []
  }

  private func unusable(_ reason: String) {
    tell(.unusable(reason))
    cancel()
  }

  // MARK: Workers and tasks

  /// Hands out tasks to idle workers, and starts workers for those that have none.
  private func assign() {
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
      if pending < wanted.count(where: { $0 == shape }) { start(shape) }
    }
  }

  private func start(_ shape: Resources) {
    guard ContinuousClock.now >= refusals.until else { return }
    // Those that are leaving hold their places as long as they are there.
    if members.count + (launcher.isRemote ? leaving : 0) >= launcher.limit {
      members.first { $0.isIdle && $0.shape != shape }.map(dismiss)
      return
    }
    do {
      members.append(Member(try launcher.launch(shape), shape, isReady: !launcher.isRemote))
      if !launcher.isRemote { assign() }
    } catch {
      guard let first = waiting.first else { return }
      waiting.removeFirst()
      first.tell(.ended(.failed(by: error)))
    }
  }

  private func hand(_ assignment: WorkerInbox.Assignment, to member: Member) {
    member.begin(assignment)
    assignment.tell(.began)
    member.flush()
  }

  /// Lets go of workers that have long been idle.
  private func giveBack() {
    guard launcher.isRemote else { return }
    for member in members where member.isIdle && member.idleSince.elapsed > Self.idleSeconds { dismiss(member) }
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
  private func dismiss(_ member: Member) {
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
  private func remove(_ member: Member, _ end: @escaping @Sendable (WorkerProcess, any Launcher) -> String?) {
    members.removeAll { $0 === member }
    leaving += 1
    let thread = Thread { [launcher, inbox, process = member.process] in
      inbox.send(.gone(reason: end(process, launcher)))
    }
    thread.start()
  }

  private func refused(_ reason: String) {
    refusals.count += 1
    // Others work: perhaps there is no more room than for them.
    if members.contains(where: { !$0.isPending }) {
      refusals = (0, .now + .seconds(Self.idleSeconds))
    } else if refusals.count >= Self.mostRefusals, !isCancelled {
      unusable(reason)
    } else {
      refusals.until = .now + .milliseconds(200 << refusals.count)
    }
  }

  // MARK: What workers say

  private func wait() {
    var descriptors = [pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0)]
    for member in members {
      descriptors.append(pollfd(fd: member.process.answers.descriptor, events: Int16(POLLIN), revents: 0))
      let wants = member.hasUnsent ? member.process.requests.descriptor : -1
      descriptors.append(pollfd(fd: wants, events: Int16(POLLOUT), revents: 0))
    }
    let deadline = members.compactMap(\.deadline).min().map { max(0, ($0 - .now) / .seconds(1)) }
    let idle = launcher.isRemote ? 1.0 : nil
    let seconds = [deadline, idle].compactMap(\.self).min()
    guard poll(&descriptors, nfds_t(descriptors.count), seconds.map { Int32(min($0 * 1000 + 1, 1e8)) } ?? -1) >= 0
    else {
      return
    }
    for (place, member) in members.enumerated() {
      if descriptors[2 * place + 2].revents != 0 { member.flush() }
      if descriptors[2 * place + 1].revents != 0 { hear(member) }
      if let deadline = member.deadline, deadline <= .now { stop(member) }
    }
  }

  private func hear(_ member: Member) {
    do {
      let isOpen = try member.read()
      while let message = try member.next() { answered(member, message) }
      if !isOpen { ended(member) }
    } catch {
      // What cannot be read comes from a broken worker: how it ends says more.
      member.process.signalGroup()
      ended(member)
    }
  }

  private func answered(_ member: Member, _ message: JSON) {
    guard let assignment = member.finish() else { return introduced(member, message) }
    guard launcher.isRemote else {
      let log = LogFile.tail(assignment.task.folder + "/log")
      return assignment.tell(.ended(.init(answer: message, log: log)))
    }
    let host = member.introduction?.host
    if let outcome = StageOutcome(answer: message, of: assignment.task, from: host) {
      return assignment.tell(.ended(outcome))
    }
    // An object is not to be seen here yet.
    let thread = Thread { assignment.tell(.ended(.init(lateAnswer: message, of: assignment.task, from: host))) }
    thread.start()
  }

  private func introduced(_ member: Member, _ message: JSON) {
    guard let word = WorkerIntroduction(json: message) else { return }
    if let objection = launcher.objection(to: word) {
      member.process.hangUp()
      return remove(member) { process, _ in
        process.end(patience: 1, politely: SIGTERM)
        return "\(word.host): \(objection)"
      }
    }
    member.introduce(word)
    refusals = (0, .now)
    let thread = Thread { [launcher, inbox, id = member.process.id] in
      if let seconds = launcher.secondsLeft(word) { inbox.send(.term(id, seconds)) }
    }
    thread.start()
  }

  /// A worker is gone, with the task that it may have had.
  private func ended(_ member: Member) {
    guard members.contains(where: { $0 === member }) else { return }
    let (introduction, isFirst) = (member.introduction, member.isFirstTask)
    let assignment = member.finish()
    let isCancelled = isCancelled
    let wasPending = member.isPending
    remove(member) { process, launcher in
      let status = process.end(patience: launcher.isRemote ? 1 : 0.002)
      let log = (assignment?.task.folder).map { LogFile.tail($0 + "/log") } ?? ""
      if isCancelled {
        assignment?.tell(.ended(.failed(.interrupted, log: log)))
        return nil
      }
      let loss = launcher.judge(
        .init(
          process: process, status: status, introduction: introduction, isFirstTask: isFirst,
          memory: assignment?.task.needs.memory ?? 0))
      switch (assignment, loss) {
      case (let assignment?, .failed(let failure)): assignment.tell(.ended(.failed(failure, log: log)))
      case (let assignment?, .lost(let reason)): assignment.tell(.ended(.lost(reason)))
      case (nil, .lost(let reason)) where wasPending: return reason
      case (nil, .failed(let failure)) where wasPending: return "\(failure)"
      default: break
      }
      return nil
    }
  }

  /// Ends a worker whose task has taken too long.
  private func stop(_ member: Member) {
    guard let assignment = member.finish() else { return }
    remove(member) { process, launcher in
      process.end(patience: launcher.isRemote ? 1 : 0, politely: launcher.isRemote ? SIGTERM : nil)
      let log = LogFile.tail(assignment.task.folder + "/log")
      assignment.tell(.ended(.failed(.timeout(assignment.task.timeout ?? 0), log: log)))
      return nil
    }
  }

  // MARK: How it stands

  private func attend() {
    guard launcher.isRemote, !attention.isGoingOn, !isClosing, attention.last.elapsed > 1 else { return }
    attention.isGoingOn = true
    attention.last = .now
    let counts = WorkerCounts(
      pending: members.count(where: \.isPending), idle: members.count(where: \.isIdle),
      busy: members.count(where: \.isBusy), waiting: waiting.count)
    let thread = Thread { [launcher, inbox] in
      inbox.send(.attended(Result { try launcher.attend(counts) }))
    }
    thread.start()
  }
}
