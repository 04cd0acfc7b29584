import Foundation
import Testing

@testable import Plotting

struct DrawingTests {
  @Test func `a drawing survives being encoded and decoded`() throws {
    let drawing = try Gallery("learning-curves").drawing()
    let data = try JSONEncoder().encode(drawing)
    #expect(try JSONDecoder().decode(Drawing.self, from: data) == drawing)
  }

  @Test func `items are kept back to front with their roles`() {
    var drawing = Drawing(width: 10, height: 20)
    drawing.add(.frame, .fill(Path(drawing.page), Color(1, 2, 3)))
    drawing.add(.data, .stroke(Path([Point(0, 0), Point(1, 1)]), Stroke(Color(0, 0, 0), width: 1)))
    #expect(drawing.items.map(\.role) == [.frame, .data])
    #expect(drawing.page == Box(x: 0, y: 0, width: 10, height: 20))
  }

  @Test func `every kind of call is one line`() throws {
    var drawing = Drawing(width: 20, height: 10.25)
    let black = Color(0, 0, 0)
    drawing.add(.frame, .stroke(Path([Point(0, 0), Point(1.26, 2)]), Stroke(black, width: 0.5, dash: [2, 1])))
    drawing.add(.data, .fill(Path(Box(x: 0, y: 0, width: 1, height: 1)), black.faded(0.5)))
    let points = (0..<9).map { Point(Double($0), 0) }
    drawing.add(.data, .markers(Markers(shape: .diamond, size: 3, fill: black, points: points)))
    drawing.add(.data, .markers(Markers(shape: .plus, size: 2, fill: black, points: [Point(1, 2)], isOpen: true)))
    drawing.add(.data, .raster(Raster(box: drawing.page, columns: 2, rows: 1, cells: [black, nil])))
    let item = try TextLayout("a\\mu", size: 7).placed("note", at: Point(-0.01, 3), .left, angle: 90, color: black)
    drawing.add(.label, .text(item))
    drawing.legends = [Box(x: 1, y: 1, width: 2, height: 2)]
    #expect(
      drawing.record == """
        page 20 x 10.2
        frame stroke #000000 0.5 dash 2 1: 0,0 1.3,2
        data fill #000000/0.50: 0,0 1,0 1,1 0,1 close
        data markers diamond 3 #000000: 0,0 1,0 2,0 ... 6,0 7,0 8,0 (9 points)
        data markers open plus 2 #000000: 1,2
        data raster 2 x 1 in 0,0 20,10.2: #000000 to none
        label text note #000000 at 0,3 turned 90: aμ
        legend box 1,1 3,3

        """)
  }

  private let box = Box(left: 0, top: 0, right: 4, bottom: 2)

  @Test func `a box knows its size, middle and corners`() {
    #expect(box.width == 4 && box.height == 2 && box.center == Point(2, 1))
    #expect(box.corners == [Point(0, 0), Point(4, 0), Point(4, 2), Point(0, 2)])
    #expect(box == Box(x: 0, y: 0, width: 4, height: 2))
  }

  @Test func `edges belong to a box`() {
    #expect(box.contains(Point(4, 2)) && !box.contains(Point(4.001, 2)))
    #expect(box.contains(box) && !box.contains(box.expanded(by: 1)))
    #expect(box.contains(box.expanded(by: 1), slack: 1))
  }

  @Test func `the box around points touches them all`() {
    #expect(Box.around([Point(1, 5), Point(-1, 2)]) == Box(left: -1, top: 2, right: 1, bottom: 5))
    #expect(Box.around([]) == nil)
  }

  @Test func `samples of a path are close together and include its corners`() {
    let samples = Path(box).samples(every: 0.5)
    #expect(box.corners.allSatisfy(samples.contains))
    #expect(zip(samples, samples.dropFirst()).allSatisfy { abs($0.x - $1.x) <= 0.5 && abs($0.y - $1.y) <= 0.5 })
    #expect(samples.last == box.corners[0])
  }

  @Test func `positions without meaning cannot be drawn`() {
    #expect(Point(1, 2).isDrawable)
    #expect(![Point(.nan, 0), Point(0, .infinity), Point(1e9, 0)].contains { $0.isDrawable })
  }
}
