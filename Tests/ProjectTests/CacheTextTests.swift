import Foundation
import PlumbTestSupport
import Testing

@Suite struct CacheTextTests {
  @Test func `damage in the cache is found, told and mended`() throws {
    let project = try TestProject.ran()
    let objects = try project.files(in: [".plumb/objects"])
    let largest = try #require(objects.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.key)
    let file = project.place(largest)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path(percentEncoded: false))
    try Data("damaged".utf8).write(to: file)
    let found = try project.plumb("verify")
    #expect(found.code == 1 && found.error == "plumb: damaged objects are in quarantine; `plumb run` makes them anew\n")
    #expect(try project.plumb("run").code == 0)
    #expect(try project.plumb("verify").code == 0)
    #expect(try project.files(in: [".plumb/objects"]) == objects)
    try FileManager.default.removeItem(at: file)
    let lost = try project.plumb("verify")
    #expect(lost.code == 1 && lost.output.contains("\nmissing: "))
    #expect(lost.error == "plumb: results are missing from the cache; `plumb run` makes them anew\n")
    #expect(try project.plumb("run").code == 0)
    let again = try project.plumb("verify", "--rerun")
    #expect(again.code == 0 && again.output.hasSuffix("22 stages computed again, 0 differ\n"))
  }

  @Test func `what nothing needs is counted, and removed when that is asked for`() throws {
    let project = try TestProject.ran()
    #expect(
      try project.plumb("gc").output
        == "0 objects of 0 bytes and 0 records would be removed; `plumb gc --delete` does it\n")
    try project.change("[1, 2, 3]", to: "[1, 2]")
    let unneeded = try project.plumb("gc").output.prefix { $0 != "w" }
    #expect(!unneeded.hasPrefix("0 objects"))
    #expect(try project.plumb("gc", "--delete").output == unneeded + "removed\n")
    #expect(try project.plumb("gc").output.hasPrefix("0 objects of 0 bytes and 0 records "))
  }
}
