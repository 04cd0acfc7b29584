import LinearAlgebra
import Testing

@testable import Networks

@Suite struct BatchTests {
  @Test(arguments: [(1, 1, 4, 4), (4, 3, 4, 4), (5, 4, 8, 8), (9, 10, 12, 12)])
  func `rows hold a point and a 1, and padding is zero`(count: Int, dimension: Int, rows: Int, stride: Int) throws {
    let points = try Sample.gaussians(count, dimension, seed: 1)
    let batch = Batch(points, (0..<count).map { Double($0 + 1) })
    #expect(batch.paddedCount == rows && batch.stride == stride)
    for row in 0..<rows {
      let expected = row < count ? Array(points[row: row]) + [1] : []
      let padded = expected + [Double](repeating: 0, count: stride - expected.count)
      #expect((0..<stride).map { batch.inputs[row * stride + $0] } == padded)
      #expect(batch.targets[row] == (row < count ? Double(row + 1) : 0))
    }
  }

  @Test func `a row is copied with its target`() throws {
    let all = Batch(try Sample.gaussians(6, 2, seed: 2), [1, 2, 3, 4, 5, 6])
    let batch = Batch(count: 2, dimension: 2)
    batch.setRow(1, to: 4, of: all)
    #expect((0..<4).map { batch.inputs[4 + $0] } == (0..<4).map { all.inputs[16 + $0] })
    #expect(batch.targets[1] == 5 && batch.targets[0] == 0)
  }
}
