import Documents
import LinearAlgebra
import Pipeline
import Sphere
import Statistics
import Verbs

/// The exponents of decaying spectra, one fit for each group of rows.
struct DecayFitStage: Stage {
  static let kind = StageKind(
    "decay-fit", revision: 1,
    summary: "the exponent with which a spectrum decays, fitted against k + (d-2)/2 with corrections",
    example: #"""
      {
        "data": "spectrum",
        "group": ["kernel", "parity"],
        "keep": ["rate"],
        "where": {"vanishes": 0},
        "between": {"degree": [10, 40]},
        "corrections": [2]
      }
      """#)

  let rows: GroupedRows
  let corrections, alternating: [Double]
  let subtractsSecond: Bool
  let fits = Output<Table>("fits")

  init(_ fields: Fields) {
    rows = GroupedRows(fields, "tables of stages of kind spectrum", mustGroup: true)
    fields.demandSpectrum("data", \.degree, \.dimension, \.mu)
    corrections = fields.numbers(
      "corrections", in: 0.01...8, "powers p of the smooth corrections b (k + (d-2)/2)^{-p} to log mu, ascending",
      required: false)
    alternating = fields.numbers(
      "alternating", in: 0...8, "powers of corrections that alternate with the parity of k", required: false)
    subtractsSecond = fields.boolean(
      "second", "subtract the second singular term of theory, which alternates with parity, before fitting",
      required: false)
    if subtractsSecond { fields.demandSpectrum("data", \.second) }
  }

  var outputs: [OutputDeclaration] { [fits.declaration] }

  private static let row = Row<DecayFit>(
    .number("exponent", "exponent of $k + (d-2)/2$", roles: [.estimate], \.signedExponent),
    .number(
      "low", "least exponent over other ranges and corrections", roles: [.low(of: "exponent")], \.signedRange.lower),
    .number("high", "greatest of these", roles: [.high(of: "exponent")], \.signedRange.upper),
    .integer("points", "degrees that were fitted", \.degrees.count))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    rows.columns(inputs, adding: Self.row.columns)?.giving(SpectrumRow.row.name(\.rate), .theory(of: "exponent"))
  }

  func run(_ workspace: Workspace) throws {
    let parts = try rows.parts(workspace)
    let found = try parts.map([SpectrumRow.row.name(\.mu)], fit)
    try workspace.write(try parts.labels(keeping: rows.kept).joined(try Self.row.table(found)), to: fits)
  }

  private func fit(_ group: Table) throws -> DecayFit {
    let row = SpectrumRow.row
    let degrees = try row.integers(\.degree, of: group)
    let dimensions = Set(try row.integers(\.dimension, of: group))
    guard dimensions.count == 1, let dimension = dimensions.first else {
      throw Problem(
        .table(
          name: "data", fact: "a group has rows of \(dimensions.count) dimensions", remedy: "add `dimension` to `group`"
        ))
    }
    let terms = corrections.map { DecayTerm(power: $0) } + alternating.map { DecayTerm(power: $0, alternates: true) }
    return try DecayFit(
      degrees: degrees, values: try row.numbers(\.mu, of: group), dimension: dimension, terms: terms,
      alternatingLaw: subtractsSecond ? try row.numbers(\.second, of: group) : nil)
  }
}

extension DecayFit {
  /// The exponent with its sign: a spectrum that decays has a negative one.
  fileprivate var signedExponent: Double { -exponent }
  fileprivate var signedRange: Interval { Interval(lower: -systematicInterval.upper, upper: -systematicInterval.lower) }
}

/// The eigenvalues of K/n on uniform points, gathered by the degree of the harmonics that they belong to.
struct ClustersStage: Stage {
  static let kind = StageKind(
    "eigenvalue-clusters", revision: 2,
    summary: "means of the eigenvalues of K/n by degree, compared with the kernel's spectrum",
    example: #"""
      {"eigenvalues": "eigendecomposition", "spectrum": "spectrum[kernel=ntk]", "degrees": 2}
      """#)

  let eigenvalues: Input<Matrix>
  let spectrum: Input<Table>
  let degrees: Int
  let clusters = Output("means", row: Self.meanRow)
  let listed = Output("members", row: Self.memberRow)

  init(_ fields: Fields) {
    eigenvalues = fields.input("eigenvalues", Matrix.self, "eigenvalues of K/n in descending order")
    spectrum = fields.input(
      "spectrum", Table.self, "the kernel's spectrum, from a stage of kind spectrum; kappa(1) = 1")
    fields.demandSpectrum("spectrum", \.kernel, \.dimension, \.mu)
    degrees = fields.integer("degrees", in: 1...200, "clusters of degree 0 to this are reported")
  }

  var outputs: [OutputDeclaration] { [clusters.declaration, listed.declaration] }

  /// The eigenvalues of one degree.
  private struct Mean {
    let kernel: String
    let dimension, count: Int
    let cluster: FiniteSample.Cluster
    let members: [Double]

    var inverseCount: Double { 1 / Double(count) }
    var mean: Double { members.reduce(0, +) / Double(members.count) }
    var relative: Double { mean / cluster.eigenvalue }
    var relativeExpected: Double { cluster.mean / cluster.eigenvalue }
    var corrected: Double { (mean - (cluster.mean - cluster.eigenvalue)) / cluster.eigenvalue }
  }

  private struct Member {
    let index: Int
    let value: Double
    let cluster: FiniteSample.Cluster
  }

  private static let meanRow = Row<Mean>(
    .text("kernel", "name of the kernel", \.kernel),
    .integer("dimension", "$d$ of the sphere in $R^d$", \.dimension),
    .number("inverse-count", "$1/n$", \.inverseCount),
    .integer("degree", "$k$", \.cluster.degree),
    .integer("multiplicity", "$N(d,k)$", \.cluster.multiplicity),
    .number("mu", "eigenvalue $\\mu_k$ of the kernel", \.cluster.eigenvalue),
    .number("expected", "expected mean at this $n$", roles: [.theory(of: "mean")], \.cluster.mean),
    .number("mean", "mean of the cluster's eigenvalues", roles: [.estimate], \.mean),
    .number("relative", "mean over $\\mu_k$", \.relative),
    .number("relative-expected", "expected mean over $\\mu_k$", roles: [.theory(of: "relative")], \.relativeExpected),
    .number("corrected", "mean minus the expected shift, over $\\mu_k$", \.corrected),
    .flag("resolved", "the cluster stands above the noise floor", \.cluster.isResolved))

  private static let memberRow = Row<Member>(
    .integer("index", "place in descending order, from 1", \.index),
    .number("eigenvalue", "eigenvalue of $K/n$", roles: [.estimate], \.value),
    .integer("degree", "$k$ of the cluster that it belongs to", \.cluster.degree),
    .number("mu", "eigenvalue $\\mu_k$ of the kernel", roles: [.theory(of: "eigenvalue")], \.cluster.eigenvalue))

  func run(_ workspace: Workspace) throws {
    let matrix = try workspace.read(eigenvalues)
    guard matrix.columns == 1 else {
      throw LinearAlgebraError.mismatch(
        what: "the width of the list of eigenvalues", expected: 1, found: matrix.columns)
    }
    let values = matrix.elements
    let (table, row) = (try workspace.read(spectrum), SpectrumRow.row)
    guard let dimension = try row.integers(\.dimension, of: table).first else {
      throw Problem(.table(name: "spectrum", fact: "the table has no rows", remedy: "select some"))
    }
    let sample = try FiniteSample(
      spectrum: try row.numbers(\.mu, of: table), dimension: dimension, diagonal: 1, count: values.count)
    let kernel = try row.texts(\.kernel, of: table).first ?? ""
    let means = sample.clusters.filter { $0.degree <= degrees }.map { cluster in
      Mean(
        kernel: kernel, dimension: dimension, count: values.count, cluster: cluster,
        members: Array(values[cluster.offset..<cluster.offset + cluster.multiplicity]))
    }
    try workspace.write(try Self.meanRow.table(means), to: clusters)
    let members = means.flatMap { mean in
      mean.members.enumerated().map { place, value in
        Member(index: mean.cluster.offset + place + 1, value: value, cluster: mean.cluster)
      }
    }
    try workspace.write(try Self.memberRow.table(members), to: listed)
  }
}
