import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct LeadingPartTests {
  /// K_R (K_RR + c I)^-1 K_R' + s I by LAPACK on the whole matrix.
  @Test(arguments: [(16, 8), (29, 8), (70, 24)], [1, 13])
  func `the inverse is that of what the leading points say`(sizes: (order: Int, rank: Int), columns: Int) throws {
    let (order, rank) = sizes
    let entry: @Sendable (Int, Int) -> Double = { 1 / (1 + Double(abs($0 - $1)) / 5) }
    let sides = (0..<order * columns).map { Double($0 * 37 % 11) - 4 }
    let across = try matrix(0..<order, 0..<rank, entry)
    let inside = try Cholesky(matrix(0..<rank, 0..<rank, entry), addingToDiagonal: 1e-10).solve(across.transposed)
    let exact = try Cholesky(BLAS.product(across, inside), addingToDiagonal: 0.3)
      .solve(Matrix(rows: order, columns: columns, elements: sides))
    // A kernel of more points, of which only the leading ones count.
    let kernel = try panels(order + 5, tile: 8, entry)
    let results = try [1, 3].map { threads in
      var result = sides
      try LeadingPart(kernel, order: order, rank: rank, threads: threads).solver(shift: 0.3, columns: columns)(&result)
      return result
    }
    #expect(results[0] == results[1])
    for (value, expected) in zip(results[0], exact.elements) { #expect(abs(value - expected) < 1e-9) }
  }

  /// Of rank one, K = u u', all is known of a single point: (u u' + s I)^-1 b = (b - u (u'b)/(s + u'u))/s.
  @Test func `a matrix of low rank is inverted whole, though its leading points repeat`() throws {
    let u = (0..<30).map { $0 < 4 ? 1 : 1 + Double($0 % 7) / 3 }
    let kernel = try panels(30, tile: 4) { u[$0] * u[$1] }
    var x = (0..<30).map { Double($0 % 5) }
    let scale = zip(u, x).reduce(0) { $0 + $1.0 * $1.1 } / (0.5 + u.reduce(0) { $0 + $1 * $1 })
    let exact = zip(u, x).map { ($1 - $0 * scale) / 0.5 }
    try LeadingPart(kernel, order: 30, rank: 8, threads: 2).solver(shift: 0.5, columns: 1)(&x)
    for (value, expected) in zip(x, exact) { #expect(abs(value - expected) < 1e-8) }
  }

  @Test func `a matrix with a negative pivot has no such inverse`() throws {
    let kernel = try panels(16, tile: 4) { $0 != $1 ? 0 : $0 == 5 ? -1 : 1 }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(pivot: 5, order: 8)) {
      try LeadingPart(kernel, order: 16, rank: 8, threads: 1)
    }
  }

  /// With products enough for all lambdas, for some, and for none, which leaves the others to a factor.
  @Test(arguments: [10_000, 40, 0]) func `of many points all lambdas have the solutions of LAPACK, with whatever helps`(
    mostProducts: Int
  ) throws {
    let order = 90
    let entry: @Sendable (Int, Int) -> Double = { 1 / (1 + Double(($0 - $1) * ($0 - $1)) / 50) }
    let kernel = try panels(order, tile: 4, entry)
    let y = try Matrix(rows: order, columns: 6, elements: (0..<6 * order).map { Double($0 * 37 % 11) - 4 })
    var path = RidgePath(reach: 100, tolerance: 1e-10)
    (path.manyPoints, path.rank, path.mostProducts) = (50, 12, mostProducts)
    let lambdas = [1e-4, 1, 1e-2, 1e-5]
    let fits = try path.fit(kernel, targets: y, lambdas: lambdas)
    // All go without a factor, the largest alone, or none.
    let led = try path.fitsByLeadingPart(kernel, y, lambdas).keys.sorted()
    #expect(led == (mostProducts > 40 ? [0, 1, 2, 3] : mostProducts == 40 ? [1] : []))
    path.reach = 1
    #expect(try path.fitsByLeadingPart(kernel, y, lambdas).isEmpty)
    (path.reach, path.threads) = (100, 3)
    #expect(try path.fit(kernel, targets: y, lambdas: lambdas) == fits)
    for (fit, lambda) in zip(fits, lambdas) {
      let exact = try Cholesky(matrix(0..<order, 0..<order, entry), addingToDiagonal: Double(order) * lambda).solve(y)
      #expect(fit.lambda == lambda && fit.residual < 1e-9 && (mostProducts != 40 || fit.iterations <= 40))
      let size = exact.elements.map(\.magnitude).max() ?? 0
      for (value, expected) in zip(fit.coefficients.elements, exact.elements) {
        #expect(abs(value - expected) < 1e-5 * size)
      }
    }
  }
}
