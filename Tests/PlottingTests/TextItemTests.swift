import Testing

@testable import Plotting

struct TextItemTests {
  private let black = Color(0, 0, 0)

  @Test func `an anchor says which part of the text stands at the point`() throws {
    let layout = try TextLayout("anchor", size: 10)
    let point = Point(50, 50)
    #expect(abs(layout.placed("t", at: point, Anchor(x: 1, y: 1), color: black).bounds.right - 50) < 1e-9)
    #expect(abs(layout.placed("t", at: point, Anchor(x: 1, y: 1), color: black).bounds.bottom - 50) < 1e-9)
    let middle = layout.placed("t", at: point, Anchor(x: 0.5, y: 0.5), color: black).bounds.center
    #expect(abs(middle.x - 50) < 1e-9 && abs(middle.y - 50) < 1e-9)
    #expect(layout.placed("t", at: point, .left, color: black).origin == point)
  }

  @Test func `a quarter turn exchanges width and height exactly`() throws {
    let layout = try TextLayout("turned", size: 10)
    let bounds = layout.placed("t", at: Point(0, 0), .center, angle: 90, color: black).bounds
    #expect(abs(bounds.height - layout.width) < 1e-9 && abs(bounds.width - layout.height) < 1e-9)
    #expect(abs(bounds.center.y) < 1e-9)
  }

  @Test func `a text is moved into a box by the least amount`() throws {
    let item = try TextLayout("text", size: 10).placed("t", at: Point(-5, 50), .left, color: black)
    let moved = item.moved(into: Box(x: 0, y: 0, width: 100, height: 100))
    #expect(moved.bounds.left == 0 && moved.origin.y == 50)
  }
}
