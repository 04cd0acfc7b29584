import Foundation
import Testing

@testable import Plotting

struct FontsTests {
  @Test func `the three faces come from files that can be hashed`() throws {
    let files = try Fonts.files
    #expect(files.map(\.style) == FontStyle.allCases && Set(files.map(\.path)).count == 3)
    for file in files { #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)).count > 100_000) }
  }

  @Test func `widths are those of the font's own tables`() throws {
    // From the hmtx table by fontTools: DejaVu Sans Condensed, 2048 units per em, n 1168, i 512, period 585.
    let fonts = try Fonts.shared()
    for (letter, units) in [("n", 1168.0), ("i", 512.0), (".", 585.0)] {
      #expect(abs(fonts.measure(letter, .regular, 2048).width - units) < 1e-9, "\(letter)")
    }
  }

  @Test func `the ink of the last letter reaches as far beyond its width as the font's tables say`() throws {
    // Greatest x of the outline less the advance, by fontTools: f 881 - 648, x 1107 - 1090, S 1112 - 1170.
    let fonts = try Fonts.shared()
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
}
