import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct RidgePathTests {
  @Test func `one point has the closed form y over k plus lambda`() throws {
    let kernel = try panels(1) { _, _ in 3 }
    let fits = try RidgePath().fit(kernel, targets: column([5]), lambdas: [1, 7])
    #expect(abs(fits[0].coefficients[0, 0] - 1.25) < 1e-14 && abs(fits[1].coefficients[0, 0] - 0.5) < 1e-14)
  }

  /// (u u' + c I)^-1 y = (y - u (u'y)/(c + u'u))/c, Sherman and Morrison.
  @Test(arguments: [2, 5, 16, 17, 40], [1.0, 10.0, 100.0])
  func `a kernel of rank one has the Sherman-Morrison solution`(order: Int, reach: Double) throws {
    let u = (0..<order).map { 1 + Double($0 % 7) / 3 }
    let kernel = try panels(order, tile: 8) { u[$0] * u[$1] }
    let y = try Matrix(rows: order, columns: 2, elements: (0..<2 * order).map { Double(($0 * 37) % 11) - 4 })
    let lambdas = [1, 1e-1, 1e-3, 1e-2, 3e-4]
    for (fit, lambda) in zip(
      try RidgePath(reach: reach, tolerance: 1e-13, threads: 2).fit(kernel, targets: y, lambdas: lambdas), lambdas)
    {
      let shift = Double(order) * lambda
      #expect(fit.lambda == lambda && fit.residual < 1e-12)
      for target in 0..<2 {
        let projection = (0..<order).reduce(0) { $0 + u[$1] * y[$1, target] }
        let scale = projection / (shift + u.reduce(0) { $0 + $1 * $1 })
        for point in 0..<order {
          let exact = (y[point, target] - u[point] * scale) / shift
          #expect(abs(fit.coefficients[point, target] - exact) < 1e-9 * (1 + abs(exact)))
        }
      }
    }
  }

  /// The Hilbert matrix of order 3 plus I/10 against (1, 2, 3): Gauss elimination in exact rationals.
  @Test func `a small dense system has its exact rational solution`() throws {
    let kernel = try panels(3, tile: 2) { 1 / Double($0 + $1 + 1) }
    let fit = try RidgePath(tolerance: 1e-14).fit(kernel, targets: column([1, 2, 3]), lambdas: [1.0 / 30])[0]
    let exact = [-13410.0 / 3719, 4980.0 / 3719, 47940.0 / 3719]
    for (value, expected) in zip(fit.coefficients.elements, exact) { #expect(abs(value - expected) < 1e-11) }
  }

  @Test func `bits do not depend on the number of threads`() throws {
    let kernel = try panels(70, tile: 8) { 1 / (1 + Double(abs($0 - $1))) }
    let targets = try Matrix(rows: 70, columns: 3, elements: (0..<210).map { Double($0 % 13) })
    let one = try RidgePath(reach: 10, threads: 1).fit(kernel, targets: targets, lambdas: [1e-1, 1e-2, 1e-3])
    let four = try RidgePath(reach: 10, threads: 4).fit(kernel, targets: targets, lambdas: [1e-1, 1e-2, 1e-3])
    #expect(one == four)
  }

  @Test func `the leading points alone are fitted when fewer targets are given`() throws {
    let whole = try panels(30, tile: 8) { 1 / (1 + Double(abs($0 - $1))) }
    let part = try panels(13, tile: 8) { 1 / (1 + Double(abs($0 - $1))) }
    let targets = try column((0..<13).map { Double($0 * $0) })
    let fits = try RidgePath().fit(whole, targets: targets, lambdas: [0.1])
    #expect(try fits == RidgePath().fit(part, targets: targets, lambdas: [0.1]))
  }

  @Test func `lambdas share the factor of one in reach`() {
    let grid = [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7]
    let groups = RidgePath(reach: 10).groups(grid)
    #expect(groups.map(\.anchor) == [1e-6, 1e-3, 1] && groups.map(\.members) == [[7, 6, 5], [4, 3, 2], [1, 0]])
    #expect(RidgePath(reach: 1).groups(grid).count == 8)
    #expect(RidgePath(reach: 1).groups([2, 2, 1]).map(\.members) == [[2], [0, 1]])
  }

  @Test func `a lambda above the trace by the reach needs no factor`() throws {
    let kernel = try panels(4, tile: 4) { $0 == $1 ? 1 : 0 }
    let fit = try RidgePath(reach: 100).fit(kernel, targets: column([1, 2, 3, 4]), lambdas: [0.25])[0]
    for point in 0..<4 { #expect(abs(fit.coefficients[point, 0] - Double(point + 1) / 2) < 1e-12) }
    #expect(fit.iterations == 1 && fit.residual < 1e-14)
  }

  @Test func `a matrix too ill for single precision is solved in double`() throws {
    // u u' + 1e-9 I with |u|^2 = 40: the shift is below half an ulp of the diagonal in single precision.
    let kernel = try panels(40, tile: 8) { _, _ in 1 }
    let fit = try RidgePath(tolerance: 1e-6).fit(
      kernel, targets: column((0..<40).map { $0 % 2 == 0 ? 1 : -1 }), lambdas: [2.5e-11])[0]
    for point in 0..<40 { #expect(abs(fit.coefficients[point, 0] * 1e-9 - (point % 2 == 0 ? 1 : -1)) < 1e-5) }
  }

  @Test func `bad input is refused`() throws {
    func fit(_ targets: [Double], _ lambdas: [Double], diagonal: Double = 1) throws -> [RidgeFit] {
      try RidgePath().fit(panels(3) { $0 == $1 ? diagonal : 0 }, targets: column(targets), lambdas: lambdas)
    }
    refused(RidgeError.badLambda(index: 1, value: 0), try fit([1, 2, 3], [1, 0]))
    refused(RidgeError.badLambda(index: 0, value: .infinity), try fit([1, 2, 3], [.infinity]))
    refused(RidgeError.empty(what: "the grid of lambdas"), try fit([1, 2, 3], []))
    refused(RidgeError.notFinite(what: "the targets", row: 1, column: 0), try fit([1, .infinity, 3], [1]))
    refused(RidgeError.mismatch(what: "the targets", expected: 3, found: 4), try fit([1, 2, 3, 4], [1]))
    refused(RidgeError.notPositiveDefinite(lambda: 0.1, order: 3, pivot: 0), try fit([1, 2, 3], [0.1], diagonal: -1))
  }
}
