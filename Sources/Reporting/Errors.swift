/// Why a report cannot be turned into something to attach.
public enum BundleError: Error, Equatable, Sendable {
  case missingImage(String, page: String)
  case notPDF(String)
  case encryptedPDF(String)
  case damagedPDF(String, reason: String)
  case sameFile(String)
  case ownAttachment(String, paper: String)
  case archive(String)
  case longKey(String)
  case repeatedKey(String)
  case cannotRead(String, reason: String)
  case fileName(String)
  case tooLarge(Int, limit: Int)
  case pdfLibrary(String)
  /// A file for a double-blind review tells who made it.
  case nameLeft(String, what: String, text: String)
  /// A picture has a text that nobody can look into here.
  case hiddenText(String, chunk: String)
  case pdfLibraryMissing
}

extension BundleError: CustomStringConvertible {
  /// One line: what, where, and what helps.
  public var description: String {
    switch self {
    case .missingImage(let path, let page):
      "the page \(page) shows \(path), which has no result; `plumb run` makes it"
    case .notPDF(let path): "\(path) is not a PDF file; give the PDF of the paper"
    case .encryptedPDF(let path):
      "\(path) is encrypted, and nothing is attached to encrypted files; attach to the file before its encryption"
    case .damagedPDF(let path, let reason):
      "\(path) is damaged (\(Self.line(reason))); make it anew, or repair a copy with `qpdf IN.pdf OUT.pdf`"
    case .sameFile(let path): "\(path) would be overwritten; name another file with -o, the original stays as it is"
    case .ownAttachment(let name, let paper):
      "\(paper) has an attachment \(name) of its own; rename it there, or attach to a copy without it"
    case .archive(let reason):
      "the archive could not be made in the folder for temporary files: \(Self.line(reason)); free some space there"
    case .longKey(let key):
      "the value `\(key)` has a key of \(key.count) letters, and \(ReportValues.longestKey) are the most; shorten the "
        + "check's `id`, or name fewer `labels`"
    case .repeatedKey(let key):
      "two LaTeX values would have the key `\(key)`; name `labels` that tell the rows of the check apart"
    case .cannotRead(let path, let reason): "cannot read \(path): \(Self.line(reason))"
    case .fileName(let name):
      "the name \(name) is not allowed on arXiv; use letters, digits and . , _ + - = only"
    case .tooLarge(let bytes, let limit):
      "the ancillary files take \(bytes / 1_000_000) MB, and arXiv takes \(limit / 1_000_000) MB in all; "
        + "put the RO-Crate into a repository and cite it"
    case .nameLeft(let path, let what, let text):
      "\(path) holds \(what), `\(text)`, and an anonymous archive must not; take it out where it comes from and run again, mark the "
        + "paper as `cited` if it is another's, or say --keep '\(text)' if it means something else there"
    case .hiddenText(let path, let chunk):
      "\(path) has a part \(chunk), whose text cannot be looked into; write the picture without its metadata and run again"
    case .pdfLibrary(let reason): "the PDF could not be made: \(Self.line(reason))"
    case .pdfLibraryMissing:
      "the library qpdf is not installed, or older than 11; install libqpdf29 or later, or Homebrew's qpdf"
    }
  }

  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no reason known"
  }
}

extension FormulaError: CustomStringConvertible {
  /// One line: what is wrong with the formula.
  public var description: String {
    switch self {
    case .unknownCommand(let name): "the command \(name) is outside the subset of TeX that reports show"
    case .unknownSign(let sign): "the sign `\(sign)` has no meaning in a formula; write it as a command"
    case .missingArgument(let command): "\(command) lacks its argument; put one in braces"
    case .unclosed(let opening): "\(opening) is never closed"
    case .unexpected(let sign): "unexpected `\(sign)`; remove it"
    case .tooDeep(let limit): "more than \(limit) groups lie within each other; write the formula with fewer"
    case .doubleScript(let sign): "two scripts `\(sign)` at one place; put braces around the first"
    }
  }
}
