import Testing

@testable import Plotting

struct RendererTests {
  /// One pixel to a point.
  private func image(_ shape: Drawing.Shape, clip: Box? = nil) throws -> Image {
    var drawing = Drawing(width: 30, height: 30)
    drawing.add(.data, shape, clip: clip)
    return try drawing.image(scale: 0.75)
  }

  private func line(_ color: Color, dash: [Double] = []) -> Drawing.Shape {
    .stroke(Path([Point(0, 20), Point(30, 20)]), Stroke(color, width: 4, dash: dash))
  }

  @Test func `fills and lines have their colours, clips end them, and dashes leave gaps`() throws {
    let fill = Drawing.Shape.fill(Path(Box(x: 0, y: 0, width: 20, height: 10)), Color(255, 0, 0))
    let clipped = try image(fill, clip: Box(x: 0, y: 0, width: 10, height: 10))
    #expect(clipped[5, 5] == 0xFF0000 && clipped[15, 5] == 0xFFFFFF)
    #expect(try image(line(Color(0, 0, 255)))[15, 20] == 0x0000FF)
    let dashes = try image(line(Color(0, 0, 0), dash: [5, 5]))
    #expect([2, 7, 12, 17, 22, 27].map { dashes[$0, 20] } == [0, 0xFFFFFF, 0, 0xFFFFFF, 0, 0xFFFFFF])
  }

  @Test func `a raster has its first row at the top and leaves empty cells free`() throws {
    let (red, blue) = (Color(255, 0, 0), Color(0, 0, 255))
    let page = Box(x: 0, y: 0, width: 30, height: 30)
    let image = try image(.raster(Raster(box: page, columns: 2, rows: 2, cells: [red, blue, nil, red])))
    #expect([image[5, 5], image[25, 5], image[5, 25], image[25, 25]] == [0xFF0000, 0x0000FF, 0xFFFFFF, 0xFF0000])
  }

  @Test func `text leaves ink inside its box and nowhere else`() throws {
    let item = try TextLayout("M", size: 20).placed("t", at: Point(5, 25), .left, color: Color(0, 0, 0))
    let image = try image(.text(item))
    let box = item.bounds.expanded(by: 1)
    var inked = 0
    for column in 0..<30 {
      for row in 0..<30 where image[column, row] != 0xFFFFFF {
        #expect(box.contains(Point(Double(column) + 0.5, Double(row) + 0.5)))
        inked += 1
      }
    }
    #expect(inked > 40)
  }
}

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

  @Test func `copies hide what is behind by the product of their transparencies, and edges of the page cut them`()
    throws
  {
    // 500 copies of opacity 0.001 leave 0.999^500 = 0.606 of white.
    let grey = try image(Color(0, 0, 0, opacity: 0.001), copies: 500)[15, 15] & 255
    #expect(abs(Double(grey) - 0.606 * 255) <= 1)
    #expect(try image(Color(0x12, 0x34, 0x56), copies: 500)[15, 15] == 0x123456)
    let image = try image(Color(0, 0, 0), copies: 500, at: Point(0.5, 29.5))
    #expect(image[1, 28] == 0 && image[29, 28] == 0xFFFFFF && image[1, 1] == 0xFFFFFF)
  }

  @Test func `an outline leaves an inside free where the middle is far from every edge`() {
    for shape in MarkerShape.series where shape != .circle {
      let nearest = shape.outline.map { ($0.x * $0.x + $0.y * $0.y).squareRoot() }.min() ?? 0
      #expect(shape.hasInside == (nearest > 0.5), "\(shape)")
    }
    #expect(MarkerShape.circle.hasInside)
  }

  @Test func `all shapes have about the weight of a circle of diameter 1`() {
    for shape in MarkerShape.series where shape != .circle {
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

struct OverlapsTests {
  private func drawing(_ texts: [(String, Point, Double)]) throws -> Drawing {
    var drawing = Drawing(width: 100, height: 100)
    for (text, point, angle) in texts {
      let item = try TextLayout(text, size: 10).placed("note", at: point, .left, angle: angle, color: Color(0, 0, 0))
      drawing.add(.label, .text(item))
    }
    return drawing
  }

  private let legend = Box(x: 10, y: 10, width: 20, height: 20)

  private func line(_ points: Point...) -> Drawing.Shape { .stroke(Path(points), Stroke(Color(0, 0, 0), width: 1)) }

  @Test func `texts on top of each other or beyond the page are found, and texts apart are not`() throws {
    let crossed = try drawing([("one", Point(10, 50), 0), ("two", Point(20, 52), 0)])
    #expect(crossed.overlaps == [.texts("note \"one\"", "note \"two\"")])
    #expect(try drawing([("one", Point(10, 50), 0), ("two", Point(10, 70), 0)]).overlaps.isEmpty)
    #expect(try drawing([("long text", Point(80, 50), 0)]).overlaps == [.offPage("note \"long text\"")])
  }

  @Test func `turned texts are judged by their own corners`() throws {
    // The upright boxes of these two cross, the turned ones do not.
    let slanted = try drawing([("slanted", Point(10, 60), 45), ("slanted", Point(25, 60), 45)])
    #expect(slanted.overlaps.isEmpty)
    #expect(try drawing([("slanted", Point(10, 60), 45), ("across", Point(10, 45), 0)]).overlaps.count == 1)
  }

  @Test func `data under a legend are counted, frames are not`() {
    var drawing = Drawing(width: 100, height: 100, legends: [legend])
    drawing.add(.frame, line(Point(0, 0), Point(15, 15), Point(25, 25)))
    #expect(drawing.overlaps.isEmpty)
    drawing.add(.data, line(Point(0, 0), Point(15, 15), Point(25, 25)))
    #expect(drawing.overlaps == [.dataUnderLegend(points: 2)])
    #expect(drawing.overlaps.first?.description == "a legend covers 2 points of data")
  }

  @Test func `data that are clipped away are under no legend`() {
    for (width, overlaps) in [(8.0, []), (20, [Overlap.dataUnderLegend(points: 1)])] {
      var drawing = Drawing(width: 100, height: 100, legends: [legend])
      let clip = Box(x: 0, y: 0, width: width, height: 100)
      drawing.add(.data, line(Point(5, 5), Point(15, 15), Point(25, 25)), clip: clip)
      #expect(drawing.overlaps == overlaps)
    }
    // A picture reaches beyond its panel, with the legend below that.
    for (width, overlaps) in [(8.0, []), (60, [Overlap.dataUnderLegend(points: 1)])] {
      var drawing = Drawing(width: 100, height: 100, legends: [legend])
      let raster = Raster(box: drawing.page, columns: 1, rows: 1, cells: [nil])
      drawing.add(.data, .raster(raster), clip: Box(x: 0, y: 0, width: width, height: 100))
      #expect(drawing.overlaps == overlaps)
    }
  }

  private func occupied(_ shape: Drawing.Shape) -> Occupancy {
    Occupancy([Drawing.Item(role: .data, shape: shape, clip: nil)], in: Box(x: 0, y: 0, width: 100, height: 100))
  }

  @Test func `a line covers the cells it passes, a filled area its inside`() {
    let passed = occupied(line(Point(0, 0), Point(100, 100)))
    #expect(passed.count(Box(x: 48, y: 48, width: 4, height: 4)) > 0)
    #expect(passed.count(Box(x: 60, y: 10, width: 30, height: 20)) == 0)
    let cells = occupied(.fill(Path([Point(0, 0), Point(100, 0), Point(0, 100)], closed: true), Color(0, 0, 0)))
    #expect(cells.count(Box(x: 20, y: 20, width: 1, height: 1)) > 0)
    #expect(cells.count(Box(x: 80, y: 80, width: 10, height: 10)) == 0)
  }

  @Test func `markers cover their size and things far away cover nothing`() {
    let points = [Point(50, 50), Point(1e5, 1e5)]
    let cells = occupied(.markers(Markers(shape: .circle, size: 10, fill: Color(0, 0, 0), points: points)))
    #expect(cells.count(Box(x: 46, y: 46, width: 1, height: 1)) > 0)
    #expect(cells.count(near: Point(50, 70), 10) == 0)
    #expect(cells.count(Box(x: 90, y: 90, width: 10, height: 10)) == 0)
  }
}
