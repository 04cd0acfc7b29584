import Foundation
import Testing

@testable import Plotting

struct RenderingTests {
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
}
