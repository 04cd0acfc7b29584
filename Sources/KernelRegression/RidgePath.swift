import LinearAlgebra

/// The solution of kernel ridge regression at one lambda.
public struct RidgeFit: Sendable, Equatable {
  public let lambda: Double
  /// alpha = (K + n lambda I)^-1 Y, one column per target; the prediction at x is sum_i k(x, x_i) alpha_i.
  public let coefficients: Matrix
  /// The largest |Y - (K + n lambda I) alpha| / |Y| over the targets, Euclidean norms.
  public let residual: Double
  /// Products with K that refining took; 0 if the factor alone sufficed.
  public let iterations: Int
}

/// Kernel ridge regression, (K + n lambda I) alpha = Y, over a grid of lambdas.
///
/// Some lambdas are factorised in single precision; each solution is then refined in double precision by conjugate
/// gradients on K itself, preconditioned by the factor of the nearest one, until the residual that these carry along is below the
/// tolerance. The residual that is stated is computed anew from the solution.
/// Large lambdas need no factor: of many points, conjugate gradients preconditioned by the `LeadingPart` take few products; of
/// fewer, tr K / (n lambda), which bounds the condition, may be within reach of 1.
/// Memory: 4 n^2 bytes for K in double precision and 2 n^2 for the factor in single, less than one square array of
/// doubles. Where single precision meets a pivot that is not positive, that factor is recomputed in double.
public struct RidgePath: Sendable {
  /// Lambdas within this ratio of a factorised one use its factor; 1 factorises at every lambda, however many points there are. Conjugate gradients
  /// take about 12 sqrt(reach) products with K, a factorisation n/6 times the work of one product per target.
  public var reach: Double
  /// The relative residual at which refining ends.
  public var tolerance: Double
  public var largestIterations: Int
  public var threads: Int
  /// From how many points on the leading part is tried, and solutions with the factor use the numbers where they stand; below,
  /// a factor takes no longer.
  public var manyPoints = 12_288
  /// The rank of the leading part, of at most an eighth of the points; cut to a multiple of the tile.
  public var rank = 2_048
  /// Products beyond which a lambda is left to a factor.
  public var mostProducts = 36

  public init(reach: Double = 1, tolerance: Double = 1e-6, largestIterations: Int = 500, threads: Int = 1) {
    (self.reach, self.tolerance) = (reach, tolerance)
    (self.largestIterations, self.threads) = (largestIterations, threads)
  }

  /// Threads that pay: for few points two cores do more with a problem each than with halves of one.
  public static func threads(points: Int) -> Int { points > 4_000 ? 2 : 1 }

  /// The bytes that `fit` needs beside the kernel itself, for n points and `columns` targets.
  public static func bytes(points: Int, columns: Int) -> Int {
    SymmetricPanels<Float>.bytes(order: points) + 10 * 8 * points * columns
  }

  /// How many factors a grid of lambdas may be expected to take for n points: one for each group that shares one, less, of many
  /// points, that of the largest.
  public func factors(_ lambdas: [Double], points: Int) -> Int {
    let groups = groups(lambdas).count
    return points < manyPoints || reach <= 1 ? groups : max(1, groups - 1)
  }

  /// Fits the leading `targets.rows` points of `kernel` at every lambda; `lambdas` may come in any order, the fits come
  /// in theirs.
  /// - Throws: `RidgeError.mismatch`, `notFinite`, `badLambda`, `notPositiveDefinite`, and `noConvergence` where the
  ///   residual stays above 1,000 times the tolerance.
  public func fit(_ kernel: SymmetricPanels<Double>, targets: Matrix, lambdas: [Double]) throws -> [RidgeFit] {
    try check(kernel, targets, lambdas)
    var fits = try fitsByLeadingPart(kernel, targets, lambdas)
    let trace = (0..<targets.rows).reduce(0) { $0 + kernel[$1, $1] }
    for index in lambdas.indices where fits[index] == nil && reach > 1 {
      guard trace <= reach * Double(targets.rows) * lambdas[index] else { continue }
      fits[index] = try refined(kernel, targets, lambda: lambdas[index]) { _ in }
    }
    for group in groups(lambdas, leavingOut: Set(fits.keys)) {
      let shift = Double(targets.rows) * group.anchor
      let solve = try factor(kernel, order: targets.rows, lambda: group.anchor, shift, targets.columns)
      for index in group.members { fits[index] = try refined(kernel, targets, lambda: lambdas[index], factor: solve) }
    }
    return lambdas.indices.compactMap { fits[$0] }
  }

  /// Fits with the leading part, from the largest lambda down as long as each takes few products; a tenth of a lambda takes
  /// at most sqrt(10) times as many.
  func fitsByLeadingPart(
    _ kernel: SymmetricPanels<Double>, _ targets: Matrix, _ lambdas: [Double]
  ) throws -> [Int: RidgeFit] {
    let count = targets.rows
    let rank = min(rank, count / 8) / kernel.tile * kernel.tile
    guard count >= manyPoints, rank > 0, reach > 1 else { return [:] }
    var fits: [Int: RidgeFit] = [:]
    do {
      let part = try LeadingPart(kernel, order: count, rank: rank, threads: threads)
      var path = self
      path.largestIterations = mostProducts
      var last: RidgeFit?
      for index in lambdas.indices.sorted(by: { lambdas[$0] > lambdas[$1] }) {
        let expected = last.map { Double($0.iterations) * ($0.lambda / lambdas[index]).squareRoot() } ?? 0
        guard expected <= Double(mostProducts) else { break }
        let solve = try part.solver(shift: Double(count) * lambdas[index], columns: targets.columns)
        let fit = try path.refined(kernel, targets, lambda: lambdas[index], factor: solve)
        // The residual that the steps carry along is below the tolerance; the one that is computed anew may be a little above.
        guard fit.residual <= 2 * tolerance else { break }
        (fits[index], last) = (fit, fit)
      }
    } catch RidgeError.noConvergence, LinearAlgebraError.notPositiveDefinite {
      // What the leading part does not serve is left to a factor.
    }
    return fits
  }

  /// Lambdas that share a factor: ascending, each group reaches from its smallest to `reach`^2 times that.
  func groups(_ lambdas: [Double], leavingOut solved: Set<Int> = []) -> [(anchor: Double, members: [Int])] {
    var left = lambdas.indices.filter { !solved.contains($0) }.sorted { (lambdas[$0], $0) < (lambdas[$1], $1) }[...]
    var result: [(anchor: Double, members: [Int])] = []
    let slack = 1 + 1e-9
    while let first = left.first {
      let near = left.prefix { lambdas[$0] <= lambdas[first] * reach * slack }
      let anchor = lambdas[near.last ?? first]
      let members = left.prefix { lambdas[$0] <= anchor * reach * slack }
      result.append((anchor, Array(members)))
      left = left.dropFirst(members.count)
    }
    return result
  }

  private func factor(
    _ kernel: SymmetricPanels<Double>, order: Int, lambda: Double, _ shift: Double, _ columns: Int
  ) throws -> (inout [Double]) throws -> Void {
    do {
      let single = try PanelCholesky<Float>(kernel, order: order, addingToDiagonal: shift, threads: threads)
      let isNarrow = order >= manyPoints && columns > 4 && kernel.tile % 4 == 0
      return { try isNarrow ? single.solveNarrow(&$0, columns: columns) : single.solve(&$0, columns: columns) }
    } catch LinearAlgebraError.notPositiveDefinite {
      do {
        let double = try PanelCholesky<Double>(kernel, order: order, addingToDiagonal: shift, threads: threads)
        return { try double.solve(&$0, columns: columns) }
      } catch LinearAlgebraError.notPositiveDefinite(let pivot, _) {
        throw RidgeError.notPositiveDefinite(lambda: lambda, order: order, pivot: pivot)
      }
    }
  }

  private func refined(
    _ kernel: SymmetricPanels<Double>, _ targets: Matrix, lambda: Double, factor: (inout [Double]) throws -> Void
  ) throws -> RidgeFit {
    let (count, columns) = (targets.rows, targets.columns)
    let solver = PreconditionedSolver(
      order: count, columns: columns, tolerance: tolerance, largestIterations: largestIterations)
    let result = try solver.solve(
      targets.elements,
      product: {
        try kernel.product(leading: count, shift: Double(count) * lambda, $0, columns: columns, threads: threads)
      }, precondition: factor)
    guard result.residual <= 1_000 * tolerance else {
      throw RidgeError.noConvergence(lambda: lambda, iterations: result.iterations, residual: result.residual)
    }
    return RidgeFit(
      lambda: lambda, coefficients: try Matrix(rows: count, columns: columns, elements: result.solution),
      residual: result.residual, iterations: result.iterations)
  }

  private func check(_ kernel: SymmetricPanels<Double>, _ targets: Matrix, _ lambdas: [Double]) throws {
    guard targets.rows > 0, targets.columns > 0 else { throw RidgeError.empty(what: "the targets") }
    guard targets.rows <= kernel.order else {
      throw RidgeError.mismatch(what: "the targets", expected: kernel.order, found: targets.rows)
    }
    try requireFinite(targets, "the targets")
    try requireLambdas(lambdas)
  }
}
