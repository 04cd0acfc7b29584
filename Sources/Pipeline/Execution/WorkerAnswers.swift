import Documents
import Foundation

/// What workers say, and how they end.
extension WorkerLoop {
  func wait() {
    var descriptors = [pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0)]
    for member in members {
      descriptors.append(pollfd(fd: member.process.answers.descriptor, events: Int16(POLLIN), revents: 0))
      let wants = member.hasUnsent ? member.process.requests.descriptor : -1
      descriptors.append(pollfd(fd: wants, events: Int16(POLLOUT), revents: 0))
    }
    let deadline = members.compactMap(\.deadline).min().map { max(0, ($0 - .now) / .seconds(1)) }
    let idle = launcher.isRemote ? (waiting.isEmpty ? 1.0 : 0.2) : nil
    let seconds = [deadline, idle].compactMap(\.self).min()
    guard poll(&descriptors, nfds_t(descriptors.count), seconds.map { Int32(min($0 * 1000 + 1, 1e8)) } ?? -1) >= 0
    else {
      return
    }
    for (place, member) in members.enumerated() {
      if descriptors[2 * place + 2].revents != 0 { member.flush() }
      if descriptors[2 * place + 1].revents != 0 { hear(member) }
      if let deadline = member.deadline, deadline <= .now { stop(member, .timeout(member.timeout)) }
    }
  }

  func hear(_ member: Member) {
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

  func answered(_ member: Member, _ message: JSON) {
    guard let assignment = member.finish() else { return introduced(member, message) }
    // What waits is not to wait until the answer is looked at.
    if !waiting.isEmpty { assign() }
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

  func introduced(_ member: Member, _ message: JSON) {
    guard let word = WorkerIntroduction(json: message) else { return }
    if let objection = launcher.objection(to: word) {
      launcher.avoid(word)
      member.process.hangUp()
      return remove(member) { process, _ in
        process.end(patience: 1, politely: SIGTERM)
        return "\(word.host): \(objection)"
      }
    }
    member.introduce(word)
    refusals.end()
    let thread = Thread { [launcher, inbox, id = member.process.id] in
      if let seconds = launcher.secondsLeft(word) { inbox.send(.term(id, seconds)) }
    }
    thread.start()
  }

  /// A worker is gone, with the task that it may have had.
  func ended(_ member: Member) {
    guard members.contains(where: { $0 === member }) else { return }
    let (introduction, isFirst) = (member.introduction, member.isFirstTask)
    let assignment = member.finish()
    let (wasPending, isCancelled) = (member.isPending, isCancelled)
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

  /// Ends a worker, whose task fails for that reason.
  func stop(_ member: Member, _ failure: StageFailure) {
    let assignment = member.finish()
    remove(member) { process, launcher in
      process.end(patience: 0, politely: launcher.isRemote ? SIGTERM : nil)
      let log = (assignment?.task.folder).map { LogFile.tail($0 + "/log") } ?? ""
      assignment?.tell(.ended(.failed(failure, log: log)))
      return nil
    }
  }
}
