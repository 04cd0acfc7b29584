import Foundation
import TestTools
import Testing

@testable import Plotting

struct OutputsTests {
  private func text(_ data: Data) -> String { String(decoding: data, as: UTF8.self) }

  @Test func `the PDF has a fixed date, the title and one subset of each face in use`() throws {
    let pdf = try Gallery("small-multiples").drawing().pdf()
    #expect(pdf.starts(with: Data("%PDF-1.5".utf8)) && text(pdf).contains("20000101000000"))
    #expect(text(pdf).contains("Depth enters only the constant"))
    for face in ["DejaVuSansCondensed", "DejaVuSansCondensed-Oblique", "DejaVuSansCondensed-Bold"] {
      #expect(text(pdf).contains("+\(face)"), "\(face)")
    }
    #expect(text(pdf).contains("/FontFile2"))
  }

  private static let (pdffonts, pdftotext) = (TestTool("pdffonts"), TestTool("pdftotext"))

  @Test(.enabled(if: pdffonts.isWanted && pdftotext.isWanted, "\(pdffonts.missing)"))
  func `readers of PDF find the labels and all fonts embedded`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("plumb-\(UUID().uuidString).pdf")
    defer { try? FileManager.default.removeItem(at: file) }
    try Gallery("learning-curves").drawing().pdf().write(to: file)
    let fonts = try Self.pdffonts.run([file.path]).output.split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty && fonts.allSatisfy { $0.contains(" yes yes yes ") })
    let words = try Self.pdftotext.run([file.path, "-"]).output
    for label in ["Training points", "Test error", "noise floor", "L=2", "0.05"] {
      #expect(words.contains(label), "\(label)")
    }
  }

  @Test func `the PNG has 96 pixels to the inch times its scale, and says so per metre`() throws {
    let drawing = Drawing(width: 72, height: 36)
    let image = try drawing.image(scale: 2)
    #expect(image.width == 192 && image.height == 96 && image[0, 0] == 0xFFFFFF)
    // 96 pixels per inch are 3780 per metre: 0x0EC4.
    let data = try drawing.png(scale: 1)
    let chunk = try #require(data.range(of: Data("pHYs".utf8)))
    #expect(Array(data[chunk.upperBound..<chunk.upperBound + 9]) == [0, 0, 0x0E, 0xC4, 0, 0, 0x0E, 0xC4, 1])
  }

  @Test func `many threads draw the same bytes`() async throws {
    let drawing = try Gallery("learning-curves").drawing()
    let outputs = try await withThrowingTaskGroup(of: [Data].self) { group in
      for _ in 0..<8 { group.addTask { [try drawing.pdf(), try drawing.png(scale: 1), try drawing.svg()] } }
      return try await group.reduce(into: Set<[Data]>()) { $0.insert($1) }
    }
    #expect(outputs.count == 1)
  }

  @Test func `a page that Cairo cannot make is an error`() {
    #expect(throws: PlottingError.self) { try Drawing(width: 1e6, height: 1e6).png() }
  }

  @Test func `another reader finds every pixel`() throws {
    var drawing = Drawing(width: 12, height: 9)
    let cells = (0..<12 * 9).map { (index: Int) -> Color? in Color(UInt8(index), UInt8(255 - index), UInt8(index * 2)) }
    drawing.add(.data, .raster(Raster(box: drawing.page, columns: 12, rows: 9, cells: cells)))
    let image = try drawing.image(scale: 0.75)
    for index in 0..<12 * 9 {
      let wanted = UInt32(index) << 16 | UInt32(255 - index) << 8 | UInt32(index * 2)
      #expect(image[index % 12, index / 12] == wanted)
    }
  }
}
