import Foundation
import Testing

@testable import Reporting

@Suite struct EarlierOutputTests {
  @Test func `pages, crates, values and papers that were made here may be replaced`() throws {
    try inFolder { folder in
      let page = try HTMLReport(title: "T", pages: [.init(name: "p", markdown: "# P")], file: { _ in nil }).html()
      try Data(page.utf8).write(to: folder.appending(path: "r.html"))
      try Data(LaTeXValues([]).file.utf8).write(to: folder.appending(path: "v.tex"))
      try ZipArchive.write([BundleTests.file("ro-crate-metadata.json")], to: path(folder, "r.zip"))
      try PDFAttachmentsTests.paper().write(to: folder.appending(path: "paper.pdf"))
      try PDFAttachments([BundleTests.file("report.html")], date: Date(timeIntervalSince1970: 0)).attach(
        to: path(folder, "paper.pdf"), output: path(folder, "o.pdf"))
      for name in ["r.html", "v.tex", "r.zip", "o.pdf", "nothing"] { try EarlierOutput.check(path(folder, name)) }
    }
  }

  @Test func `everything else stays, in one sentence`() throws {
    try inFolder { folder in
      try Data("<html>".utf8).write(to: folder.appending(path: "r.html"))
      try ZipArchive.write([BundleTests.file("a")], to: path(folder, "r.zip"))
      try PDFAttachmentsTests.paper().write(to: folder.appending(path: "paper.pdf"))
      try Data("%PDF-1.7 damaged".utf8).write(to: folder.appending(path: "damaged.pdf"))
      for name in ["r.html", "r.zip", "paper.pdf", "damaged.pdf"] {
        #expect(throws: BundleError.notOurs(path(folder, name))) { try EarlierOutput.check(path(folder, name)) }
      }
      #expect(
        "\(BundleError.notOurs("a.pdf"))"
          == "a.pdf exists and was not written by plumb; move it away, or name another place")
      let place = folder.path(percentEncoded: false)
      #expect(throws: BundleError.cannotWrite(place, reason: "it is a folder")) { try EarlierOutput.check(place) }
    }
  }

  @Test func `a folder belongs to who wrote its first file`() throws {
    try inFolder { folder in
      let files = [
        AttachedFile(path: "plumb-values.tex", data: Data(LaTeXValues([]).file.utf8), summary: ""),
        BundleTests.file("figures/a.pdf"),
      ]
      try EarlierOutput.check(files, in: folder)
      try BundleFolder.write([files[1]], to: folder)
      #expect(throws: BundleError.notOurs(path(folder, "figures/a.pdf"))) { try EarlierOutput.check(files, in: folder) }
      try BundleFolder.write(files, to: folder)
      try EarlierOutput.check(files, in: folder)
      try Data("mine".utf8).write(to: folder.appending(path: "plumb-values.tex"))
      #expect(throws: BundleError.notOurs(path(folder, "plumb-values.tex"))) {
        try EarlierOutput.check(files, in: folder)
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func `pipes and devices are refused and not waited for`() throws {
    try inFolder { folder in
      let pipe = path(folder, "pipe")
      #expect(mkfifo(pipe, 0o644) == 0)
      for place in [pipe, "/dev/null"] {
        #expect(throws: BundleError.cannotWrite(place, reason: "it is no plain file")) {
          try EarlierOutput.check(place)
        }
        #expect(throws: BundleError.cannotRead(place, reason: "it is no plain file")) { try PDFDocument.check(place) }
      }
    }
  }
}
