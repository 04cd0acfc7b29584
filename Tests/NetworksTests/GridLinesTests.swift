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
}
