import Documents
import Testing

@testable import Plotting

struct DodgeTests {
  private func shifts(_ marks: String) throws -> [[Double]] {
    let figure = #"{"panels": [{"data": "t", "x": {"scale": "log"}, "marks": [MARKS]}]}"#
    let tables = #"{"t": {"x": [1, 100, 1, 100], "y": [1, 2, 3, 4], "s": [1, 1, 2, 2]}}"#
    let gallery = try Gallery(figure.replacing("MARKS", with: marks), tables: tables)
    #expect(gallery.problems.isEmpty, "\(gallery.problems)")
    #expect(Set(try gallery.data().numbers("x")) == [1, 100])
    return try gallery.figure().panels[0].marks.map { ($0 as? any Companion).map { [$0.series.shift] } ?? [] }
  }

  @Test func `series stand side by side about their true place, each with its bars`() throws {
    let found = try shifts(
      """
      {"errorbars": {"x": "x", "low": 0, "high": "y", "color": "s", "dodge": 1}},
      {"points": {"x": "x", "y": "y", "color": "s", "size": 9, "dodge": 1}},
      {"line": {"x": "x", "y": "y", "color": "s"}}
      """)
    #expect(found == [[-1.8], [1.8], [-1.8], [1.8], [0], [0]])
  }

  @Test func `marks of one series each share the places`() throws {
    let found = try shifts(
      (1...3).map { #"{"points": {"x": "x", "y": "y", "paint": "\#($0)", "dodge": 0.5}}"# }.joined(separator: ","))
    #expect(zip(found, [-1.8, 0, 1.8]).allSatisfy { abs($0[0] - $1) < 1e-12 })
  }

  @Test func `what stands beside its place stays within the axes`() throws {
    let figure = #"{"panels": [{"data": "t", "marks": [{"points": {"x": "x", "y": "x", "color": "x", "dodge": 3}}]}]}"#
    let drawing = try Gallery(figure, tables: #"{"t": {"x": [1, 2, 3, 4, 5]}}"#).drawing()
    let frames = drawing.items.filter { $0.role == .frame }.compactMap(\.shape.stroke)
      .compactMap { Box.around($0.parts.flatMap(\.points)) }
    let frame = try #require(frames.max { $0.width < $1.width })
    let points = drawing.items.flatMap { item -> [Point] in
      if item.role == .data, case .markers(let markers) = item.shape { markers.points } else { [] }
    }
    #expect(points.count == 5 && points.allSatisfy { $0.x - 1.8 >= frame.left && $0.x + 1.8 <= frame.right })
  }

  @Test func `a single series stays where it is`() throws {
    #expect(try shifts(#"{"points": {"x": "x", "y": "y", "dodge": 3}}"#) == [[0]])
  }
}
