import CQPDF
import Documents
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files within a PDF, as associated files in the sense of PDF 2.0 and PDF/A-3: each has a media type, a description, a
/// date and an `AFRelationship`, and the document's catalogue lists it under `AF`.
///
/// A file that was PDF/A-3 before stays as close to it as its own metadata allow: its pages, fonts and metadata are taken
/// over unchanged, and no claim of conformance is added or removed.
public struct PDFAttachments {
  /// The name of the attached report.
  public static let report = "report.html"

  let files: [AttachedFile]
  /// The date of the attachments, `D:20260131120000Z`.
  let date: String

  /// Attachments dated `date`; names that differ only in their folders get the folder in front.
  public init(_ files: [AttachedFile], date: Date) {
    self.files = files
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    let numbers = [parts.month, parts.day, parts.hour, parts.minute, parts.second]
    self.date =
      "D:" + String(format: "%04d", parts.year ?? 0) + numbers.map { String(format: "%02d", $0 ?? 0) }.joined()
      + "Z"
  }

  /// The name under which readers list a file: its path without folders.
  static func name(of file: AttachedFile) -> String { file.path.replacing("/", with: "-") }

  /// What the file is to the document.
  static func relationship(of file: AttachedFile) -> String {
    switch file.mediaType {
    case "text/csv": "/Data"
    case "application/json": file.path.contains("lock") || file.path.contains("provenance") ? "/Data" : "/Source"
    case let type where type.hasPrefix("text/x-"): "/Source"
    default: "/Supplement"
    }
  }

  /// The pages of the PDF at `input` with the files attached, and whether a signature of it no longer holds. Equal inputs
  /// give equal bytes; attachments that were made here before are replaced; `input` is only read.
  ///
  /// - Throws: ``BundleError``: no PDF, encrypted, damaged, the same file as `output`, an attachment of somebody else's in
  ///   the way.
  public func attach(to input: String, output: String) throws -> (data: Data, breaksSignature: Bool) {
    guard !Self.isSame(input, output) else { throw BundleError.sameFile(input) }
    let original = try PDFDocument.checked(input)
    try refuseOthers(original, input)
    let work = try PDFJob.folder()
    defer { try? FileManager.default.removeItem(at: work) }
    let (attached, related) = (work.appending(path: "attached.pdf"), work.appending(path: "related.pdf"))
    do {
      for (index, file) in files.enumerated() { try file.data.write(to: work.appending(path: String(index))) }
    } catch { throw BundleError.archive("it takes no files") }
    try PDFJob.run(job(input, attached.path(percentEncoded: false), in: work))
    let document = try PDFDocument(attached.path(percentEncoded: false))
    document.relate(Dictionary(files.map { (Self.name(of: $0), Self.relationship(of: $0)) }) { first, _ in first })
    try document.write(to: related.path(percentEncoded: false))
    guard let data = try? Data(contentsOf: related) else { throw BundleError.archive("it cannot be read back") }
    return (data, original.isSigned)
  }

  /// Refuses to replace what the author attached: what was made here has the description that it would have now.
  private func refuseOthers(_ document: PDFDocument, _ input: String) throws {
    let own = Dictionary(files.map { (Self.name(of: $0), $0.summary) }) { first, _ in first }
    for (name, description) in document.attachments where own[name] != nil && own[name] != description {
      throw BundleError.ownAttachment(name, paper: input)
    }
  }

  private func job(_ input: String, _ output: String, in work: URL) -> JSON {
    let attachments = files.enumerated().map { index, file in
      let members = [
        ("file", work.appending(path: String(index)).path(percentEncoded: false)), ("key", Self.name(of: file)),
        ("filename", Self.name(of: file)),
        ("mimetype", file.mediaType), ("description", file.summary), ("creationdate", date), ("moddate", date),
        ("replace", ""),
      ]
      return JSON(.object(members.map { JSON.Member($0.0, JSON(.string($0.1))) }))
    }
    return [
      "inputFile": JSON(.string(input)), "outputFile": JSON(.string(output)), "deterministicId": "",
      "addAttachment": JSON(.array(attachments)),
    ]
  }

  private static func isSame(_ first: String, _ second: String) -> Bool {
    func identity(_ path: String) -> [UInt64]? {
      var status = stat()
      return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
    }
    guard let one = identity(first), let other = identity(second) else { return false }
    return one == other
  }
}

/// One run of qpdf, described by its JSON.
enum PDFJob {
  private final class Messages { var text = "" }

  /// A new folder for the files of a run, which the caller removes.
  static func folder() throws -> URL {
    let work = FileManager.default.temporaryDirectory.appending(
      path: "plumb-\(UUID().uuidString)", directoryHint: .isDirectory)
    do { try FileManager.default.createDirectory(at: work, withIntermediateDirectories: false) } catch {
      throw BundleError.archive("it takes no files")
    }
    return work
  }

  /// Runs `job`.
  ///
  /// - Throws: ``BundleError/pdfLibrary(_:)``, ``BundleError/pdfLibraryMissing``.
  static func run(_ job: JSON) throws {
    let qpdf = try QPDFLibrary.functions()
    let messages = Messages()
    var handle = qpdf.job_init()
    var logger = qpdf.logger_create()
    defer {
      qpdf.job_cleanup(&handle)
      qpdf.logger_cleanup(&logger)
    }
    let pointer = Unmanaged.passUnretained(messages).toOpaque()
    qpdf.logger_set_info(logger, qpdf_log_dest_discard, nil, nil)
    qpdf.logger_set_warn(logger, qpdf_log_dest_discard, nil, nil)
    qpdf.logger_set_error(
      logger, qpdf_log_dest_custom,
      { bytes, count, target in
        guard let bytes, let target else { return 0 }
        let text = UnsafeRawBufferPointer(start: bytes, count: count)
        Unmanaged<Messages>.fromOpaque(target).takeUnretainedValue().text += String(decoding: text, as: UTF8.self)
        return 0
      }, pointer)
    qpdf.job_set_logger(handle, logger)
    let code = withExtendedLifetime(messages) {
      let started = qpdf.job_initialize_from_json(handle, job.canonical)
      return started == 0 ? qpdf.job_run(handle) : started
    }
    guard code == 0 || code == 3 else { throw BundleError.pdfLibrary(messages.text) }
  }
}
