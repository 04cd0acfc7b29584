import Documents
import KernelRegression
import Kernels
import LinearAlgebra
import Networks
import Pipeline

/// A finite network and the kernel that it tends to, trained on the same points by the same steps.
struct WidthDynamicsStage: Stage {
  static let kind = StageKind(
    "width-dynamics", revision: 4,
    summary: "outputs of a network in tangent scaling during training and exact kernel gradient descent from its start",
    example: #"""
      {
        "dimension": 2,
        "width": 50,
        "layers": 2,
        "start": "standard",
        "n": 10,
        "tests": 20,
        "probes": 11,
        "step": 0.05,
        "checkpoints": [0, 10, 100],
        "seed": 1,
        "data-seed": 1
      }
      """#)

  let network: TangentFields
  let count, tests, probes: Int
  let step: Double
  let checkpoints: [Int]
  let dataSeed: Int
  let deviations = Output<Table>("deviations")
  let outputsTable = Output<Table>("outputs")

  init(_ fields: Fields) {
    network = TangentFields(fields)
    count = fields.integer("n", in: 1...10_000, "training points, uniform on the sphere")
    tests = fields.integer("tests", in: 1...100_000, "points, uniform on the sphere, at which outputs are compared")
    probes = fields.integer("probes", in: 3...10_000, "points of a great circle at which outputs are given")
    step = fields.number("step", in: 1e-9...1e6, "the step size of gradient descent")
    checkpoints = fields.integers(
      "checkpoints", in: 0...10_000_000, "numbers of steps after which outputs are compared")
    dataSeed = fields.integer("data-seed", in: 0...Int.max, "the seed of the points")
  }

  var outputs: [OutputDeclaration] { [deviations.declaration, outputsTable.declaration] }
  var needs: Resources {
    let points = count + probes + tests
    let (tables, kernels) = (400 * checkpoints.count * points, 48 * count * points)
    return Resources(memory: 256 << 20 + network.bytes(points: points) + tables + kernels)
  }

  /// Steps forth and back through the network, and its outputs at every checkpoint.
  func work(reading shapes: [String: Shape]) -> Work? {
    let width = Double(network.width)
    let weights = width * Double(network.dimension + 3) + Double(network.layers - 2) * width * width
    let points = Double(count + tests + probes) * Double(checkpoints.count)
    return Work(weights * (3 * Double(count) * Double(checkpoints.max() ?? 0) + points), rate: 8e9)
  }

  /// How far the outputs are apart after some steps.
  private struct Deviation {
    let steps: Int
    let time, fromDescent, greatest, fromFlow, greatestFromFlow: Double
  }

  /// The outputs at one point after some steps.
  private struct Value {
    let steps: Int
    let time, angle, found, descent, flow: Double
  }

  private static let deviationRow = Row<Deviation>(
    .integer("steps", "steps of gradient descent", \.steps),
    .number("time", "steps times their size", \.time),
    .number(
      "deviation", "greatest distance over the uniform points from kernel descent with the same steps",
      roles: [.estimate],
      \.fromDescent),
    .number("greatest", "the greatest of them over all checkpoints", \.greatest),
    .number("flow-deviation", "greatest distance over the uniform points from the kernel flow", \.fromFlow),
    .number("flow-greatest", "the greatest of them over all checkpoints", \.greatestFromFlow))

  private static let valueRow = Row<Value>(
    .integer("steps", "steps of gradient descent", \.steps),
    .number("time", "steps times their size", \.time),
    .number("angle", "place on the great circle", unit: "rad", \.angle),
    .number("network", "output of the network", roles: [.estimate], \.found),
    .number("kernel", "output of kernel descent with the same steps", roles: [.theory(of: "network")], \.descent),
    .number("flow", "output of the kernel flow", \.flow))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    let (steps, times) = (checkpoints.map(Double.init), checkpoints.map { step * Double($0) })
    return network.columns(
      output.name == deviations.name
        ? Self.deviationRow.columns(spanning: [\.steps: steps, \.time: times])
        : Self.valueRow.columns(spanning: [\.steps: steps, \.time: times]))
  }

  func run(_ workspace: Workspace) throws {
    let data = try TrainingSet.sphereProduct(count: count, dimension: network.dimension + 1, seed: UInt64(dataSeed))
    let (points, targets) = (data.points, data.targets)
    let circle = try GreatCircle.points(count: probes, dimension: network.dimension + 1)
    let uniform = try Sampling.sphere(
      count: tests, dimension: network.dimension + 1,
      stream: RandomStream(seed: UInt64(dataSeed), purpose: "test points"))
    let places = try Matrix(
      rows: probes + tests, columns: network.dimension + 1, elements: circle.elements + uniform.elements)
    let start = try network.start()
    let history = try start.trained(
      points: points, targets: targets, step: step, checkpoints: checkpoints, probes: places)
    let kernel = try Kernel(.ntk(layers: network.layers))
    let flow = try KernelFlow(kernel: Gram.matrix(kernel, points))
    let probed = try flow.project(cross: Gram.matrix(kernel, rows: places, columns: points))
    let values = (training: try start.values(at: points), points: try start.values(at: places))
    let descent = try flow.predictions(
      at: probed, targets: targets, start: values, filters: checkpoints.map { .descent(step: step, steps: $0) })
    let limit = try flow.predictions(
      at: probed, targets: targets, start: values, filters: checkpoints.map { .flow(time: step * Double($0)) })
    // The circle comes first and is for the eye alone.
    let apart = try history.deviations(from: descent, first: probes)
    let apartFromFlow = try history.deviations(from: limit, first: probes)
    let rows = checkpoints.indices.map { index in
      Deviation(
        steps: checkpoints[index], time: step * Double(checkpoints[index]), fromDescent: apart[index],
        greatest: apart.max() ?? 0, fromFlow: apartFromFlow[index], greatestFromFlow: apartFromFlow.max() ?? 0)
    }
    try workspace.write(try network.labelled(try Self.deviationRow.table(rows)), to: deviations)
    let cells = checkpoints.indices.flatMap { index in
      (0..<probes).map { probe in
        Value(
          steps: checkpoints[index], time: step * Double(checkpoints[index]),
          angle: GreatCircle.angle(probe, of: probes), found: history.probeValues[index, probe],
          descent: descent[index, probe], flow: limit[index, probe])
      }
    }
    try workspace.write(try network.labelled(try Self.valueRow.table(cells)), to: outputsTable)
  }
}

/// A finite network's own tangent kernel at its start compared with the closed form.
struct TangentKernelStage: Stage {
  static let kind = StageKind(
    "tangent-kernel", revision: 2, summary: "the empirical tangent kernel of a network at its start against the NTK",
    example: #"""
      {"dimension": 2, "width": 50, "layers": 2, "start": "standard", "n": 10, "seed": 1, "data-seed": 1}
      """#)

  let network: TangentFields
  let count, dataSeed: Int
  let table = Output<Table>("error")

  init(_ fields: Fields) {
    network = TangentFields(fields)
    count = fields.integer("n", in: 1...5000, "points, uniform on the sphere")
    dataSeed = fields.integer("data-seed", in: 0...Int.max, "the seed of the points")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }
  var needs: Resources {
    Resources(memory: 256 << 20 + network.bytes(points: count) + 40 * network.layers * count * count)
  }

  private static let row = Row<Double>(
    .number("error", "root mean square difference of the entries", roles: [.estimate], \.self))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? { network.columns(Self.row.columns) }

  func run(_ workspace: Workspace) throws {
    let points = try Sampling.sphere(
      count: count, dimension: network.dimension + 1, stream: RandomStream(seed: UInt64(dataSeed), purpose: "points"))
    let found = try network.start().tangentKernel(rows: points, columns: points)
    let error = try found.rootMeanSquareDifference(from: Gram.matrix(Kernel(.ntk(layers: network.layers)), points))
    try workspace.write(try network.labelled(try Self.row.table([error])), to: table)
  }
}
