import Documents
import Foundation

/// Starts workers, hands tasks to them, and hears of their answers and their ends, all on one thread.
final class WorkerLoop {
  let launcher: any Launcher
  let inbox: WorkerInbox
  let tell: @Sendable (ExecutorEvent) -> Void

  var waiting: [WorkerInbox.Assignment] = []
  var members: [Member] = []
  /// Workers that are being ended on threads of their own.
  var leaving = 0
  var isCancelled = false
  var isClosing = false
  var refusals = Refusals()
  var attention = (isGoingOn: false, last: ContinuousClock.now - .seconds(60), text: "")

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

  func take(_ message: WorkerInbox.Message) {
    switch message {
    case .task(let assignment):
      isCancelled ? assignment.tell(.ended(.failed(.interrupted, log: ""))) : waiting.append(assignment)
    case .cancel: cancel()
    case .shutdown:
      isClosing = true
      members.forEach(dismiss)
    case .gone(let refusal):
      leaving -= 1
      if let refusal { refused(refusal) }
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

  func cancel() {
    isCancelled = true
    dropWaiting()
    for member in members {
      launcher.isRemote ? stop(member, .interrupted) : member.process.signalGroup()
    }
  }

  func dropWaiting() {
    for assignment in waiting { assignment.tell(.ended(.failed(.interrupted, log: ""))) }
    waiting = []
  }

  func unusable(_ reason: String) {
    tell(.unusable(reason))
    cancel()
  }

  func attend() {
    guard launcher.isRemote, !attention.isGoingOn, !isClosing, attention.last.elapsed > 1 else { return }
    attention.isGoingOn = true
    attention.last = .now
    let counts = WorkerCounts(
      pending: members.count(where: \.isPending), idle: members.count(where: \.isIdle),
      busy: members.count(where: \.isBusy))
    let thread = Thread { [launcher, inbox] in
      inbox.send(.attended(Result { try launcher.attend(counts) }))
    }
    thread.start()
  }
}
