import Testing

@testable import Pipeline

@Suite struct GraphLayoutTests {
  private func graph(_ references: [[Int]]) throws -> Graph {
    return try manifest("{\"stages\": {\(entries(references).joined(separator: ",\n"))}}").graph
  }

  // What makes tables is read as tables, what joins them as a record, of which a stage takes one.
  private func entries(_ references: [[Int]]) -> [String] {
    references.enumerated().map { number, above in
      let tables = above.filter { references[$0].isEmpty }.map { "\"s\($0)\"" }.joined(separator: ",")
      let base = above.first { !references[$0].isEmpty }.map { ", \"base\": \"s\($0)\"" } ?? ""
      let list = tables.isEmpty ? "" : ", \"tables\": [\(tables)]"
      return above.isEmpty
        ? #""s\#(number)": {"kind": "make", "n": 1}"# : "\"s\(number)\": {\"kind\": \"join\"\(base)\(list)}"
    }
  }

  @Test func `every arrow runs from left to right between the sides of its boxes`() throws {
    let outline = GraphOutline(try graph([[], [], [0], [1, 2], [0, 3], [4, 1], []]))
    let layout = GraphLayout(outline)
    #expect(layout.boxes.count == 7)
    for (arrow, path) in zip(outline.arrows, layout.arrows) {
      let (from, to) = (layout.boxes[arrow.from], layout.boxes[arrow.to])
      #expect(path.first == GraphLayout.Point(x: from.x + from.width, y: from.y + from.height / 2))
      #expect(path.last == GraphLayout.Point(x: to.x, y: to.y + to.height / 2))
      for (a, b) in zip(path, path.dropFirst()) { #expect(a.x < b.x || (a.x == b.x && path.count > 2)) }
    }
  }

  @Test func `boxes neither overlap nor leave the drawing`() throws {
    let layout = GraphLayout(GraphOutline(try graph([[], [], [], [0, 1], [1, 2], [0, 2], [3, 0], [4], [5, 1]])))
    for (index, a) in layout.boxes.enumerated() {
      #expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= layout.width && a.y + a.height <= layout.height)
      for b in layout.boxes[(index + 1)...] {
        #expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y)
      }
    }
  }

  @Test func `a chain is drawn as a straight line`() throws {
    let layout = GraphLayout(GraphOutline(try graph([[], [0], [1], [2]])))
    #expect(Set(layout.boxes.map(\.y)).count == 1)
    #expect(layout.boxes.map(\.x) == layout.boxes.map(\.x).sorted() && layout.height == 30 + 2 * 8)
  }

  @Test func `crossings that an order avoids are avoided`() throws {
    // Two sources, each read by one of two stages in the opposite order of the file.
    let outline = GraphOutline(try graph([[], [], [1], [0]]))
    let boxes = GraphLayout(outline).boxes
    #expect((boxes[0].y < boxes[1].y) == (boxes[3].y < boxes[2].y))
  }

  @Test func `a source stands just before its first reader`() throws {
    let boxes = GraphLayout(GraphOutline(try graph([[], [0], [1], [], [2, 3]]))).boxes
    #expect(boxes[3].x == boxes[2].x)
  }

  @Test func `no boxes make an empty drawing`() throws {
    let layout = GraphLayout(GraphOutline(Graph(nodes: [], profile: "default")))
    #expect(layout.boxes.isEmpty && layout.arrows.isEmpty && layout.width == 16)
  }

  @Test func `the layout of the same graph is the same`() throws {
    let outline = GraphOutline(try graph([[], [], [0], [1, 2], [0, 3], [4, 1], []]))
    #expect(GraphLayout(outline) == GraphLayout(outline))
  }
}
