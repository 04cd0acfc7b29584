import Documents
import Foundation
import Pipeline
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct LibrariesTests {
  @Test func `the record names the BLAS and every font with the digest of its file`() throws {
    let record = Libraries.record
    #expect(record["OpenBLAS"]?.string?.contains("OpenBLAS") == true)
    let named = (record.members ?? []).filter { $0.value.string != nil }.map(\.key)
    #expect(Set(named) == Set(Libraries.homes.keys))
    let fonts = try #require(record["fonts"]?.members)
    #expect(!fonts.isEmpty)
    for font in fonts {
      let file = try #require(font.value["file"]?.string)
      let process = Process()
      let pipe = Pipe()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["openssl", "dgst", "-sha256", "-r", file]
      process.standardOutput = pipe
      try process.run()
      let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(font.value["sha256"]?.string.map(text.hasPrefix) == true)
    }
  }

  @Test func `what has tables in memory asks for more where these are larger`() {
    let readers = VerbCatalogue.kinds.filter { type in
      let stage = type.init(Fields(JSON(.object([])), context: "a stage"))
      return stage.memoryPerByte > 0
    }
    let names = Set(readers.map { $0.kind.name })
    #expect(names.isSuperset(of: ["summarise", "fit", "compare", "relative", "local-exponents", "figure", "claim"]))
    #expect(!names.contains("table") && !names.contains("command") && !names.contains("paper"))
  }
}
