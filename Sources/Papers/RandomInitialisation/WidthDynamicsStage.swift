import Documents
import KernelRegression
import Kernels
import LinearAlgebra
import Networks
import Pipeline

/// A finite network beside the kernel that it tends to, trained on the same points by the same steps.
struct WidthDynamicsStage: Stage {
  static let kind = StageKind(
    "width-dynamics", revision: 2,
    summary:
      "outputs of a network in tangent scaling during training beside exact kernel gradient descent from its start")

  let network: TangentFields
  let count: Int
  let probes: Int
  let step: Double
  let checkpoints: [Int]
  let dataSeed: Int
  let deviations = Output<Table>("deviations")
  let outputsTable = Output<Table>("outputs")

  init(_ fields: Fields) {
    network = TangentFields(fields)
    count = fields.integer("n", in: 1...10_000, "training points, uniform on the sphere")
    probes = fields.integer("probes", in: 3...10_000, "points of a great circle at which outputs are compared")
    step = fields.number("step", in: 1e-9...1e6, "the step size of gradient descent")
    checkpoints = fields.integers(
      "checkpoints", in: 0...10_000_000, "numbers of steps after which outputs are compared")
    dataSeed = fields.integer("data-seed", in: 0...Int.max, "the seed of the points")
  }

  var outputs: [OutputDeclaration] { [deviations.declaration, outputsTable.declaration] }
  var needs: Resources {
    let (tables, kernels) = (400 * checkpoints.count * (count + probes), 48 * count * (count + probes))
    return Resources(memory: 256 << 20 + network.bytes(points: count + probes) + tables + kernels)
  }

  func run(_ workspace: Workspace) throws {
    let data = try TrainingSet.sphereProduct(count: count, dimension: network.dimension, seed: UInt64(dataSeed))
    let (points, targets) = (data.points, data.targets)
    let circle = try GreatCircle.points(count: probes, dimension: network.dimension)
    let start = try network.start()
    let history = try start.trained(
      points: points, targets: targets, step: step, checkpoints: checkpoints, probes: circle)
    let kernel = try Kernel(.ntk(layers: network.layers))
    let flow = try KernelFlow(kernel: Gram.matrix(kernel, points))
    let probed = try flow.project(cross: Gram.matrix(kernel, rows: circle, columns: points))
    let values = (training: try start.values(at: points), points: try start.values(at: circle))
    let descent = try flow.predictions(
      at: probed, targets: targets, start: values, filters: checkpoints.map { .descent(step: step, steps: $0) })
    let limit = try flow.predictions(
      at: probed, targets: targets, start: values, filters: checkpoints.map { .flow(time: step * Double($0)) })
    try workspace.write(
      try summary(history.deviations(from: descent), fromFlow: history.deviations(from: limit)), to: deviations)
    try workspace.write(try filmStrip(history.probeValues, descent, limit), to: outputsTable)
  }

  /// `deviation` from kernel descent with the same steps and `flow-deviation` from the kernel flow, the largest over the circle
  /// at each checkpoint; `greatest` and `flow-greatest`, the largest over all.
  private func summary(_ values: [Double], fromFlow: [Double]) throws -> Table {
    let (greatest, flowGreatest) = (values.max() ?? 0, fromFlow.max() ?? 0)
    return try network.labelled([
      ("steps", .numbers(checkpoints.map(Double.init))),
      ("time", .numbers(checkpoints.map { step * Double($0) })), ("deviation", .numbers(values)),
      ("greatest", .numbers(values.map { _ in greatest })), ("flow-deviation", .numbers(fromFlow)),
      ("flow-greatest", .numbers(values.map { _ in flowGreatest })),
    ])
  }

  private func filmStrip(_ found: Matrix, _ descent: Matrix, _ limit: Matrix) throws -> Table {
    let cells = checkpoints.indices.flatMap { row in (0..<probes).map { (row, $0) } }
    return try network.labelled([
      ("steps", .numbers(cells.map { Double(checkpoints[$0.0]) })),
      ("time", .numbers(cells.map { step * Double(checkpoints[$0.0]) })),
      ("angle", .numbers(cells.map { GreatCircle.angle($0.1, of: probes) })),
      ("network", .numbers(cells.map { found[$0.0, $0.1] })),
      ("kernel", .numbers(cells.map { descent[$0.0, $0.1] })), ("flow", .numbers(cells.map { limit[$0.0, $0.1] })),
    ])
  }
}

/// The network of a stage.
struct TangentFields {
  let dimension: Int
  let width: Int
  let layers: Int
  let mode: TangentStart
  let seed: Int

  init(_ fields: Fields) {
    dimension = fields.integer(
      "dimension", in: 2...1000, "the dimension of the network's inputs, points of the unit sphere")
    width = fields.integer("width", in: 1...1_000_000, "m, neurons of each hidden layer")
    layers = fields.integer("layers", in: 2...100, "L; L - 1 hidden layers")
    mode = fields.choice("start", TangentStart.standard, "how the parameters start")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of the parameters")
  }

  func start() throws -> TangentNetwork {
    try TangentNetwork(dimension: dimension, width: width, layers: layers, start: mode, seed: UInt64(seed))
  }

  /// What the parameters, their gradient and the passes of `count` points through two copies take.
  func bytes(points count: Int) -> Int {
    24 * width * (dimension + (layers - 2) * width) + 64 * width * count * (layers - 1)
  }

  /// A table whose rows begin with what tells one network from another.
  func labelled(_ columns: [(String, Table.Values)]) throws -> Table {
    let rows = columns.first?.1.count ?? 0
    func constant(_ value: Int) -> Table.Values { .numbers([Double](repeating: Double(value), count: rows)) }
    return try Table(
      [
        ("width", constant(width)), ("layers", constant(layers)),
        ("start", .texts([String](repeating: mode.rawValue, count: rows))), ("seed", constant(seed)),
      ] + columns)
  }
}
