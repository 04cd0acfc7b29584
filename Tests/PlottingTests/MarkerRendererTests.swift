import Foundation
import Testing

@testable import Plotting

struct MarkerRendererTests {
  private let red = Color(255, 0, 0)

  private func scattered(_ index: Int) -> Point {
    Point(10 + Double(index * 37 % 401) / 5, 10 + Double(index * 211 % 401) / 5)
  }

  private func markers(_ shape: MarkerShape, _ indices: Range<Int>) -> Drawing.Shape {
    return .markers(Markers(shape: shape, size: 6, fill: Color(200, 30, 60), points: indices.map(scattered)))
  }

  @Test(arguments: MarkerShape.allCases)
  func `many markers look like few markers`(shape: MarkerShape) throws {
    // 401 are stamped; the same in two lots of 400 and 1 are drawn as paths.
    let many = try Drawing(width: 100, height: 100, markers(shape, 0..<401)).image()
    let few = try Drawing(width: 100, height: 100, markers(shape, 0..<400), markers(shape, 400..<401)).image()
    #expect(many.difference(few) < 1.5)
  }

  @Test func `a hundred thousand markers make a small PDF`() throws {
    let points = (0..<100_000).map { (index: Int) -> Point in
      Point(Double(index * 7919 % 24_100) / 100, Double(index * 104_729 % 18_000) / 100)
    }
    let markers = Markers(shape: .circle, size: 2, fill: Color(0, 0, 0), points: points)
    #expect(try Drawing(width: 241, height: 180, .markers(markers)).pdf().count < 1_000_000)
  }

  @Test func `the rim parts markers without cutting what lies behind in pieces`() throws {
    let line = Drawing.Shape.stroke(Path([Point(0, 15), Point(30, 15)]), Stroke(Color(0, 0, 0), width: 1))
    let marker = Markers(shape: .circle, size: 10, fill: red, rim: Color(255, 255, 255), points: [Point(15, 15)])
    let image = try Drawing(width: 30, height: 30, line, .markers(marker)).image(scale: 7.5)
    // Ten pixels to a point: the marker ends at 200, its rim within half a point of it.
    #expect([195, 201, 205].map { image[$0, 150] } == [0xFF0000, 0xFFFFFF, 0x000000])
  }

  @Test(arguments: [1, 500])
  func `what lies behind an open marker can be seen inside it`(count: Int) throws {
    let page = Drawing.Shape.fill(Path(Box(x: 0, y: 0, width: 30, height: 30)), Color(0, 0, 255))
    let points = Array(repeating: Point(15, 15), count: count)
    let open = Markers(shape: .circle, size: 10, fill: red, rim: Color(0, 255, 0), points: points, isOpen: true)
    let image = try Drawing(width: 30, height: 30, page, .markers(open)).image(scale: 7.5)
    #expect([150, 196, 202].map { image[$0, 150] } == [0x0000FF, 0xFF0000, 0x0000FF])
  }

  @Test func `markers without a place are left out`() throws {
    var drawing = Drawing(width: 10, height: 10)
    let wild = [Point(.nan, 1), Point(1, .infinity), Point(1e300, 1)]
    for count in [1, 500] {
      let points = Array(repeating: wild, count: count).flatMap { $0 }
      drawing.add(.data, .markers(Markers(shape: .square, size: 2, fill: red, points: points)))
    }
    let image = try drawing.image()
    #expect(try (0..<image.width).allSatisfy { image[$0, 5] == 0xFFFFFF } && drawing.pdf().count > 100)
  }

  private func image(_ color: Color, copies: Int, at point: Point = Point(15, 15)) throws -> Image {
    let markers = Markers(shape: .square, size: 12, fill: color, points: Array(repeating: point, count: copies))
    return try Drawing(width: 30, height: 30, .markers(markers)).image(scale: 0.75)
  }

  @Test func `copies hide what is behind by the product of their transparencies`() throws {
    // 500 copies of opacity 0.001 leave 0.999^500 = 0.606 of white.
    let grey = try image(Color(0, 0, 0, opacity: 0.001), copies: 500)[15, 15] & 255
    #expect(abs(Double(grey) - 0.606 * 255) <= 1)
  }

  @Test func `opaque copies have the exact colour`() throws {
    #expect(try image(Color(0x12, 0x34, 0x56), copies: 500)[15, 15] == 0x123456)
  }

  @Test func `markers across the edges of the page are cut, not wrapped`() throws {
    let image = try image(Color(0, 0, 0), copies: 500, at: Point(0.5, 29.5))
    #expect(image[1, 28] == 0 && image[29, 28] == 0xFFFFFF && image[1, 1] == 0xFFFFFF)
  }

  @Test func `an outline leaves an inside free where the middle is far from every edge`() {
    for shape in MarkerShape.allCases where shape != .circle {
      let nearest = shape.outline.map { ($0.x * $0.x + $0.y * $0.y).squareRoot() }.min() ?? 0
      #expect(shape.hasInside == (nearest > 0.5), "\(shape)")
    }
    #expect(MarkerShape.circle.hasInside)
  }

  @Test func `all shapes have about the weight of a circle of diameter 1`() {
    for shape in MarkerShape.allCases where shape != .circle {
      let points = shape.outline
      let area = zip(points, points.dropFirst() + points.prefix(1)).reduce(0) {
        $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y) / 2
      }
      #expect((0.45...1.0).contains(abs(area) / 0.785), "\(shape)")
      let (x, y) = (points.reduce(0) { $0 + $1.x }, points.reduce(0) { $0 + $1.y })
      #expect(abs(x) < 1e-12 && abs(y) < 1e-12)
    }
  }
}
