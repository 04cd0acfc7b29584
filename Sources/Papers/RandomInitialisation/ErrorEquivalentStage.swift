import Documents
import KernelRegression
import Pipeline

/// What theory predicts for kernel regression with the NTK at its best ridge, for any number of points.
struct ErrorEquivalentStage: Stage {
  static let kind = StageKind(
    "error-equivalent", revision: 1,
    summary: "the deterministic equivalent of the least error from a mirrored and from a random start")

  let spectra: SpectrumPair
  let counts: [Double]
  let noise: Double
  let coefficients: [Double]
  let table = Output<Table>("errors")

  init(_ fields: Fields) {
    spectra = SpectrumPair(fields)
    counts = fields.numbers("n", in: 1...1e12, "numbers of training points")
    noise = fields.number("noise", in: 0...100, "standard deviation of the noise on the targets")
    coefficients = fields.numbers("target", in: -1e6...1e6, "a_0, a_1, ... of the target sum a_k P_k(x_1)")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  /// `dimension` d, `n`, `start`, `error`, `ridge` of K/n, `slope` of log error against log n, `limit` -3/(d+3) of it for a
  /// random start, `truncation`, a bound on the relative error by extrapolated degrees, `at-edge`.
  func run(_ workspace: Workspace) throws {
    let pair = try spectra.read(workspace)
    let smooth = try ZonalFunction(dimension: pair.dimension, coefficients: coefficients)
      .variances(count: pair.variances.count)
    let d = Double(pair.dimension - 1)
    var rows: [(n: Double, start: String, point: DeterministicEquivalent.Point, slope: Double)] = []
    for (start, tail) in [("mirrored", nil), ("random", d + 3)] as [(String, Double?)] {
      let variances = tail == nil ? smooth : zip(smooth, pair.variances).map { $0 + $1 }
      let levels = try HarmonicLevels(
        dimension: pair.dimension, eigenvalues: pair.eigenvalues, variances: variances
      ).extended(eigenvalueExponent: d + 1, varianceExponent: tail)
      for n in counts {
        let model = try DeterministicEquivalent(levels: levels, samples: n, noiseVariance: noise * noise)
        let slope = try DeterministicEquivalent.localSlope(levels: levels, samples: n, noiseVariance: noise * noise)
        rows.append((n, start, try model.best(), slope))
      }
    }
    try workspace.write(
      try Table([
        ("dimension", .numbers(rows.map { _ in d })), ("n", .numbers(rows.map(\.n))),
        ("start", .texts(rows.map(\.start))), ("error", .numbers(rows.map(\.point.error))),
        ("ridge", .numbers(rows.map { $0.point.ridge / $0.n })), ("slope", .numbers(rows.map(\.slope))),
        ("limit", .numbers(rows.map { $0.start == "random" ? -3 / (d + 3) : .nan })),
        ("truncation", .numbers(rows.map(\.point.truncation))),
        ("at-edge", .numbers(rows.map { $0.point.isAtEdge ? 1 : 0 })),
      ]), to: table)
  }
}
