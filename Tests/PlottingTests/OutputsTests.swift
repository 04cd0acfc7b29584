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

  private static let pdftoppm = TestTool("pdftoppm")

  /// A thousand markers of a shape on a square of 216 points.
  private func cloud(_ shape: MarkerShape, _ fill: Color) -> Drawing {
    let points = (0..<1000).map {
      Point(100 + 90 * cos(Double($0) * 2.4), 100 + 0.09 * Double($0) * sin(Double($0) * 2.4))
    }
    let markers = Markers(shape: shape, size: 3, fill: fill, rim: nil, points: points)
    return Drawing(width: 216, height: 216, .markers(markers))
  }

  @Test(
    .enabled(if: pdffonts.isWanted && pdftoppm.isWanted, "\(pdffonts.missing)"), arguments: MarkerShape.allCases,
    [0.4, 1])
  func `a thousand markers in a PDF are no font, and look as they do in the PNG`(shape: MarkerShape, opacity: Double)
    throws
  {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plumb-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("cloud.pdf")
    let drawing = cloud(shape, Color(16, 85, 215, opacity: opacity))
    try drawing.pdf().write(to: file)
    #expect(try Self.pdffonts.run([file.path]).output.split(separator: "\n").count == 2)
    #expect(try drawing.pdf().count < 120_000)
    _ = try Self.pdftoppm.run(["-r", "192", "-png", "-singlefile", file.path, folder.path + "/cloud"])
    let page = try #require(Image(png: try Data(contentsOf: folder.appendingPathComponent("cloud.png"))))
    let image = try drawing.image(scale: 2)
    #expect(page.width == image.width && page.height == image.height)
    // Mean of the red: markers that were missing, moved or solid would change it by far more.
    func red(_ image: Image) -> Double {
      var sum = 0.0
      for y in 0..<image.height { for x in 0..<image.width { sum += Double(image[x, y] >> 16 & 255) } }
      return sum / Double(image.width * image.height)
    }
    #expect(abs(red(page) - red(image)) < 0.08 * (255 - red(image)))
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
