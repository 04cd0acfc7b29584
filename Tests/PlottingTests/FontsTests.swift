import Foundation
import Testing

@testable import Plotting

struct FontsTests {
  @Test func `the three faces come from files that can be hashed`() throws {
    let files = try Fonts.files
    #expect(files.map(\.style) == FontStyle.allCases && Set(files.map(\.path)).count == 3)
    for file in files { #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)).count > 100_000) }
  }

  @Test func `widths are those of the font's own tables, and so is what the ink of the last letter reaches beyond`()
    throws
  {
    // From the hmtx table by fontTools: DejaVu Sans Condensed, 2048 units per em, n 1168, i 512, period 585.
    let fonts = try Fonts.shared()
    for (letter, units) in [("n", 1168.0), ("i", 512.0), (".", 585.0)] {
      #expect(abs(fonts.measure(letter, .regular, 2048).width - units) < 1e-9, "\(letter)")
    }
    // Greatest x of the outline less the advance, by fontTools: f 881 - 648, x 1107 - 1090, S 1112 - 1170.
    for (text, units) in [("f", 233.0), ("Sf", 233), ("x", 17), ("fS", 0)] {
      #expect(abs(fonts.measure(text, .italic, 2048).overhang - units) < 1e-9, "\(text)")
    }
  }

  @Test func `a character without a glyph is known and still has a box`() throws {
    let face = try #require(try Fonts.shared().face(.regular))
    #expect(face.lacks("a中b") == ["中"] && face.measure("中", 10).width > 0)
  }

  @Test func `many threads measure the same`() async throws {
    let fonts = try Fonts.shared()
    let widths = await withTaskGroup(of: Double.self) { group in
      for _ in 0..<50 { group.addTask { fonts.measure("concurrent ∑λμ", .italic, 9).width } }
      return await group.reduce(into: Set<Double>()) { $0.insert($1) }
    }
    #expect(widths.count == 1)
  }

  @Test func `fonts in a folder count, and no others beside them`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fonts \(UUID())")
    #expect(Fonts.configuration(of: folder) == nil)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let bold = URL(filePath: try Fonts.path(of: .bold))
    let copy = folder.appending(path: bold.lastPathComponent)
    try FileManager.default.copyItem(at: bold, to: copy)
    let fonts = try #require(Fonts.configuration(of: folder))
    #expect(try Fonts.path(of: .bold, in: fonts) == copy.path(percentEncoded: false))
    #expect(throws: PlottingError.self) { try Fonts.path(of: .italic, in: fonts) }
  }
}
