import LinearAlgebra
import Testing

@testable import Networks

@Suite struct PencilTests {
  @Test func `only lines through two points with points on both sides count`() throws {
    let grid = try SquareGrid(side: 3, halfWidth: 2)
    #expect(Pencil(grid, 1, 0).lines.map(\.offset) == [0])
    // Offsets x + y of the points: -4, -2, 0, 2, 4, the outer ones single points.
    #expect(Pencil(grid, 1, 1).lines.map(\.offset).sorted() == [0, 2])
  }

  @Test(arguments: [(1, 0), (1, 1), (2, 1)])
  func `a line's ratio is that of a direct sum over the points`(a: Int, b: Int) throws {
    let grid = try SquareGrid(side: 5, halfWidth: 1)
    let (points, pencil) = (try grid.points, Pencil(grid, a, b))
    let nu = RandomStream(seed: 1, purpose: "dual").gaussians(25)
    let ratios = pencil.ratios(nu, unit: grid.unit)
    for (line, ratio) in zip(pencil.lines, ratios) {
      let normal = [Double(a) / pencil.length, Double(b) / pencil.length]
      let plane = Hyperplane(normal: normal, threshold: grid.unit * Double(line.offset) / pencil.length)
      let product = (0..<25).reduce(0) { $0 + nu[$1] * max(plane.height(points, row: $1), 0) } / 25
      #expect((ratio - product.magnitude / line.cost).magnitude < 1e-12 * (1 + ratio))
    }
    #expect(!ratios.isEmpty)
  }

  @Test func `no line nearby weighs less than a line's cheapest cell`() throws {
    let grid = try SquareGrid(side: 4, halfWidth: 1)
    let points = try grid.points
    let draws = RandomStream(seed: 2, purpose: "tilts")
    for line in Pencil(grid, 1, 1).lines {
      let root = 0.5.squareRoot()
      for index in 0..<200 {
        let (turn, shift) = (1e-7 * draws.gaussian(at: 2 * index), 1e-7 * draws.gaussian(at: 2 * index + 1))
        let plane = Hyperplane(
          normal: [root * (1 - turn), root * (1 + turn)], threshold: grid.unit * Double(line.offset) * root + shift)
        #expect(plane.weight(points) > line.cost * (1 - 1e-5))
      }
    }
  }
}
