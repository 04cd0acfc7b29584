import Documents
import Foundation
import LinearAlgebra
import Networks
import Pipeline

/// A shallow network trained on a bump of the plane, and how much its function bends across every line.
struct LineDensityStage: Stage {
  static let kind = StageKind(
    "line-density", revision: 1,
    summary: "a shallow network trained on a bump of the plane, and how much its function bends across each line",
    example: #"""
      {
        "n": 20,
        "height": 2,
        "rate": 1,
        "width": 20,
        "scale": 0.3,
        "step": 0.1,
        "widths": [0.2, 0.1],
        "rings": [60, 100],
        "shown": [0.2],
        "seed": 1,
        "tolerance": 1e-9,
        "hold": 100,
        "steps": 20000
      }
      """#)

  let bump: BumpFields
  let training: TrainingFields
  let step: Double
  let smoothing: SmoothingFields
  let shown: [Double]
  let minimum = Output("minimum", row: MinimumRow.row)
  let integrals = Output("integrals", row: Self.row)
  let sinogram = Output("sinogram", row: Self.cellRow)
  let neurons = Output("neurons", row: Self.neuronRow)

  init(_ fields: Fields) {
    training = TrainingFields(fields)
    bump = BumpFields(fields, seed: training.seed)
    step = fields.number("step", in: 1e-9...1e9, "eta, the step size")
    smoothing = SmoothingFields(fields)
    shown = fields.numbers(
      "shown", in: 0.005...1, "widths of the densities that are kept as pictures", required: false)
  }

  var outputs: [OutputDeclaration] {
    [minimum.declaration, integrals.declaration, sinogram.declaration, neurons.declaration]
  }
  var needs: Resources {
    Resources(memory: smoothing.bytes + training.bytes(points: bump.count, dimension: 2))
  }

  /// Values of the network and harmonics on every circle of samples.
  func work(reading shapes: [String: Shape]) -> Work? {
    let samples = smoothing.rings.reduce(0) { $0 + Double($1) * Double($1) }
    return Work(samples * (500 + 5 * Double(training.width)), rate: 1e9)
  }

  /// The integral at one width, and what the neurons say.
  private struct Integral {
    let measured: SmoothedIntegral
    let norm, unsigned, distance, bound: Double

    var ratio: Double { measured.integral / norm }
    var error: Double { (ratio - 1).magnitude }
    var boundRatio: Double { measured.integral / bound }
  }

  private static let row = Row<Integral>(
    .number("width", "standard deviation of the smoothing, radians", \.measured.width),
    .integer("rings", "circles of samples on the half sphere", \.measured.rings),
    .number("integral", "integral of |density| g, from values of f", roles: [.estimate], \.measured.integral),
    .number("norm", "$|f|_S$, the sum over neurons", roles: [.theory(of: "integral")], \.norm),
    .number("ratio", "integral over that sum", \.ratio),
    .number("error", "how far that is from 1", \.error),
    .number("unsigned", "the integral that the neurons would give if none cancelled, over that sum", \.unsigned),
    .number("distance", "integral of |density - that of the neurons| g, over that sum", \.distance),
    .number("bound", "$1/\\eta - 1/2$", \.bound),
    .number("bound-ratio", "integral over that bound", \.boundRatio))

  private struct Cell {
    let width, angle, threshold, density: Double
  }

  private static let cellRow = Row<Cell>(
    .number("width", "standard deviation of the smoothing, radians", \.width),
    .number("angle", "$\\varphi$ of the line's normal, radians", \.angle),
    .number("threshold", "$t$, the line's distance from the origin along its normal", \.threshold),
    .number("density", "density of the bends across it times $g$", roles: [.estimate], \.density))

  private struct Neuron {
    let angle, threshold, coefficient, share: Double
  }

  private static let neuronRow = Row<Neuron>(
    .number("angle", "$\\varphi$ of the neuron's line, radians", \.angle),
    .number("threshold", "$t$ of that line", \.threshold),
    .number("coefficient", "sum of $a_i |w_i|$ over the neurons of the line", roles: [.estimate], \.coefficient),
    .number("share", "its share in the stability norm", \.share))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    switch output.name {
    case minimum.name: MinimumRow.row.columns(spanning: [\.step: [step], \.limit: [2 / step]])
    case integrals.name: Self.row.columns(spanning: [\.measured.width: smoothing.widths])
    case sinogram.name: Self.cellRow.columns(spanning: [\.width: shown])
    case neurons.name: Self.neuronRow.columns
    default: nil
    }
  }

  func run(_ workspace: Workspace) throws {
    let data = try bump.data
    let result = try GradientDescent.train(
      training.network(dimension: 2), on: data, step: step, rule: training.rule)
    workspace.log("\(result.outcome.rawValue) after \(result.steps) steps, loss \(result.loss)")
    let reached = try MinimumRow(step: step, result: result, data: data)
    try workspace.write(try MinimumRow.row.table([reached]), to: minimum)
    let networks = result.network.map { [$0] } ?? []
    let found = try networks.flatMap { network in
      try smoothing.integrals(of: network.values, over: data.points).map { (network, $0) }
    }
    try workspace.write(try Self.row.table(found.map { try integral($1, of: $0, data) }), to: integrals)
    let pictures = found.map(\.1).filter { shown.contains($0.width) }
    try workspace.write(try Self.cellRow.table(pictures.flatMap { try cells($0, data) }), to: sinogram)
    try workspace.write(try Self.neuronRow.table(networks.flatMap { try lines(of: $0, data) }), to: neurons)
  }

  private func integral(
    _ measured: SmoothedIntegral, of network: ShallowNetwork, _ data: TrainingSet
  ) throws -> Integral {
    let (norm, bound) = try (StabilityNorm.norm(network, data.points), StabilityChain.bound(step: step))
    let (lattice, weights) = (measured.density.lattice, measured.weights)
    let neurons = try LineDensity(neuronsOf: network, width: measured.width, lattice: lattice)
    let unsigned = try LineDensity(neuronsOf: network, width: measured.width, lattice: lattice, unsigned: true)
    return Integral(
      measured: measured, norm: norm, unsigned: unsigned.integral(weights: weights) / norm,
      distance: measured.density.distance(from: neurons, weights: weights) / norm, bound: bound)
  }

  /// The density times g on a lattice for a picture.
  private func cells(_ measured: SmoothedIntegral, _ data: TrainingSet) throws -> [Cell] {
    let lattice = try LineLattice(angles: 180, thresholds: 180, reach: measured.density.lattice.reach)
    let (weights, density) = (try lattice.weights(data.points), try measured.bends.density(on: lattice))
    return lattice.thresholds.enumerated().flatMap { row, threshold in
      lattice.angles.enumerated().map { column, angle in
        Cell(
          width: measured.width, angle: angle, threshold: threshold,
          density: density.values[row, column] * weights[row, column])
      }
    }
  }

  private func lines(of network: ShallowNetwork, _ data: TrainingSet) throws -> [Neuron] {
    let norm = try StabilityNorm.norm(network, data.points)
    return StabilityNorm.bends(network).map { bend in
      let (x, y) = (bend.plane.normal[0], bend.plane.normal[1])
      let angle = atan2(y, x)
      let part = bend.coefficient.magnitude * bend.plane.weight(data.points)
      return Neuron(
        angle: angle < 0 ? angle + Double.pi : angle,
        threshold: angle < 0 ? -bend.plane.threshold : bend.plane.threshold,
        coefficient: bend.coefficient, share: norm > 0 ? part / norm : 0)
    }
  }
}
