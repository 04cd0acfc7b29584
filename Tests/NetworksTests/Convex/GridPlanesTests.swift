import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct GridPlanesTests {
  private func dual(_ grid: SquareGrid) -> [Double] {
    let draws = RandomStream(seed: 3, purpose: "dual").gaussians(grid.orbits.count)
    let mean = dot(draws, grid.weights)
    return draws.map { $0 - mean }
  }

  @Test func `violators come worst first, above the limit, and at most as many as asked for`() throws {
    let grid = try SquareGrid(side: 6, halfWidth: 1.5)
    let (lines, nu) = (GridPlanes(grid), dual(grid))
    let all = lines.violators(of: nu, above: 0, count: .max)
    let limit = all.largest / 10
    let some = lines.violators(of: nu, above: limit, count: 3)
    func ratio(_ atom: Atom) -> Double { dot(zip(nu, grid.weights).map(*), atom.values).magnitude / atom.cost }
    let ratios = some.atoms.map(ratio)
    #expect(ratios.count == 3 && ratios.allSatisfy { $0 > limit })
    #expect(ratios == ratios.sorted(by: >))
    // The search rounds nu to about 40 bits.
    #expect((ratios[0] - some.largest).magnitude < 1e-8 * some.largest)
    #expect(all.atoms.count > 3 && all.atoms.allSatisfy { ratio($0) <= all.largest * (1 + 1e-8) })
  }

  @Test func `nothing violates an infinite limit`() throws {
    let grid = try SquareGrid(side: 4, halfWidth: 1)
    #expect(GridPlanes(grid).violators(of: dual(grid), above: .infinity, count: 10).atoms.isEmpty)
  }

  @Test func `the smallest grid has no line with points on both sides but the diagonal`() throws {
    let atoms = GridPlanes(try SquareGrid(side: 2, halfWidth: 1)).seed()
    #expect(atoms.allSatisfy { $0.cost > 0 && $0.values.allSatisfy(\.isFinite) })
    #expect(atoms.count == 1)
  }

  private func pencil(_ grid: SquareGrid, _ normal: Place) -> Pencil {
    Pencil(grid, grid.places.map { Place($0[0], $0[1], $0.count > 2 ? $0[2] : 0) }, normal: normal)
  }

  @Test func `only lines through two points with points on both sides count`() throws {
    let grid = try SquareGrid(side: 3, halfWidth: 2)
    #expect(pencil(grid, Place(1, 0, 0)).planes.map(\.offset) == [0])
    // Offsets x + y of the points: -4, -2, 0, 2, 4, the outer ones single points.
    #expect(pencil(grid, Place(1, 1, 0)).planes.map(\.offset).sorted() == [0, 2])
  }

  @Test func `only planes through three points in general position count`() throws {
    let grid = try SquareGrid(side: 3, halfWidth: 2, dimension: 3)
    #expect(pencil(grid, Place(1, 0, 0)).planes.map(\.offset) == [0])
    // x + y + z = 4 has three points, as many as a corner of the cube cuts off.
    #expect(pencil(grid, Place(1, 1, 1)).planes.map(\.offset).sorted() == [0, 2, 4])
    // A count in Python over all pairs of differences of points.
    #expect(GridPlanes.normals(grid).count == 20)
    #expect(try GridPlanes.normals(SquareGrid(side: 4, halfWidth: 1, dimension: 3)).count == 144)
  }

  @Test(arguments: [Place(1, 0, 0), Place(1, 1, 0), Place(2, 1, 0), Place(1, 1, 1), Place(3, 2, 1)])
  func `a plane's moment is a direct sum over the points`(normal: Place) throws {
    let grid = try SquareGrid(side: 5, halfWidth: 1, dimension: normal.z == 0 ? 2 : 3)
    let pencil = self.pencil(grid, normal)
    let nu = RandomStream(seed: 1, purpose: "dual").gaussians(grid.count).map { Int((1e6 * $0).rounded()) }
    let moments = pencil.moments(nu)
    for (plane, moment) in zip(pencil.planes, moments) {
      let direct = zip(grid.places, nu).reduce(0) { sum, item in
        sum + item.1 * max(zip(item.0, pencil.components(grid.dimension)).reduce(-plane.offset) { $0 + $1.0 * $1.1 }, 0)
      }
      #expect(moment == direct)
    }
    #expect(!moments.isEmpty)
  }

  @Test(arguments: [Place(1, 1, 0), Place(1, 1, 1), Place(2, 1, 1), Place(1, 0, 0)])
  func `no plane nearby weighs less than a plane's cheapest cell, and one weighs as little`(normal: Place) throws {
    let grid = try SquareGrid(side: 4, halfWidth: 1, dimension: normal.z == 0 ? 2 : 3)
    let points = try grid.points
    let draws = RandomStream(seed: 2, purpose: "tilts")
    let pencil = self.pencil(grid, normal)
    let scale = grid.unit / (pencil.length * Double(grid.count * grid.count))
    for plane in pencil.planes {
      let unit = pencil.components(grid.dimension).map { Double($0) / pencil.length }
      let on = grid.places.filter { place in
        zip(place, pencil.components(grid.dimension)).reduce(0) { $0 + $1.0 * $1.1 } == plane.offset
      }
      var least = Double.infinity
      for index in 0..<3000 {
        let tilted = unit.enumerated().map { $1 + 1e-7 * draws.gaussian(at: 5 * index + $0) }
        let length = euclideanNorm(tilted)
        // Through a point near one of those on the plane, so that the tilt cuts them.
        let pivot = on[index % on.count].map { grid.unit * Double($0) }
        let threshold = zip(tilted, pivot).reduce(1e-8 * draws.gaussian(at: 5 * index + 4)) { $0 + $1.0 * $1.1 }
        let near = Hyperplane(normal: tilted.map { $0 / length }, threshold: threshold / length)
        least = min(least, near.weight(points))
      }
      #expect(least > plane.weight * scale * (1 - 1e-5))
      #expect(least < plane.weight * scale * (1 + 1e-5))
    }
  }
}

@Suite struct WholeDualTests {
  @Test(arguments: [(5, 2), (6, 2), (4, 3), (5, 3)])
  func `it is near the function and its sum is zero`(side: Int, dimension: Int) throws {
    let grid = try SquareGrid(side: side, halfWidth: 1, dimension: dimension)
    let draws = RandomStream(seed: 4, purpose: "dual").gaussians(grid.orbits.count)
    let mean = dot(draws, grid.weights)
    let nu = draws.map { 300 * ($0 - mean) }
    let whole = try #require(WholeDual(nu, on: grid))
    #expect(zip(whole.values, grid.sizes).reduce(0) { $0 + $1.0 * $1.1 } == 0)
    let back = whole.values.map { scalbn(Double($0), whole.exponent) }
    #expect(largestDifference(back, nu) < 1e-7)
  }

  @Test func `a function that is not finite has none, zero has one`() throws {
    let grid = try SquareGrid(side: 3, halfWidth: 1)
    #expect(WholeDual([.nan, 0, 0], on: grid) == nil && WholeDual([.infinity, 0, 0], on: grid) == nil)
    #expect(WholeDual([0, 0, 0], on: grid)?.values == [0, 0, 0])
  }
}
