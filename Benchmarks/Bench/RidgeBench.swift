import Foundation
import KernelRegression
import Kernels
import LinearAlgebra

/// Prints the seconds of ridge computations as JSON, for the scripts in this folder to set beside a peer's.
///
///     Bench ridge factor POINTS [TILE]
///     Bench ridge path POINTS TEST_POINTS
///     Bench ridge a9 POINTS [SEED [REACH]]
///     Bench ridge a10 POINTS DRAWS
func ridgeBench(_ arguments: [String]) throws {
  let numbers = arguments.dropFirst().compactMap { Int($0) }
  switch (arguments.first, numbers.count) {
  case ("factor", 1...2): try timeFactor(order: numbers[0], tile: numbers.count > 1 ? numbers[1] : nil)
  case ("path", 2): try timePath(points: numbers[0], test: numbers[1])
  case ("a9", 1...3):
    try timeLearningCurves(
      largest: numbers[0], seed: numbers.count > 1 ? numbers[1] : 1, reach: numbers.count > 2 ? Double(numbers[2]) : 10)
  case ("a10", 2): try timeRandomFeatures(largest: numbers[0], draws: numbers[1])
  default:
    print("usage: Bench ridge factor POINTS [TILE] | path POINTS TEST | a9 POINTS [SEED [REACH]] | a10 POINTS DRAWS")
  }
}

private let threads = 2

private func seconds(_ body: () throws -> Void) rethrows -> Double {
  try ContinuousClock().measure(body) / .seconds(1)
}

/// The seconds of all threads together.
private func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

private func sphere(_ count: Int, _ purpose: String, seed: Int = 1) throws -> Matrix {
  try Sampling.sphere(count: count, dimension: 4, stream: RandomStream(seed: UInt64(seed), purpose: purpose))
}

/// Rectangles of the matrix of one set of unit vectors; exact on the diagonal.
private func rectangles(
  _ kernel: Kernel, _ points: Matrix
) -> @Sendable (Range<Int>, Range<Int>) throws -> Matrix {
  { rows, columns in
    let left = points.selecting(rows: Array(rows))
    guard rows != columns else { return try Gram.matrix(kernel, left) }
    return try Gram.matrix(kernel, rows: left, columns: points.selecting(rows: Array(columns)))
  }
}

private func rectangles(
  _ kernel: Kernel, _ rows: Matrix, _ columns: Matrix
) -> @Sendable (Range<Int>, Range<Int>) throws -> Matrix {
  {
    try Gram.matrix(kernel, rows: rows.selecting(rows: Array($0)), columns: columns.selecting(rows: Array($1)))
  }
}

private func timeFactor(order: Int, tile: Int?) throws {
  let points = try sphere(order, "benchmark")
  let kernel = try SymmetricPanels<Double>(
    order: order, tile: tile, threads: threads, fill: rectangles(Kernel(.laplace(c: 1)), points))
  let flop = pow(Double(order), 3) / 3
  func report<Scalar: PanelScalar>(_ name: String, _: Scalar.Type) throws {
    let before = processorSeconds()
    let wall = try seconds {
      _ = try PanelCholesky<Scalar>(kernel, order: order, addingToDiagonal: 1, threads: threads)
    }
    let work = processorSeconds() - before
    print("{\"\(name)\": \(wall), \"gigaflops\": \(flop / wall / 1e9), \"perProcessorSecond\": \(flop / work / 1e9)}")
  }
  try report("float", Float.self)
  try report("double", Double.self)
}

private func timePath(points count: Int, test: Int) throws {
  let kernel = try Kernel(.ntk(layers: 3), normalised: true)
  let (points, others) = try (sphere(count, "benchmark"), sphere(test, "test"))
  let lambdas = (0...16).map { pow(10, -Double($0) / 2) }
  let targets = try Matrix(
    rows: count, columns: 10, elements: RandomStream(seed: 1, purpose: "targets").gaussians(10 * count))
  var (worst, corner, iterations) = (0.0, 0.0, [Int]())
  var parts: [Double] = []
  let total = try seconds {
    var matrix: SymmetricPanels<Double>?
    try parts.append(
      seconds { matrix = try SymmetricPanels(order: count, threads: threads, fill: rectangles(kernel, points)) })
    guard let matrix else { return }
    var fits: [RidgeFit] = []
    try parts.append(
      seconds { fits = try RidgePath(reach: 3.17, threads: threads).fit(matrix, targets: targets, lambdas: lambdas) })
    try parts.append(
      seconds {
        corner = try RidgePrediction.predict(
          points: test, coefficients: fits.map(\.coefficients), threads: threads,
          fill: rectangles(kernel, others, points))[16][0, 0]
      })
    worst = fits.map(\.residual).max() ?? 0
    iterations = fits.map(\.iterations)
  }
  print(
    "{\"seconds\": \(total), \"parts\": \(parts), \"residual\": \(worst), \"corner\": \(corner), "
      + "\"iterations\": \(iterations)}")
}

private func timeLearningCurves(largest: Int, seed: Int, reach: Double) throws {
  let kernels: [(String, Kernel)] = try [
    ("rf2", Kernel(.arcCosine(layers: 2, bias: true), normalised: true)), ("rf3", Kernel(.arcCosine(layers: 3))),
    ("rf4", Kernel(.arcCosine(layers: 4))), ("ntk2", Kernel(.ntk(layers: 2, bias: true), normalised: true)),
    ("ntk3", Kernel(.ntk(layers: 3), normalised: true)), ("ntk4", Kernel(.ntk(layers: 4), normalised: true)),
    ("laplace", Kernel(.laplace(c: 1))),
  ]
  let sizes = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000].map { min($0, largest) }
  let lambdas = (2...8).map { pow(10, -Double($0)) }
  let (pool, test) = try (sphere(10_000, "pool", seed: seed), sphere(10_000, "test", seed: seed))
  let target = RidgeTarget.cap(threshold: 0.7)
  let (targets, values) = (target.values(at: pool), target.values(at: test))
  for (name, kernel) in kernels {
    var curve: RidgeLearningCurve?
    let time = try seconds {
      curve = try RidgeLearningCurve(
        targets: targets, sizes: sizes, lambdas: lambdas, testValues: values,
        path: RidgePath(reach: reach, threads: threads),
        kernel: rectangles(kernel, pool), testKernel: rectangles(kernel, test, pool))
    }
    guard let curve else { continue }
    let (large, small) = try (curve.best(smallest: 1e-4), curve.best(smallest: 1e-8))
    print(
      "{\"kernel\": \"\(name)\", \"seconds\": \(time), \"residual\": \(curve.residual), "
        + "\"large\": \(large.map(\.error)), \"small\": \(small.map(\.error)), \"lambda\": \(small.map(\.lambda))}")
  }
}

private func timeRandomFeatures(largest: Int, draws: Int) throws {
  let sizes = RandomFeatureRidge.sizes(upTo: largest)
  let (pool, test) = try (sphere(largest, "pool"), sphere(10_000, "test"))
  let (targets, values) = (RidgeTarget.twoBumps.values(at: pool), RidgeTarget.twoBumps.values(at: test))
  let lambdas = stride(from: -30.0, through: 3, by: 3).map { exp2($0) }
  for size in sizes where size > 500 {
    let m = Int(Double(size).squareRoot())
    for widths in [[m], [m, m], [10, m], [m, 10]] {
      let runs = try (0..<draws).map { draw in
        try RandomFeatureRidge(
          training: (pool.prefix(rows: size), Array(targets[..<size])), test: (test, values), widths: widths,
          lambdas: lambdas, seed: 1, draw: draw)
      }
      let shared = runs.map { $0.shared.min() ?? 0 }.reduce(0, +) / Double(draws)
      let redrawn = runs.map { $0.redrawn.min() ?? 0 }.reduce(0, +) / Double(draws)
      print("{\"n\": \(size), \"widths\": \(widths), \"shared\": \(shared), \"redrawn\": \(redrawn)}")
    }
  }
}
