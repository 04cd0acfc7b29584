import Foundation
import Testing

@testable import Plotting

struct FontsTests {
  @Test func `the three faces come from files that can be hashed`() throws {
    let files = try Fonts.files
    #expect(files.map(\.style) == FontStyle.allCases)
    #expect(Set(files.map(\.path)).count == 3)
    for file in files { #expect(try Data(contentsOf: URL(fileURLWithPath: file.path)).count > 100_000) }
  }
}
