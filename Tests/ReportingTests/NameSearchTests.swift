import Foundation
import Testing

@testable import Reporting

/// Names that are left in files are found, however they are spelled.
@Suite struct NameSearchTests {
  private let search = NameSearch([
    .init("Zoë Quandt", "the name of an author"), .init("Doe", "the name of an author", isWord: true),
    .init("/srv/zoe/thesis", "the path of the project"),
  ])

  private func found(_ path: String, _ data: Data) -> String? {
    do { try search.check([AttachedFile(path: path, data: data, summary: "")]) } catch BundleError.nameLeft(
      _, _, let text)
    {
      return text
    } catch { return "\(error)" }
    return nil
  }

  private func found(_ path: String, _ text: String) -> String? { found(path, Data(text.utf8)) }

  @Test(arguments: [
    "by Zoë Quandt, 2026", "by zoë quandt", "ZOË QUANDT", #"{"by": "Zo\u00eb Quandt"}"#, "mailto:Zo%C3%AB%20Quandt",
    "Zoe Quandt", #"Zoë \Quandt"#,
  ])
  func `a name is found in any of its spellings`(_ text: String) { #expect(found("a.txt", text) == "Zoë Quandt") }

  @Test func `UTF-16 is looked into, as bytes and as the digits of a PDF`() throws {
    for encoding in [String.Encoding.utf16BigEndian, .utf16LittleEndian] {
      #expect(found("a.bin", try #require("x Zoë Quandt".data(using: encoding))) == "Zoë Quandt")
    }
    #expect(found("a.txt", "<FEFF005A006F00EB0020005100750061006E00640074>") == "Zoë Quandt")
  }

  @Test func `a family name counts as a whole word`() {
    #expect(
      found("a.txt", "as Doe says") == "Doe" && found("a.txt", "Doe") == "Doe" && found("a.txt", "(Doe)") == "Doe")
    #expect(found("a.txt", "Does it? Doeblin, aDoe, doe") == nil)
  }

  @Test func `names of files count, and what a page carries within`() {
    #expect(found("figures/Zoë Quandt.pdf.txt", "") == "Zoë Quandt")
    let within = Data("run in /srv/zoe/thesis".utf8).base64EncodedString()
    #expect(found("r.html", "<a href=\"data:text/csv;base64,\(within)\">data</a>") == "/srv/zoe/thesis")
    #expect(found("r.html", "<a href=\"data:text/csv;base64,\(Data("x".utf8).base64EncodedString())\">data</a>") == nil)
    #expect(found("r.md", "nothing of interest") == nil)
  }

  @Test func `a picture with packed text is refused`() {
    let start = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    #expect(found("a.png", start + Data("....tEXtAuthor\0Doe".utf8)) == "Doe")
    #expect(
      found("a.png", start + Data("....zTXt".utf8))
        == "a.png has a part zTXt, whose text cannot be looked into; write the picture without its metadata and run again"
    )
    #expect(found("a.png", start + Data("IHDR".utf8)) == nil)
  }
}
