import Foundation
import Testing

@testable import Plotting

struct GalleryTests {
  @Test func `the gallery has a figure for every kind of mark`() throws {
    var used: Set<String> = []
    for name in Gallery.names {
      let specification = try Gallery(name).specification
      used.formUnion(specification.panels.flatMap(\.allMarks).map(\.kind))
    }
    #expect(used == Set(MarkKind.all.map(\.name)))
  }

  @Test(arguments: Gallery.names)
  func `the figures that are committed are those that the manifest draws`(name: String) throws {
    let gallery = try Gallery(name)
    let folder = Gallery.root.appendingPathComponent("docs/gallery/figures")
    let data = try String(contentsOf: folder.appendingPathComponent("\(name).csv"), encoding: .utf8)
    #expect(try gallery.specification.data(tables: gallery.tables).csv == data)
    #expect(try gallery.drawing().png(scale: 2) == Data(contentsOf: folder.appendingPathComponent("\(name).png")))
    let page = try String(contentsOf: Gallery.root.appendingPathComponent("docs/figures.md"), encoding: .utf8)
    #expect(page.contains("](gallery/figures/\(name).png)"))
  }

  @Test(arguments: Gallery.names)
  func `no text of the gallery overlaps, is cut off, or covers data`(name: String) throws {
    let gallery = try Gallery(name)
    #expect(gallery.problems.isEmpty)
    #expect(try gallery.drawing().overlaps.isEmpty)
  }

  @Test(arguments: Gallery.names)
  func `the gallery draws the same bytes every time`(name: String) throws {
    let gallery = try Gallery(name)
    let (first, second) = (try gallery.drawing(), try gallery.drawing())
    #expect(first == second)
    #expect(try first.pdf() == second.pdf())
    #expect(try first.png() == second.png())
    #expect(try first.svg() == second.svg())
  }

  /// To accept a change of look, delete the file and run the test once more: it writes what is missing, and fails.
  @Test(arguments: ["learning-curves", "bars", "axes", "table-strip", "symlog-inset", "direct-labels"])
  func `the drawing calls are those on record`(name: String) throws {
    let record = try Gallery(name).drawing().record
    let file = Gallery.folder.appendingPathComponent("golden/\(name).txt")
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try record.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("no record of \(name); wrote one, look at it and run again")
      return
    }
    let (found, wanted) = (record.split(separator: "\n"), expected.split(separator: "\n"))
    let difference = zip(found, wanted).first { $0 != $1 }
    #expect(record == expected, "first difference: \(difference.map { "\($0.0)\nfor\n\($0.1)" } ?? "length")")
  }
}
