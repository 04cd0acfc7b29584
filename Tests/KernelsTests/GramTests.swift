import LinearAlgebra
import Testing

@testable import Kernels

@Suite struct GramTests {
  static let families: [Kernel.Family] = [
    .arcCosine(layers: 3), .ntk(layers: 2, bias: true), .laplace(c: 1), .step(layers: 3),
  ]

  @Test(arguments: [(1, 3), (7, 2), (8, 20), (9, 1), (127, 4), (128, 5), (129, 3), (257, 6)])
  func `entries are the kernel of the inner products, exactly symmetric`(count: Int, dimension: Int) throws {
    let points = try sphere(count, dimension)
    for family in GramTests.families {
      let kernel = try Kernel(family)
      let gram = try Gram.matrix(kernel, points)
      #expect(gram.transposed == gram)
      for row in 0..<count {
        #expect(gram[row, row] == kernel(cosine: 1))
        for column in 0..<row {
          let cosine = zip(points[row: row], points[row: column]).reduce(0) { $0 + $1.0 * $1.1 }
          let slack = bound(kernel, cosine)
          guard abs(gram[row, column] - kernel(cosine: cosine)) <= slack else {
            Issue.record("\(family) \(row) \(column): \(gram[row, column])")
            return
          }
        }
      }
    }
  }

  @Test(arguments: [(1, 1), (9, 130), (128, 129), (200, 7)])
  func `cross matrices agree with the square one`(height: Int, width: Int) throws {
    let points = try sphere(height + width, 5)
    let (upper, lower) = (points.prefix(rows: height), points.selecting(rows: Array(height..<height + width)))
    let kernel = try Kernel(.ntk(layers: 3))
    let square = try Gram.matrix(kernel, points)
    let cross = try Gram.matrix(kernel, rows: upper, columns: lower)
    #expect(cross.rows == height && cross.columns == width)
    for row in 0..<height {
      for column in 0..<width { #expect(abs(cross[row, column] - square[row, height + column]) < 1e-13) }
    }
  }

  @Test func `the bytes do not depend on the number of threads`() throws {
    let points = try sphere(300, 6)
    let kernel = try Kernel(.ntk(layers: 4))
    let (one, crossOne) = try (Gram.matrix(kernel, points), Gram.matrix(kernel, rows: points, columns: points))
    for threads in [2, 3, 16] {
      #expect(try Gram.matrix(kernel, points, threads: threads) == one)
      #expect(try Gram.matrix(kernel, rows: points, columns: points, threads: threads) == crossOne)
    }
  }

  @Test func `duplicated and opposite points are as near to the ends as their coordinates allow`() throws {
    let half = try sphere(20, 3)
    let opposite = half.elements.map { -$0 }
    let points = try Matrix(rows: 60, columns: 3, elements: half.elements + half.elements + opposite)
    let gram = try Gram.matrix(Kernel(.ntk(layers: 2)), points)
    for row in 0..<20 {
      #expect(gram[row, row] == 2 && abs(gram[row, row + 20] - 2) < 3e-8 && abs(gram[row, row + 40]) < 3e-8)
    }
  }

  @Test func `the homogeneous form scales by the lengths and vanishes at zero`() throws {
    let kernel = try Kernel(.ntk(layers: 3))
    let unit = try sphere(140, 4)
    var points = unit
    for row in 0..<140 {
      let length = row == 17 ? 0 : Double(row % 5) * 1.5 + 0.25
      for column in 0..<4 { points[row, column] *= length }
    }
    let (gram, base) = try (Gram.homogeneousMatrix(kernel, points), Gram.matrix(kernel, unit))
    let cross = try Gram.homogeneousMatrix(kernel, rows: points, columns: points)
    #expect(gram.transposed == gram)
    for row in 0..<140 {
      for column in 0..<140 {
        let (p, q) = (length(points, row), length(points, column))
        #expect(abs(gram[row, column] - p * q * base[row, column]) <= 2e-7 * p * q)
        #expect(abs(cross[row, column] - gram[row, column]) <= 2e-7 * p * q)
      }
    }
    #expect(gram[row: 17].allSatisfy { $0 == 0 } && cross[row: 17].allSatisfy { $0 == 0 })
  }

  @Test func `tiny and huge vectors keep their directions`() throws {
    let points = try Matrix(rows: 2, columns: 2, elements: [3e-200, 4e-200, 4e150, -3e150])
    let gram = try Gram.homogeneousMatrix(Kernel(.arcCosine(layers: 2)), points)
    #expect(abs(gram[0, 1] / (25e-50 / Double.pi) - 1) < 1e-14)
  }

  @Test func `points that have no kernel matrix are refused`() throws {
    let kernel = try Kernel(.laplace(c: 1))
    func row(_ point: Double...) throws -> Matrix { try Matrix(rows: 1, columns: point.count, elements: point) }
    refused(.empty(what: "the points"), try Gram.matrix(kernel, Matrix(rows: 0, columns: 3)))
    refused(.empty(what: "the column points"), try Gram.homogeneousMatrix(kernel, rows: row(1, 0), columns: row()))
    refused(.notFinite(row: 0, column: 1), try Gram.homogeneousMatrix(kernel, row(1, .nan)))
    refused(.notUnit(row: 1, norm: 5), try Gram.matrix(kernel, Matrix(rows: 2, columns: 2, elements: [1, 0, 3, 4])))
    refused(.dimension(rows: 2, columns: 1), try Gram.matrix(kernel, rows: row(1, 0), columns: row(1)))
  }

  /// What three roundings of the cosine do to the value, with a few units in the last place.
  private func bound(_ kernel: Kernel, _ cosine: Double) -> Double {
    let shift = 8 * 0x1p-53
    let value = kernel(cosine: cosine)
    let change = max(abs(kernel(cosine: cosine + shift) - value), abs(kernel(cosine: cosine - shift) - value))
    return change + 10 * 0x1p-53 * kernel(cosine: 1)
  }

  private func sphere(_ count: Int, _ dimension: Int) throws -> Matrix {
    try Sampling.sphere(count: count, dimension: dimension, stream: RandomStream(seed: 5, purpose: "gram"))
  }

  private func length(_ points: Matrix, _ row: Int) -> Double {
    points[row: row].reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}

@Suite struct KernelLanesTests {
  /// Cosines over [-1, 1], dense towards both ends.
  static let cosines: [Double] =
    (0...2000).map { Double($0) / 1000 - 1 }
    + (1...1000).flatMap { step in
      let gap = 1 / Double(sign: .plus, exponent: step / 20, significand: 1 + Double(step % 20) / 20)
      return [1 - gap, -1 + gap, gap, -gap]
    }

  @Test(arguments: 0..<KernelReference.values.count, [false, true])
  func `many at a time agrees with one at a time to a few units in the last place of the peak`(
    index: Int, normalised: Bool
  ) throws {
    let kernel = try Kernel(KernelReference.values[index].key, normalised: normalised)
    let cosines = KernelLanesTests.cosines + KernelReference.cosines
    let values = applied(kernel, cosines)
    for (cosine, value) in zip(cosines, values) {
      #expect(abs(value - kernel(cosine: cosine)) <= 6 * 0x1p-53 * kernel(cosine: 1).rounded(.up), "\(cosine)")
    }
  }

  @Test func `a value does not depend on its place`() throws {
    let kernel = try Kernel(.ntk(layers: 3))
    let all = applied(kernel, KernelLanesTests.cosines)
    for start in [0, 1, 5, 100, 3333] {
      for count in [1, 2, 7, 8, 9, 16, 17] {
        let part = applied(kernel, Array(KernelLanesTests.cosines[start..<start + count]))
        #expect(part == Array(all[start..<start + count]))
      }
    }
    #expect(applied(kernel, []).isEmpty)
  }

  @Test func `cosines beyond one are clamped`() throws {
    let kernel = try Kernel(.ntk(layers: 3))
    let values = applied(kernel, [1 + 1e-12, 1, -1 - 1e-12, -1])
    #expect(values[0] == values[1] && values[2] == values[3])
  }

  private func applied(_ kernel: Kernel, _ cosines: [Double]) -> [Double] {
    var values = cosines
    values.withUnsafeMutableBufferPointer { kernel.apply(to: UnsafeMutableBufferPointer(rebasing: $0[...])) }
    return values
  }
}
