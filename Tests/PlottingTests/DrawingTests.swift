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
}
