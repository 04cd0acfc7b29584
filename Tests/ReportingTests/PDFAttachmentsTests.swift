import CQPDF
import Documents
import Foundation
import Testing

@testable import Reporting

@Suite struct PDFAttachmentsTests {
  /// A PDF of one page, written by hand: its cross-reference table is right.
  static func paper(_ text: String = "BT ET", catalogue: String = "") -> Data {
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R \(catalogue)>>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>",
      "<< /Length \(text.utf8.count) >>\nstream\n\(text)\nendstream",
    ]
    var (file, offsets) = ("%PDF-1.7\n", [Int]())
    for (index, object) in objects.enumerated() {
      offsets.append(file.utf8.count)
      file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = file.utf8.count
    file += "xref\n0 5\n0000000000 65535 f \n" + offsets.map { String(format: "%010d 00000 n \n", $0) }.joined()
    return Data((file + "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n").utf8)
  }

  static let files = [
    AttachedFile(path: "figures/a.csv", data: Data("x\n1\n".utf8), summary: "numbers of a figure"),
    AttachedFile(path: "pipeline.json", data: Data("{}".utf8), summary: "manifest"),
    AttachedFile(path: "report.html", data: Data("<p>".utf8), summary: "the report"),
  ]

  @discardableResult private func attach(
    _ input: String, _ output: String, _ files: [AttachedFile] = files
  ) throws -> Bool {
    let attachments = PDFAttachments(files, date: Date(timeIntervalSince1970: 1_700_000_000))
    let (data, breaksSignature) = try attachments.attach(to: input, output: output)
    try data.write(to: URL(filePath: output))
    return breaksSignature
  }

  @Test func `attachments are listed as associated files, and repeating gives the same bytes`() throws {
    try inFolder { folder in
      let input = path(folder, "pâper one.pdf")
      try Self.paper().write(to: URL(filePath: input))
      let outputs = ["1.pdf", "2.pdf", "3.pdf"].map { path(folder, $0) }
      try attach(input, outputs[0])
      try attach(input, outputs[1])
      let bytes = try Data(contentsOf: URL(filePath: outputs[0]))
      #expect(try Data(contentsOf: URL(filePath: outputs[1])) == bytes)
      #expect(try Data(contentsOf: URL(filePath: input)) == Self.paper())
      let text = String(decoding: bytes, as: UTF8.self)
      for part in [
        "/AFRelationship /Data", "/AFRelationship /Source", "/AFRelationship /Supplement", "/AF [",
        "/Subtype /text#2fcsv", "(figures-a.csv)", "(D:20231114221320Z)",
      ] { #expect(text.contains(part), "\(part) in \(text)") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).count == 3)
      try attach(outputs[0], outputs[2])
      let again = String(decoding: try Data(contentsOf: URL(filePath: outputs[2])), as: UTF8.self)
      #expect(again.components(separatedBy: "/AFRelationship").count == 4)
    }
  }

  @Test func `a file that is no PDF is refused`() throws {
    try inFolder { folder in
      let input = path(folder, "a.pdf")
      try Data("plain text".utf8).write(to: URL(filePath: input))
      #expect(throws: BundleError.notPDF(input)) { try attach(input, path(folder, "b.pdf")) }
      #expect("\(BundleError.notPDF("a.pdf"))" == "a.pdf is not a PDF file; give the PDF of the paper")
      #expect(!FileManager.default.fileExists(atPath: path(folder, "b.pdf")))
    }
  }

  @Test func `a damaged PDF is refused`() throws {
    try inFolder { folder in
      let input = path(folder, "a.pdf")
      try Self.paper().prefix(300).write(to: URL(filePath: input))
      #expect {
        try attach(input, path(folder, "b.pdf"))
      } throws: {
        "\($0)".hasPrefix("\(input) is damaged (")
          && "\($0)".hasSuffix("); make it anew, or repair a copy with `qpdf IN.pdf OUT.pdf`")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)) == ["a.pdf"])
    }
  }

  @Test(arguments: ["", "secret"]) func `an encrypted PDF is refused`(_ password: String) throws {
    try inFolder { folder in
      let (plain, locked) = (path(folder, "a.pdf"), path(folder, "locked.pdf"))
      try Self.paper().write(to: URL(filePath: plain))
      let encryption: JSON = [
        "userPassword": JSON(.string(password)), "ownerPassword": "owner", "256bit": JSON(.object([])),
      ]
      try PDFJob.run(["inputFile": JSON(.string(plain)), "outputFile": JSON(.string(locked)), "encrypt": encryption])
      #expect(throws: BundleError.encryptedPDF(locked)) { try attach(locked, path(folder, "b.pdf")) }
      #expect(
        "\(BundleError.encryptedPDF("a.pdf"))"
          == "a.pdf is encrypted, and nothing is attached to encrypted files; attach to the file before its encryption")
    }
  }

  @Test func `the paper itself is never overwritten`() throws {
    try inFolder { folder in
      let input = path(folder, "a.pdf")
      try Self.paper().write(to: URL(filePath: input))
      try FileManager.default.createSymbolicLink(atPath: path(folder, "link.pdf"), withDestinationPath: input)
      #expect(throws: BundleError.sameFile(input)) { try attach(input, input) }
      #expect(throws: BundleError.sameFile(input)) { try attach(input, path(folder, "link.pdf")) }
      #expect(
        "\(BundleError.sameFile("a.pdf"))"
          == "a.pdf would be overwritten; name another file with -o, the original stays as it is")
      #expect(try Data(contentsOf: URL(filePath: input)) == Self.paper())
    }
  }

  @Test func `a missing paper and a missing folder are named`() throws {
    try inFolder { folder in
      let input = path(folder, "a.pdf")
      #expect {
        try attach(input, path(folder, "b.pdf"))
      } throws: { "\($0)" == "cannot read \(input): there is no such file" }
    }
  }

  @Test func `an attachment of the author's own is never replaced`() throws {
    try inFolder { folder in
      let (paper, own) = (path(folder, "paper.pdf"), path(folder, "own.pdf"))
      try Self.paper().write(to: URL(filePath: paper))
      try attach(paper, own, [AttachedFile(path: "report.html", data: Data("mine".utf8), summary: "my report")])
      #expect(throws: BundleError.ownAttachment("report.html", paper: own)) { try attach(own, path(folder, "out.pdf")) }
      #expect(
        "\(BundleError.ownAttachment("r.html", paper: "p.pdf"))"
          == "p.pdf has an attachment r.html of its own; rename it there, or attach to a copy without it")
      #expect(!FileManager.default.fileExists(atPath: path(folder, "out.pdf")))
    }
  }

  @Test func `a signature that will not hold is told`() throws {
    try inFolder { folder in
      let (plain, signed) = (path(folder, "plain.pdf"), path(folder, "signed.pdf"))
      try Self.paper().write(to: URL(filePath: plain))
      try Self.paper(catalogue: "/AcroForm << /Fields [] /SigFlags 3 >>").write(to: URL(filePath: signed))
      #expect(try !attach(plain, path(folder, "1.pdf")))
      #expect(try attach(signed, path(folder, "2.pdf")))
    }
  }
}

@Suite struct QPDFLibraryTests {
  @Test func `the library is found, and its functions are its own`() throws {
    let version = try #require(QPDFLibrary.version)
    #expect(version.split(separator: ".").count == 3 && version.first?.isNumber == true)
    let qpdf = try QPDFLibrary.functions()
    var handle: qpdf_data? = qpdf.`init`()
    #expect(handle != nil && qpdf.has_error(handle) == 0)
    qpdf.cleanup(&handle)
    #expect(handle == nil)
  }

  @Test func `a library without these functions is not taken for it`() throws {
    let other = try #require(dlopen("libz.so.1", RTLD_LAZY) ?? dlopen("libz.dylib", RTLD_LAZY))
    let place = UnsafeMutablePointer<QPDFFunctions>.allocate(capacity: 1)
    defer { place.deallocate() }
    #expect(!plumb_find_qpdf_functions(other, place))
  }

  @Test func `its absence is told with what to install`() {
    #expect(
      "\(BundleError.pdfLibraryMissing)"
        == "the library qpdf is not installed, or older than 11; install libqpdf29 or later, or Homebrew's qpdf")
  }
}
