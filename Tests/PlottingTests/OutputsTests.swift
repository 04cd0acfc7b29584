import Foundation
import Testing

@testable import Plotting

struct OutputsTests {
  private func text(_ data: Data) -> String { String(decoding: data, as: UTF8.self) }

  @Test func `the PDF has a fixed date, the title and one subset of each face in use`() throws {
    let pdf = try Gallery("small-multiples").drawing().pdf()
    #expect(pdf.starts(with: Data("%PDF-1.5".utf8)))
    #expect(text(pdf).contains("20000101000000"))
    #expect(text(pdf).contains("Depth enters only the constant"))
    for face in ["DejaVuSansCondensed", "DejaVuSansCondensed-Oblique", "DejaVuSansCondensed-Bold"] {
      #expect(text(pdf).contains("+\(face)"), "\(face)")
    }
    #expect(text(pdf).contains("/FontFile2"))
  }

  @Test func `readers of PDF find the labels and all fonts embedded`() throws {
    guard let pdffonts = OutputsTests.tool("pdffonts"), let pdftotext = OutputsTests.tool("pdftotext") else { return }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("plumb-\(UUID().uuidString).pdf")
    defer { try? FileManager.default.removeItem(at: file) }
    try Gallery("learning-curves").drawing().pdf().write(to: file)
    let fonts = try OutputsTests.run(pdffonts, [file.path]).split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty)
    #expect(fonts.allSatisfy { $0.contains(" yes yes yes ") })
    let words = try OutputsTests.run(pdftotext, [file.path, "-"])
    for label in ["Training points", "Test error", "noise floor", "L=2", "0.05"] {
      #expect(words.contains(label), "\(label)")
    }
  }

  private static func tool(_ name: String) -> String? {
    ["/usr/bin/", "/opt/homebrew/bin/", "/usr/local/bin/"].map { $0 + name }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  private static func run(_ tool: String, _ arguments: [String]) throws -> String {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = arguments
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test func `the PNG has 96 pixels to the inch times its scale`() throws {
    let drawing = Drawing(width: 72, height: 36)
    let image = try #require(Image(png: try drawing.png(scale: 2)))
    #expect(image.width == 192 && image.height == 96)
    #expect(image[0, 0] == 0xFFFFFF)
  }

  @Test func `the SVG numbers its identifiers from 1 in every drawing`() throws {
    let svg = text(try Gallery("fields").drawing().svg())
    #expect(svg.contains("id=\"i1\""))
    #expect(!svg.contains("id=\"surface"))
  }
}
