import Documents
import Foundation
import KernelRegression
import Pipeline
import Verbs

/// What theory predicts for kernel regression with the NTK at its best ridge, for any number of points.
struct ErrorEquivalentStage: Stage {
  static let kind = StageKind(
    "error-equivalent", revision: 2,
    summary: "the deterministic equivalent of the least error from a mirrored and from a random start",
    example: #"""
      {
        "ntk": "spectrum[kernel=ntk]",
        "rf": "spectrum[kernel=rf]",
        "n": [100, 1000],
        "noise": 0.1,
        "target": [0, 0.5, 0.5]
      }
      """#)

  let problem: EquivalentProblem
  let table = Output("errors", row: Self.row)

  init(_ fields: Fields) { problem = EquivalentProblem(fields) }

  var outputs: [OutputDeclaration] { [table.declaration] }

  /// The least error at one number of points.
  private struct Prediction {
    let dimension: Int
    let count: Double
    let start: String
    let point: DeterministicEquivalent.Point
    let slope: Double
    let limit: Double?

    var ridge: Double { point.ridge / count }
    var scaled: Double { StartRate.scaled(point.error, dimension: dimension, count: count) }
  }

  private static let row = Row<Prediction>(
    .integer("dimension", "$d$ of the inputs; kernels live on the sphere of $R^{d+1}$", \.dimension),
    .number("n", "training points", \.count),
    .text("start", "mirrored or random", \.start),
    .number("error", "least error", roles: [.estimate], \.point.error),
    .number("scaled", "$n^{3/(d+3)}$ times it", \.scaled),
    .number("ridge", "the ridge of $K/n$ that gives it", \.ridge),
    .number("slope", "slope of log error against $\\log n$", \.slope),
    .number("limit", "$-3/(d+3)$, its limit for a random start", roles: [.theory(of: "slope")], \.limit),
    .number("truncation", "bound on the relative error by extrapolated degrees, to first order", \.point.truncation),
    .flag("at-edge", "the best ridge is an end of those tried", \.point.isAtEdge))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    Self.row.columns(spanning: [\.count: problem.counts])
  }

  func run(_ workspace: Workspace) throws {
    let variance = problem.noiseVariance
    let pair = try problem.spectra.read(workspace)
    let rows = try pair.starts(target: problem.coefficients).flatMap { start, levels in
      try problem.counts.map { n in
        let model = try DeterministicEquivalent(levels: levels, samples: n, noiseVariance: variance)
        let slope = try DeterministicEquivalent.localSlope(levels: levels, samples: n, noiseVariance: variance)
        return Prediction(
          dimension: pair.dimension - 1, count: n, start: start, point: try model.best(), slope: slope,
          limit: start == "random" ? -StartRate.exponent(dimension: pair.dimension - 1) : nil)
      }
    }
    try workspace.write(try Self.row.table(rows), to: table)
  }
}

/// The smoothness of a random start in the spaces of the NTK, from exact spectra.
struct SmoothnessThresholdStage: Stage {
  static let kind = StageKind(
    "smoothness-threshold", revision: 1, summary: "the s at which a random start leaves the space [H]^s of the NTK",
    example: #"""
      {"ntk": "spectrum[kernel=ntk]", "rf": "spectrum[kernel=rf]", "from-degree": 20}
      """#)

  let spectra: SpectrumPair
  let first: Int
  let table = Output("threshold", row: Self.row)

  init(_ fields: Fields) {
    spectra = SpectrumPair(fields)
    first = fields.integer("from-degree", in: 1...4000, "slopes are taken from this degree to the last")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  private struct Found {
    let dimension: Int
    let threshold: Double

    var theory: Double { 3 / (Double(dimension) + 1) }
    var difference: Double { threshold - theory }
  }

  private static let row = Row<Found>(
    .integer("dimension", "$d$ of the inputs; kernels live on the sphere of $R^{d+1}$", \.dimension),
    .number("threshold", "the $s$ at which a random start leaves $[H]^s$", roles: [.estimate], \.threshold),
    .number("theory", "$3/(d+1)$", roles: [.theory(of: "threshold")], \.theory),
    .number("difference", "threshold minus theory", \.difference))

  func run(_ workspace: Workspace) throws {
    let pair = try spectra.read(workspace)
    let threshold = try SmoothnessThreshold(
      dimension: pair.dimension, eigenvalues: pair.eigenvalues, variances: pair.variances,
      range: min(first, pair.eigenvalues.count)...pair.eigenvalues.count)
    let found = Found(dimension: pair.dimension - 1, threshold: threshold.value)
    try workspace.write(try Self.row.table([found]), to: table)
  }
}

/// What is learnt in a deterministic equivalent, from how many points.
struct EquivalentProblem {
  let spectra: SpectrumPair
  /// Numbers of training points.
  let counts: [Double]
  let noise: Double
  /// a_0, a_1, ... of the target sum a_k P_k(x_1).
  let coefficients: [Double]

  var noiseVariance: Double { noise * noise }

  init(_ fields: Fields) {
    spectra = SpectrumPair(fields)
    counts = fields.numbers("n", in: 1...1e12, "numbers of training points")
    noise = fields.number("noise", in: 0...100, "standard deviation of the noise on the targets")
    coefficients = fields.numbers("target", in: -1e6...1e6, "a_0, a_1, ... of the target sum a_k P_k(x_1)")
  }
}

/// How the error from a random start falls with the number of points: like n^{-3/(d+3)}, for inputs of R^d.
enum StartRate {
  /// 3/(d+3).
  static func exponent(dimension d: Int) -> Double { 3 / Double(d + 3) }

  /// n^{3/(d+3)} times an error, which levels where the error falls at that rate.
  static func scaled(_ error: Double, dimension: Int, count n: Double) -> Double {
    pow(n, exponent(dimension: dimension)) * error
  }
}

/// The spectra of the NTK and of the random-feature kernel, on the same sphere and to the same degree.
struct SpectrumPair {
  let ntk, rf: Input<Table>

  init(_ fields: Fields) {
    ntk = fields.input("ntk", Table.self, "the spectrum of the NTK, from a stage of kind spectrum")
    rf = fields.input(
      "rf", Table.self, "that of the random-feature kernel: the variance of a random start per harmonic")
    for key in ["ntk", "rf"] { fields.demandSpectrum(key, \.dimension, \.mu, \.vanishes) }
  }

  /// d + 1, the NTK's eigenvalues and the variances of a random start; what is not told from zero is 0.
  struct Values {
    let dimension: Int
    let eigenvalues, variances: [Double]

    /// What is learnt from a mirrored and from a random start, sum a_k P_k(x_1) without and with the start, over all degrees.
    func starts(target coefficients: [Double]) throws -> [(name: String, levels: HarmonicLevels)] {
      let smooth = try ZonalFunction(dimension: dimension, coefficients: coefficients).variances(count: variances.count)
      let d = Double(dimension - 1)
      return try [("mirrored", nil), ("random", d + 3)].map { (name: String, tail: Double?) in
        let spread = tail == nil ? smooth : zip(smooth, variances).map { $0 + $1 }
        let levels = try HarmonicLevels(dimension: dimension, eigenvalues: eigenvalues, variances: spread)
          .extended(eigenvalueExponent: d + 1, varianceExponent: tail)
        return (name, levels)
      }
    }
  }

  /// - Throws: ``SpectrumPairError`` for spectra of different spheres, or of other kernels if the tables name theirs.
  func read(_ workspace: Workspace) throws -> Values {
    let tables = (try workspace.read(ntk), try workspace.read(rf))
    try Self.require(tables.0, isOf: "NTK", key: "ntk")
    try Self.require(tables.1, isOf: "RF", key: "rf")
    let dimensions = Set(try [tables.0, tables.1].flatMap { try SpectrumRow.row.integers(\.dimension, of: $0) })
    guard let dimension = dimensions.first, dimensions.count == 1 else {
      throw SpectrumPairError.dimensions(dimensions.sorted())
    }
    return Values(
      dimension: dimension, eigenvalues: try Self.values(tables.0), variances: try Self.values(tables.1))
  }

  private static func require(_ table: Table, isOf family: String, key: String) throws {
    // Tables that do not name their kernel are taken on trust.
    let other = (try? SpectrumRow.row.texts(\.kernel, of: table))?.first { $0 != family && !$0.hasPrefix(family + " ") }
    if let other { throw SpectrumPairError.kernel(key: key, expected: family, found: other) }
  }

  private static func values(_ table: Table) throws -> [Double] {
    let row = SpectrumRow.row
    return zip(try row.numbers(\.mu, of: table), try row.numbers(\.vanishes, of: table)).map { $1 == 1 ? 0 : $0 }
  }
}

/// Why two spectra do not belong together.
enum SpectrumPairError: Error, Equatable, CustomStringConvertible {
  case dimensions([Int])
  case kernel(key: String, expected: String, found: String)

  var description: String {
    switch self {
    case .dimensions(let found):
      "the spectra `ntk` and `rf` hold the dimensions \(found.map(String.init).joined(separator: ", ")); "
        + "give two of one dimension"
    case .kernel(let key, let expected, let found):
      "the spectrum `\(key)` is of the kernel \(found.printable); give one of the kernel \(expected)"
    }
  }
}
