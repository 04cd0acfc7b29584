import Documents
import Kernels
import Pipeline
import Sphere

/// The eigenvalues of a kernel on S^{d-1} by quadrature in multiple precision, with the law of their decay.
struct SpectrumStage: Stage {
  static let kind = StageKind(
    "spectrum", revision: 2,
    summary: "eigenvalues of a kernel on the sphere, in multiple precision, and their decay law")

  let kernel: Kernel?
  let dimension: Int
  let degrees: Int
  let digits: Int
  let coefficients = Output("coefficients", row: SpectrumRow.row)

  init(_ fields: Fields) {
    kernel = fields.kernel()
    dimension = fields.integer("dimension", in: 3...64, "d of the sphere S^{d-1} in R^d")
    degrees = fields.integer("degrees", in: 1...4000, "K: eigenvalues of degree 0 to K are computed")
    digits = fields.integer("digits", in: 10...400, "correct significant digits")
  }

  var outputs: [OutputDeclaration] { [coefficients.declaration] }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    SpectrumRow.row.columns(spanning: [\.dimension: [Double(dimension)], \.degree: [0, Double(degrees)]])
  }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let spectrum = try Spectrum(
      dimension: dimension, through: degrees, digits: digits, endpointPower: try kernel.angularPower()
    ) { kernel.value(atAngle: $0) }
    workspace.log("\(spectrum.nodes) nodes, resolution \(spectrum.resolution.decimal(digits: 3))")
    let rows = try spectrum.values.indices.map { degree in
      try SpectrumRow(spectrum, degree: degree, kernel: kernel, digits: digits)
    }
    try workspace.write(try SpectrumRow.row.table(rows), to: coefficients)
  }
}

extension Fields {
  /// Notes that the table behind the input at `key` must be a spectrum, with the columns taken from `paths`.
  package func demandSpectrum(_ key: String, _ paths: PartialKeyPath<SpectrumRow>...) {
    demand(paths.flatMap { SpectrumRow.row[$0] }, of: key, from: SpectrumStage.kind.name)
  }
}

/// One eigenvalue of a spectrum, and what theory says of it.
package struct SpectrumRow: Sendable {
  package let kernel: String
  let layers: Int?
  let gamma: Double?
  package let dimension: Int
  package let degree: Int
  let multiplicity: Double
  package let mu: Double
  let value: String
  let error: Double
  package let vanishes: Bool
  let law: Double
  package let second: Double
  package let shape: Double
  package let atOne: Double?
  package let atMinusOne: Double?
  package let rate: Double?

  /// The columns of a spectrum, one row a degree.
  package static let row = Row<SpectrumRow>(
    .text("kernel", "name of the kernel", \.kernel),
    .integer("layers", "$L$ of the kernel", \.layers),
    .number("gamma", "power of the kernel near $u = 1$, of exponentials", \.gamma),
    .integer("dimension", "$d$ of the sphere in $R^d$", \.dimension),
    .integer("degree", "$k$", \.degree),
    .text("parity", "whether $k$ is even or odd", \.parity),
    .number("centred", "$k + (d-2)/2$", \.centred),
    .number("multiplicity", "$N(d,k)$", \.multiplicity),
    .number("mu", "eigenvalue $\\mu_k$", roles: [.estimate], \.mu),
    .decimal("value", "$\\mu_k$ with all its digits", \.value),
    .number("error", "estimate of the error of $\\mu_k$", \.error),
    .flag("vanishes", "$\\mu_k$ is not told from zero", \.vanishes),
    .number("law", "leading terms of theory, with their exact Gamma forms", roles: [.theory(of: "mu")], \.law),
    .number("second", "part of the law with the second singular power, sign of the parity left out", \.second),
    .number("shape", "leading Gamma form without its constant", \.shape),
    .number("at-one", "theory's constant at $u = 1$", \.atOne),
    .number("at-minus-one", "theory's constant at $u = -1$", \.atMinusOne),
    .number("ratio", "$\\mu_k$ / law", \.ratio),
    .number("compensated", "$\\mu_k (k + (d-2)/2)^d$", \.compensated),
    .number(
      "compensated-law", "law times $(k + (d-2)/2)^d$", roles: [.theory(of: "compensated")], \.compensatedLaw),
    .number("levelled", "$\\mu_k$ times the power that theory predicts for this parity", \.levelled),
    .number("levelled-law", "law times the same power", roles: [.theory(of: "levelled")], \.levelledLaw),
    .number("rate", "exponent of the leading power of $k$ for this parity", \.rate))

  init(_ spectrum: Spectrum, degree: Int, kernel: Kernel, digits: Int) throws {
    let dimension = spectrum.dimension
    let terms = kernel.endpointTerms
    func law(_ terms: some Sequence<EndpointTerm>) throws -> Double {
      try terms.reduce(0) { sum, term in
        try sum
          + DecayLaw.coefficient(
            dimension: dimension, exponent: term.exponent, atOne: term.atOne, atMinusOne: term.atMinusOne,
            degree: degree)
      }
    }
    (self.kernel, layers, gamma) = (kernel.title, kernel.layers, kernel.gamma)
    (self.dimension, self.degree) = (dimension, degree)
    multiplicity = try Harmonics.approximateCount(dimension: dimension, degree: degree)
    mu = spectrum.values[degree].double
    value = spectrum.values[degree].decimal(digits: digits)
    error = spectrum.errors[degree].double
    vanishes = spectrum.values[degree].magnitude <= spectrum.resolution
    self.law = try law(terms)
    second = try law(terms.dropFirst()) * (degree.isMultiple(of: 2) ? 1 : -1)
    shape =
      try terms.first.map {
        try DecayLaw.coefficient(dimension: dimension, exponent: $0.exponent, degree: degree)
      } ?? .nan
    (atOne, atMinusOne) = (terms.first?.atOne, terms.first?.atMinusOne)
    rate = terms.first { $0.constant(degree: degree) != 0 }
      .map { DecayLaw.rate(dimension: dimension, exponent: $0.exponent) }
  }

  private var parity: String { degree.isMultiple(of: 2) ? "even" : "odd" }
  private var centred: Double { DecayLaw.centred(degree: degree, dimension: dimension) }
  private var ratio: Double? { law == 0 ? nil : mu / law }
  private var compensated: Double { mu * level(Double(dimension)) }
  private var compensatedLaw: Double { law * level(Double(dimension)) }
  private var levelled: Double? { rate.map { mu * level(-$0) } }
  private var levelledLaw: Double? { rate.map { law * level(-$0) } }

  private func level(_ power: Double) -> Double { DecayLaw.level(degree: degree, dimension: dimension, power: power) }
}
