import Documents
import KernelRegression
import Kernels
import LinearAlgebra
import Networks
import Pipeline

/// Chen, Li & Lin (2024): On the Impacts of the Random Initialization in the NTK Theory.
enum RandomInitialisation {
  /// The kinds of stages that the paper brings.
  static let kinds: [any Stage.Type] = [
    InitialisationTrialsStage.self, ErrorEquivalentStage.self, SmoothnessThresholdStage.self, WidthDynamicsStage.self,
    TangentKernelStage.self, TrainedErrorStage.self, StartDecayStage.self, LabelSmoothnessStage.self,
    FlowEquivalentStage.self,
  ]
}

/// A regression problem on the sphere S^d in R^{d+1}, where lifted inputs of R^d live.
struct SphereProblem {
  /// d.
  let dimension: Int
  let count, tests: Int
  let noise: Double
  let coefficients: [Double]

  init(_ fields: Fields) {
    dimension = fields.integer("dimension", in: 2...60, "d of the inputs; kernels live on S^d in R^{d+1}")
    count = fields.integer("n", in: 2...20_000, "training points")
    tests = fields.integer("tests", in: 2...20_000, "test points")
    noise = fields.number("noise", in: 0...100, "standard deviation of the noise on the targets")
    coefficients = fields.numbers(
      "target", in: -1e6...1e6, "a_0, a_1, ...: the target is sum a_k P_k(x_1), P_k the Legendre polynomials of R^{d+1}"
    )
  }

  /// One data set with a draw of the process that a random start is.
  struct Draw {
    let kernel, cross, training, testing: Matrix
    /// The noisy targets, and the noiseless values at the test points.
    let targets: [Double]
    let truth: [Double]
    let randomStart: (training: [Double], points: [Double])
    let zeroStart: (training: [Double], points: [Double])
  }

  /// Streams (seed, "points"), (seed, "initial function") and (seed, "noise"); both kernels divided by their value at 1.
  func draw(seed: UInt64) throws -> Draw {
    let all = try Sampling.sphere(
      count: count + tests, dimension: dimension + 1, stream: RandomStream(seed: seed, purpose: "points"))
    let process = try GaussianProcess(covariance: Gram.matrix(Kernel(.arcCosine(layers: 2)), all))
    let start = try process.draws(1, stream: RandomStream(seed: seed, purpose: "initial function")).elements
    let training = all.prefix(rows: count)
    let testing = all.selecting(rows: Array(count..<(count + tests)))
    let ntk = try Kernel(.ntk(layers: 2), normalised: true)
    let target = try ZonalFunction(dimension: dimension + 1, coefficients: coefficients)
    let draws = RandomStream(seed: seed, purpose: "noise").gaussians(count)
    return Draw(
      kernel: try Gram.matrix(ntk, training), cross: try Gram.matrix(ntk, rows: testing, columns: training),
      training: training, testing: testing,
      targets: zip(try target.values(at: training), draws).map { $0 + noise * $1 },
      truth: try target.values(at: testing), randomStart: (Array(start[..<count]), Array(start[count...])),
      zeroStart: ([Double](repeating: 0, count: count), [Double](repeating: 0, count: tests)))
  }
}

struct GeometricGridFields {
  private let first, last: Double
  let count: Int

  init(_ fields: Fields, _ key: String, _ help: String) {
    let grid = fields.object(key, help)
    first = grid.number("from", in: 1e-300...1e300, "the first value")
    last = grid.number("to", in: 1e-300...1e300, "the last value")
    count = grid.integer("count", in: 3...10_000, "how many, in geometric progression")
  }

  var values: [Double] { get throws { try ErrorCurve.geometricGrid(from: first, to: last, count: count) } }
}

struct TangentFields {
  /// d.
  let dimension, width, layers: Int
  let mode: TangentStart
  let seed: Int

  init(_ fields: Fields) {
    dimension = fields.integer("dimension", in: 1...1000, "d; the inputs of the network are points of S^d in R^{d+1}")
    width = fields.integer("width", in: 1...1_000_000, "m, neurons of each hidden layer")
    layers = fields.integer("layers", in: 2...100, "L; L - 1 hidden layers")
    mode = fields.choice("start", TangentStart.standard, "how the parameters start")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of the parameters")
  }

  func start() throws -> TangentNetwork {
    try TangentNetwork(dimension: dimension + 1, width: width, layers: layers, start: mode, seed: UInt64(seed))
  }

  /// What the parameters, their gradient and the passes of `count` points through two copies take.
  func bytes(points count: Int) -> Int {
    24 * width * (dimension + 1 + (layers - 2) * width) + 64 * width * count * (layers - 1)
  }

  private static let row = Row<TangentFields>(
    .integer("dimension", "$d$; the inputs are points of the sphere of $R^{d+1}$", \.dimension),
    .integer("width", "$m$, neurons of each hidden layer", \.width),
    .integer("layers", "$L$; the network has $L - 1$ hidden layers", \.layers),
    .text("start", "how the parameters start: standard or mirrored", \.mode.rawValue),
    .integer("seed", "seed of the parameters", \.seed))

  /// The columns that tell one network from another, in front of `own`.
  func columns(_ own: [Column]) -> [Column] {
    Self.row.columns(spanning: [
      \.dimension: [Double(dimension)], \.width: [Double(width)], \.layers: [Double(layers)], \.seed: [Double(seed)],
    ]) + own
  }

  /// A table with these columns in front.
  func labelled(_ own: Table) throws -> Table {
    try Self.row.table(Array(repeating: self, count: own.rowCount)).joined(own)
  }
}
