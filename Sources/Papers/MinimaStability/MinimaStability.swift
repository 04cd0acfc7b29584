import Documents
import LinearAlgebra
import Networks
import Pipeline

/// Nacson et al. (2023): The Implicit Bias of Minima Stability in Multivariate Shallow ReLU Networks.
enum MinimaStability {
  /// The kinds of stages that the paper brings.
  static let kinds: [any Stage.Type] = [
    RandomLabelsStage.self, ImagePairStage.self, GradientDescentStage.self, EscapeStage.self, ChainStage.self,
    LineLadderStage.self, LeastNormStage.self, GridLadderStage.self, DeepReturnStage.self,
    PyramidSharpnessStage.self, LineDensityStage.self, PyramidDensityStage.self,
  ]
}

/// The start of a shallow network, and when its training stops.
struct TrainingFields {
  let width: Int
  let scale: Double
  let biasScale: Double?
  let seed: Int
  let tolerance: Double
  let hold, limit: Int

  init(_ fields: Fields) {
    width = fields.integer("width", in: 1...1_000_000, "neurons of the hidden layer")
    scale = fields.number("scale", in: 1e-9...1e9, "s: w ~ N(0, s^2/d), a ~ N(0, s^2)")
    biasScale = fields.optionalNumber(
      "bias-scale", in: 0...1e9, "standard deviation of the biases; s/sqrt(d) if left out")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of everything drawn")
    tolerance = fields.number("tolerance", in: 1e-300...1, "the loss below which a run counts as converged")
    hold = fields.integer("hold", in: 1...1_000_000_000, "evaluations of the loss for which it must stay there")
    limit = fields.integer("steps", in: 1...1_000_000_000, "steps after which a run ends in any case")
  }

  var rule: StoppingRule { get throws { try StoppingRule(tolerance: tolerance, hold: hold, maximumSteps: limit) } }

  /// What the network and its stability at `count` points take: pre-activations, parameters and planes, kernel matrices.
  func bytes(points count: Int, dimension: Int) -> Int {
    let (n, k) = (Double(count), Double(width))
    return Resources.bytes(40 * k * n + k * (64 * Double(dimension + 2) + 512) + 64 * n * n)
  }

  /// A third of the steps that are allowed, as most runs converge, each of `batch` points.
  func work(batch: Double, dimension: Int, runs: Double = 1) -> Work {
    Work(runs * Double(limit) / 3 * batch * Double(width) * Double(dimension + 2), rate: 6e9)
  }

  func network(dimension: Int) throws -> ShallowNetwork {
    try ShallowNetwork(width: width, dimension: dimension, scale: scale, biasScale: biasScale, seed: UInt64(seed))
  }
}

/// Points and targets made by other stages.
struct DataFields {
  let points, targets: Input<Matrix>

  init(_ fields: Fields) {
    points = fields.input("points", Matrix.self, "the training points, one a row")
    targets = fields.input("targets", Matrix.self, "their targets, one column")
  }

  /// What training takes on matrices of so many bytes, for ordinary ones where they are not made yet.
  func bytes(_ training: TrainingFields, reading sizes: [String: Int]) -> Int {
    let count = (sizes[targets.path] ?? 0) / MemoryLayout<Double>.stride
    guard count > 0, let points = sizes[points.path] else { return training.bytes(points: 256, dimension: 100) }
    let dimension = points / MemoryLayout<Double>.stride / count
    return Resources.bytes(Double(training.bytes(points: count, dimension: dimension)) + 4 * Double(points))
  }

  func read(_ workspace: Workspace) throws -> TrainingSet {
    try TrainingSet(points: try workspace.read(points), targets: try workspace.read(targets).elements)
  }
}

/// A function on a square grid.
struct GridFields {
  enum Name: String, CaseIterable {
    case pyramid, gaussian, power, bump
  }

  let name: Name
  let rate, exponent: Double?
  let side: Int
  let halfWidth: Double

  init(_ fields: Fields) {
    name = fields.choice(
      "target", .pyramid,
      "max(0, 1 - |x|_1), exp(-rate |x|^2), max(0, 1 - |x|^2)^exponent or the smooth exp(1 - 1 / (1 - |x|^2)) on the unit ball"
    )
    rate = fields.optionalNumber("rate", in: 1e-6...1e6, "the rate of the Gaussian")
    exponent = fields.optionalNumber("exponent", in: 0.1...20, "the exponent of the power")
    side = fields.integer("side", in: 2...100, "m of the m x m grid")
    halfWidth = fields.number("half-width", in: 1e-6...1e6, "R of the square [-R, R]^2")
    if name == .gaussian, rate == nil { fields.refuse("rate", "a Gaussian needs its `rate`", remedy: "add `rate`") }
    if name == .power, exponent == nil {
      fields.refuse("exponent", "a power needs its `exponent`", remedy: "add `exponent`")
    }
    if name != .gaussian, rate != nil {
      fields.refuse("rate", "`rate` makes no sense for the \(title)", remedy: "remove it")
    }
    if name != .power, exponent != nil {
      fields.refuse("exponent", "`exponent` makes no sense for the \(title)", remedy: "remove it")
    }
  }

  var grid: SquareGrid { get throws { try SquareGrid(side: side, halfWidth: halfWidth) } }

  var target: SymmetricTarget {
    switch name {
    case .pyramid: .pyramid
    case .gaussian: .gaussian(rate: rate ?? 1)
    case .power: .power(exponent: exponent ?? 1)
    case .bump: .bump
    }
  }

  /// The function in a line of text, such as exp(−2|x|²).
  var formula: String {
    switch name {
    case .gaussian: "exp(−\(Self.text(rate ?? 1))|x|²)"
    case .power: "max(0, 1 − |x|²)^\(Self.text(exponent ?? 1))"
    case .pyramid, .bump: name.rawValue
    }
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : String(number)
  }

  /// How reports call the function.
  var title: String { name == .gaussian ? "Gaussian" : name.rawValue }
}

/// Where training at one step size ended, and the bounds there: the columns that all training stages share.
struct MinimumRow {
  let step: Double
  let result: TrainingResult<ShallowNetwork>
  let data: TrainingSet
  private let chain: StabilityChain?
  /// 1/eta - 1/2.
  private let bound: Double
  private let ratio: Double?

  init(step: Double, result: TrainingResult<ShallowNetwork>, data: TrainingSet) throws {
    (self.step, self.result, self.data) = (step, result, data)
    chain = try result.network.map { try StabilityChain($0, data.points) }
    bound = try StabilityChain.bound(step: step)
    ratio = try chain?.boundRatio(step: step)
  }

  /// What a diverged run lacks is missing.
  static let row = Row<MinimumRow>(
    .number("step", "step size $\\eta$", \.step),
    .text("outcome", "converged, step limit or diverged", \.result.outcome.rawValue),
    .integer("steps", "steps done", \.result.steps),
    .number("loss", "loss at the end", \.result.loss),
    .number(
      "relative-error", "root mean square error of the last 250 traced losses over that of the best constant",
      \.relativeError),
    .number("limit", "$2/\\eta$", \.limit),
    .number("sharpness", "$\\lambda_{max}$ of the Hessian; the first of a chain of lower bounds", \.chain?.sharpness),
    .number("gradient-mean", "$Q$, the squared norm of the mean gradient", \.chain?.gradientMean),
    .number("one-sided-bound", "1 + 2 times the one-sided stability norm", \.chain?.oneSidedBound),
    .number("norm-bound", "1 + 2 norm, the last of the chain", \.chain?.normBound),
    .number("stability", "$\\eta \\lambda_{max} / 2$", \.stability),
    .number("norm", "stability norm $|f|_S$", \.chain?.norm),
    .number("bound", "$1/\\eta - 1/2$, the bound on the norm", \.bound),
    .number("ratio", "norm over bound; missing where the bound is not positive", \.ratio),
    .flag("interpolates", "the run ended at a network whose loss is below 1e-6", \.result.interpolates))

  private var relativeError: Double { result.relativeError(on: data, last: 250) }
  var limit: Double { 2 / step }
  private var stability: Double? { chain?.stability(step: step) }
}
