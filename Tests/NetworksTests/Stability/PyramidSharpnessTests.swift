import LinearAlgebra
import Testing

@testable import Networks

@Suite struct PyramidSharpnessTests {
  /// numpy 2.4: eigvalsh of J' J / n, J written out.
  @Test(arguments: [
    (10, 1.6, 2, 1.0441818204641349), (20, 1.6, 2, 1.0728028376810705), (6, 1.6, 3, 1.0042798647478675),
    (4, 1.1, 2, 1.2275933807816428),
  ])
  func `the closed form is the top eigenvalue of the kernel matrix`(
    side: Int, halfWidth: Double, dimension: Int, value: Double
  ) throws {
    let points = try SquareGrid(side: side, halfWidth: halfWidth, dimension: dimension).points
    #expect((try PyramidSharpness(points).value - value).magnitude < 1e-12)
    guard side <= 10 else { return }
    #expect((try DeepNetwork.pyramid(dimension: dimension).sharpness(points) - value).magnitude < 1e-11)
  }

  @Test func `its limit on fine grids is that of the uniform distribution`() throws {
    // numpy's eigenvalues of the 3 x 3 matrix with p = 1 / (d! R^d).
    for (halfWidth, dimension, value) in [
      (1.6, 2, 1.1316804917234358), (1.6, 3, 1.0050975523737877), (1, 2, 1.8516287047744073),
    ] { #expect((try PyramidSharpness(dimension: dimension, halfWidth: halfWidth).value - value).magnitude < 1e-12) }
    let fine = try PyramidSharpness(SquareGrid(side: 200, halfWidth: 1.6).points)
    #expect((fine.value - 1.1316804917234358).magnitude < 0.01)
    #expect(fine.largestStep == 2 / fine.value)
  }

  @Test func `points outside alone leave the offset`() throws {
    #expect(try PyramidSharpness(Matrix(rows: 2, columns: 1, elements: [-2, 2])).value == 1)
    refused(.empty("the set of points"), try PyramidSharpness(Matrix(rows: 0, columns: 2)))
    refused(.outside(what: "the dimension", range: 1...20, value: 0), try PyramidSharpness(dimension: 0, halfWidth: 1))
  }
}
