import Foundation
import Testing

@testable import Reporting

@Suite struct AttachedFileTests {
  @Test func `a zip file depends on its content only`() throws {
    let files = [BundleTests.file("ä/b.txt", "hello"), BundleTests.file("c.csv", "")]
    let first = try ZipArchive.data(files)
    Thread.sleep(forTimeInterval: 0.05)
    #expect(try ZipArchive.data(files) == first && first.starts(with: Data("PK\u{3}\u{4}".utf8)))
  }

  @Test func `an archive that cannot be made says where to free some space`() {
    #expect(
      "\(BundleError.archive("the disk is full"))"
        == "the archive could not be made in the folder for temporary files: "
        + "the disk is full; free some space there")
  }

  @Test(.timeLimit(.minutes(1))) func `pipes and devices are refused and not waited for`() throws {
    try inFolder { folder in
      let pipe = path(folder, "pipe")
      #expect(mkfifo(pipe, 0o644) == 0)
      for place in [pipe, "/dev/null"] {
        #expect(throws: BundleError.cannotRead(place, reason: "it is no plain file")) { try PDFDocument.checked(place) }
      }
    }
  }
}
