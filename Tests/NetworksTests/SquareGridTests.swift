import LinearAlgebra
import Testing

@testable import Networks

@Suite struct SquareGridTests {
  @Test func `the points fill the square`() throws {
    let points = try SquareGrid(side: 3, halfWidth: 1.5).points
    #expect(
      points.elements == [-1.5, -1.5, 0, -1.5, 1.5, -1.5, -1.5, 0, 0, 0, 1.5, 0, -1.5, 1.5, 0, 1.5, 1.5, 1.5])
  }

  @Test(arguments: [2, 3, 6, 9]) func `orbits share out all points`(side: Int) throws {
    let grid = try SquareGrid(side: side, halfWidth: 1)
    var counts = [Double](repeating: 0, count: grid.orbits.count)
    for x in grid.steps {
      for y in grid.steps {
        let orbit = grid.orbit(x, y)
        #expect(grid.orbits[orbit] == (max(abs(x), abs(y)), min(abs(x), abs(y))))
        counts[orbit] += 1 / Double(side * side)
      }
    }
    #expect(largestDifference(counts, grid.weights) < 1e-12)
  }

  @Test func `targets are what they are called`() throws {
    #expect(SymmetricTarget.pyramid.value(0.25, -0.5) == 0.25)
    #expect(SymmetricTarget.pyramid.value(1, 1) == 0)
    #expect((SymmetricTarget.gaussian(rate: 2).value(1, -1) - 0.018315638888734180).magnitude < 1e-16)
    #expect(try SquareGrid(side: 3, halfWidth: 1).data(.pyramid).targets == [0, 0, 0, 0, 1, 0, 0, 0, 0])
  }

  @Test func `grids that make no sense are refused`() {
    for side in [-1, 1, 201] {
      #expect(throws: NetworkError.outside(what: "the side of the grid", range: 2...200, value: side)) {
        try SquareGrid(side: side, halfWidth: 1)
      }
    }
    #expect(throws: NetworkError.notPositive(what: "the half width of the grid", value: 0)) {
      try SquareGrid(side: 3, halfWidth: 0)
    }
  }
}
