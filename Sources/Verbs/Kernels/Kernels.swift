import Documents
import Kernels
import Pipeline
import Sphere

/// The kernels by the names that a manifest uses.
enum KernelName: String, CaseIterable {
  case rf, ntk, laplace
  case gammaExponential = "gamma-exponential"
  case step, gaussian

  var isLayered: Bool { self == .rf || self == .ntk || self == .step }
}

extension Fields {
  /// A kernel, divided by its value at 1: `kernel`, and what it needs of `layers`, `bias`, `c`, `gamma`.
  package func kernel() -> Kernel? {
    let before = problems.count
    let name = choice("kernel", KernelName.rf, "the kernel; all are divided by their value at u = 1")
    let isKnown = problems.count == before
    let layers = optionalInteger("layers", in: 2...Kernel.mostLayers, "L, for rf, ntk and step")
    let bias = boolean("bias", "whether the network has biases, for rf and ntk with 2 layers", required: false)
    let c = optionalNumber("c", in: 1e-6...1e6, "c, for laplace, gamma-exponential and gaussian")
    let gamma = optionalNumber("gamma", in: 0.015625...1, "gamma, for gamma-exponential")
    // Of a kernel that is not known nothing can be asked.
    guard isKnown else { return nil }
    demand("layers", layers != nil, name.isLayered, name)
    demand("c", c != nil, !name.isLayered, name)
    demand("gamma", gamma != nil, name == .gammaExponential, name)
    if bias, name != .rf, name != .ntk {
      refuse("bias", "`bias` makes no sense for the kernel `\(name.rawValue)`", remedy: "remove it")
    }
    if bias, name == .rf || name == .ntk, let layers, layers != 2 {
      refuse("bias", "a kernel with bias has 2 layers, not \(layers)", remedy: "set `layers` to 2 or remove `bias`")
    }
    // What `Kernel` refuses has been noted by now.
    return try? Kernel(
      Self.family(name, layers: layers ?? 2, bias: bias, c: c ?? 1, gamma: gamma ?? 1), normalised: true)
  }

  private func demand(_ key: String, _ isGiven: Bool, _ isNeeded: Bool, _ name: KernelName) {
    if isNeeded, !isGiven { refuse("kernel", "the kernel `\(name.rawValue)` needs `\(key)`", remedy: "add `\(key)`") }
    if isGiven, !isNeeded {
      refuse(key, "`\(key)` makes no sense for the kernel `\(name.rawValue)`", remedy: "remove it")
    }
  }

  private static func family(_ name: KernelName, layers: Int, bias: Bool, c: Double, gamma: Double) -> Kernel.Family {
    switch name {
    case .rf: .arcCosine(layers: layers, bias: bias)
    case .ntk: .ntk(layers: layers, bias: bias)
    case .laplace: .laplace(c: c)
    case .gammaExponential: .gammaExponential(c: c, gamma: gamma)
    case .step: .step(layers: layers)
    case .gaussian: .gaussian(c: c)
    }
  }
}

extension Kernel {
  /// The kernel's name for readers.
  package var title: String {
    switch family {
    case .arcCosine(_, let bias): bias ? "RF with bias" : "RF"
    case .ntk(_, let bias): bias ? "NTK with bias" : "NTK"
    case .laplace: "Laplace"
    case .gammaExponential: "gamma-exponential"
    case .step: "step"
    case .gaussian: "Gaussian"
    }
  }

  /// The kernel's name with its depth: "NTK, L = 3".
  package var fullTitle: String { layers.map { "\(title), L = \($0)" } ?? title }

  /// What kind of network the kernel belongs to: "NTK", "RF"; its name for other kernels.
  package var familyTitle: String {
    switch family {
    case .arcCosine: "RF"
    case .ntk: "NTK"
    default: title
    }
  }

  /// The kernel whose spectrum is proven; all divide by their value at u = 1.
  var zonal: ZonalKernel {
    switch family {
    case .arcCosine(let layers, let bias): .randomFeatures(layers: layers, bias: bias)
    case .ntk(let layers, let bias): .tangent(layers: layers, bias: bias)
    case .step(let layers): .step(layers: layers)
    case .laplace(let c): .exponential(c: c, gamma: 0.5)
    case .gammaExponential(let c, let gamma): .exponential(c: c, gamma: gamma)
    case .gaussian(let c): .exponential(c: c, gamma: 1)
    }
  }

  /// L, for kernels of networks.
  var layers: Int? {
    switch family {
    case .arcCosine(let layers, _), .ntk(let layers, _), .step(let layers): layers
    case .laplace, .gammaExponential, .gaussian: nil
    }
  }

  /// The exponent of (1-u), for kernels that are its exponential.
  var gamma: Double? {
    switch family {
    case .gammaExponential(_, let gamma): gamma
    case .laplace: 0.5
    case .arcCosine, .ntk, .step, .gaussian: nil
    }
  }
}

/// The eigenvalues of a kernel on S^{d-1}, each proven to all its digits, with the law of their decay.
struct SpectrumStage: Stage {
  static let kind = StageKind(
    "spectrum", revision: 4,
    summary: "eigenvalues of a kernel on the sphere, each proven to all its digits, and their decay law",
    example: #"""
      {"layers": 2, "dimension": 3, "degrees": 40, "digits": 20, "sweep": {"kernel": ["ntk", "rf"]}}
      """#)

  let kernel: Kernel?
  let dimension, degrees, digits: Int
  let coefficients = Output("coefficients", row: SpectrumRow.row)

  init(_ fields: Fields) {
    kernel = fields.kernel()
    dimension = fields.integer("dimension", in: 3...64, "d of the sphere S^{d-1} in R^d")
    degrees = fields.integer("degrees", in: 1...4000, "K: eigenvalues of degree 0 to K are computed")
    digits = fields.integer("digits", in: 10...400, "significant digits, correctly rounded")
  }

  var outputs: [OutputDeclaration] { [coefficients.declaration] }

  /// K² products of the recurrence and K values of the kernel, whose layers take longest for steps.
  func work(reading shapes: [String: Shape]) -> Work? {
    let (degrees, layers) = (Double(degrees), Double(kernel?.layers ?? 1))
    let isStep = if case .step = kernel?.family { true } else { false }
    let values = 8_000 * layers * (isStep ? 8 : 1)
    return Work(degrees * (25 * degrees + values) * Double(digits + 20) / 50, rate: 1e9)
  }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    SpectrumRow.row.columns(spanning: [\.dimension: [Double(dimension)], \.degree: [0, Double(degrees)]])
  }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let spectrum = try Spectrum(of: kernel.zonal, dimension: dimension, through: degrees, digits: digits)
    workspace.log(spectrum.nodes == 0 ? "by series" : "\(spectrum.nodes) nodes")
    let rows = try spectrum.values.indices.map { try SpectrumRow(spectrum, degree: $0, kernel: kernel) }
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
  package let layers: Int?
  let gamma: Double?
  package let dimension, degree: Int
  let multiplicity: Double
  package let mu: Double
  let value: String
  let error: Double
  package let vanishes: Bool
  let law: Double
  package let second, shape: Double
  package let atOne, atMinusOne, rate: Double?

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
    .decimal("value", "$\\mu_k$, all digits proven", \.value),
    .number("error", "proven bound on the error of `value`; of a zero, proven without parity", \.error),
    .number("upper", "proven bound on $|\\mu_k|$: that of `mu` and `error` together", \.upper),
    .flag("vanishes", "$\\mu_k$ is zero, by parity", \.vanishes),
    .number("law", "leading terms of theory, with their exact Gamma forms", roles: [.theory(of: "mu")], \.law),
    .number("second", "part of the law with the second singular power, sign of the parity left out", \.second),
    .number("shape", "leading Gamma form without its constant", \.shape),
    .number("at-one", "theory's constant at $u = 1$", \.atOne),
    .number("at-minus-one", "theory's constant at $u = -1$", \.atMinusOne),
    .number("ratio", "$\\mu_k$ / law", \.ratio),
    .number("compensated", "$\\mu_k (k + (d-2)/2)^d$", \.compensated),
    .number("compensated-law", "law times $(k + (d-2)/2)^d$", roles: [.theory(of: "compensated")], \.compensatedLaw),
    .number("levelled", "$\\mu_k$ times the power that theory predicts for this parity", \.levelled),
    .number("levelled-law", "law times the same power", roles: [.theory(of: "levelled")], \.levelledLaw),
    .number("rate", "exponent of the leading power of $k$ for this parity", \.rate))

  init(_ spectrum: Spectrum, degree: Int, kernel: Kernel) throws {
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
    let eigenvalue = spectrum.values[degree]
    (mu, value) = (eigenvalue.double, eigenvalue.decimal)
    (error, vanishes) = (eigenvalue.error, eigenvalue.vanishes)
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

  /// Rounded up twice: the nearest double may lie below the eigenvalue, and the sum of two below theirs.
  private var upper: Double { (mu.magnitude.nextUp + error).nextUp }
  private var parity: String { degree.isMultiple(of: 2) ? "even" : "odd" }
  private var centred: Double { DecayLaw.centred(degree: degree, dimension: dimension) }
  private var ratio: Double? { law == 0 ? nil : mu / law }
  private var compensated: Double { mu * level(Double(dimension)) }
  private var compensatedLaw: Double { law * level(Double(dimension)) }
  private var levelled: Double? { rate.map { mu * level(-$0) } }
  private var levelledLaw: Double? { rate.map { law * level(-$0) } }

  private func level(_ power: Double) -> Double { DecayLaw.level(degree: degree, dimension: dimension, power: power) }
}
