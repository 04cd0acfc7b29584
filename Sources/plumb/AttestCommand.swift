import ArgumentParser
import Project

/// `plumb attest`: the statements of others about the results.
struct AttestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attest", abstract: "File statements of `plumb referee` that others made, or list them.",
    discussion: """
      What is filed stands in attestations/, to be committed. The page of each claim says how many independent parties computed \
      stages of it again: those whose signature was checked, each once, and statements without one apart.
      """,
    subcommands: [AttestAddCommand.self, AttestListCommand.self])
}

/// `plumb attest add FILE`: checks a statement and files it.
struct AttestAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Check a statement and file it under attestations/.",
    discussion: """
      Refused are a statement that contradicts itself, one about another project, and one whose signature does not hold. A \
      signature is checked by ssh-keygen, and only with --allowed-signers.
      """)

  @Argument(help: "The statement that `plumb referee --statement` wrote.", completion: .file())
  var statement: String

  @Option(name: .long, help: "Its signature; FILE.sig, where there is one, if left out.", completion: .file())
  var signature: String?

  @Option(
    name: .long, help: "Check the signature by ssh-keygen: it has to be of one of the keys in this file.",
    completion: .file())
  var allowedSigners: String?

  @OptionGroup var project: ProjectOptions
  @OptionGroup var listing: ListingOptions

  func run() throws {
    let project = try project.load()
    let request = AttestationRequest(file: statement, signature: signature, allowedSigners: allowedSigners)
    let filed = try attempt { try project.fileAttestation(request) }
    listing.print(filed.json, filed.lines)
  }
}

/// `plumb attest list`: what is filed, and what each statement is about.
struct AttestListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the statements that are filed: claim, signer, and which results they are about.")

  @OptionGroup var project: ProjectOptions
  @OptionGroup var listing: ListingOptions

  func run() throws {
    let filed = try attempt { try project.load().filedAttestations() }
    listing.print(filed.json, filed.lines)
  }
}
