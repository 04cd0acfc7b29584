import LinearAlgebra
import Testing

@testable import Networks

@Suite struct GridLinesTests {
  private func dual(_ grid: SquareGrid) -> [Double] {
    let draws = RandomStream(seed: 3, purpose: "dual").gaussians(grid.orbits.count)
    let mean = dot(draws, grid.weights)
    return draws.map { $0 - mean }
  }

  @Test func `violators come worst first, above the limit, and at most as many as asked for`() throws {
    let grid = try SquareGrid(side: 6, halfWidth: 1.5)
    let (lines, nu) = (GridLines(grid), dual(grid))
    let all = lines.violators(of: nu, above: 0, count: .max)
    let limit = all.largest / 10
    let some = lines.violators(of: nu, above: limit, count: 3)
    func ratio(_ atom: Atom) -> Double { dot(zip(nu, grid.weights).map(*), atom.values).magnitude / atom.cost }
    let ratios = some.atoms.map(ratio)
    #expect(ratios.count == 3 && ratios.allSatisfy { $0 > limit })
    #expect(ratios == ratios.sorted(by: >))
    #expect((ratios[0] - some.largest).magnitude < 1e-12 * some.largest)
    #expect(all.atoms.count > 3 && all.atoms.allSatisfy { ratio($0) <= all.largest * (1 + 1e-12) })
  }

  @Test func `nothing violates an infinite limit`() throws {
    let grid = try SquareGrid(side: 4, halfWidth: 1)
    #expect(GridLines(grid).violators(of: dual(grid), above: .infinity, count: 10).atoms.isEmpty)
  }

  @Test func `the smallest grid has no line with points on both sides but the diagonal`() throws {
    let atoms = GridLines(try SquareGrid(side: 2, halfWidth: 1)).seed()
    #expect(atoms.allSatisfy { $0.cost > 0 && $0.values.allSatisfy(\.isFinite) })
    #expect(atoms.count == 1)
  }

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
