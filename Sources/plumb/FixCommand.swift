import ArgumentParser
import Project
import Verbs

/// `plumb fix CLAIM…`: criteria that are fixed, at best before there are numbers.
struct FixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix", abstract: "Write the criteria of claims into criteria.log, to be committed.",
    discussion: """
      A criterion is what decides a claim: its checks with thresholds and roles, and the seeds of what it rests on; not how \
      they are worded. The log only grows: each entry holds the digest of the one before, and every command refuses a log \
      that was altered. Noted are the time, Git's commit and whether there were numbers; the claim's page says so, and when \
      a criterion changed. With --timestamp an authority of RFC 3161 confirms the last entry; no other use of this command \
      opens a connection.
      """)

  @OptionGroup var listed: ListedTargets

  @Flag(name: .long, help: "Write nothing; say what stands in the log.")
  var list = false

  @Option(name: .long, help: "Ask the authority at this address for a timestamp of the log.")
  var timestamp: String?

  func validate() throws {
    if list, timestamp != nil { throw ValidationError("--list writes nothing; leave --timestamp out") }
  }

  func run() throws {
    let (project, chosen) = try listed.load()
    let authority = timestamp.map { address in
      TimestampAuthority(address: address) { try TimestampService.answer($0, at: address) }
    }
    let fixed = try attempt {
      list ? try project.fixedCriteria(among: chosen) : try project.fix(chosen, timestamp: authority)
    }
    listed.listing.print(fixed.json, fixed.lines)
  }
}
