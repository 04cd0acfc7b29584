import Documents
import Kernels
import Pipeline
import Sphere

/// The eigenvalues of a kernel on S^{d-1} by quadrature in multiple precision, beside the law of their decay.
struct SpectrumStage: Stage {
  static let kind = StageKind(
    "spectrum", revision: 2,
    summary: "eigenvalues of a kernel on the sphere, in multiple precision, and their decay law")

  let kernel: Kernel?
  let dimension: Int
  let degrees: Int
  let digits: Int
  let coefficients = Output<Table>("coefficients")

  init(_ fields: Fields) {
    kernel = fields.kernel()
    dimension = fields.integer("dimension", in: 3...64, "d of the sphere S^{d-1} in R^d")
    degrees = fields.integer("degrees", in: 1...4000, "K: eigenvalues of degree 0 to K are computed")
    digits = fields.integer("digits", in: 10...400, "correct significant digits")
  }

  var outputs: [OutputDeclaration] { [coefficients.declaration] }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let spectrum = try Spectrum(
      dimension: dimension, through: degrees, digits: digits, endpointPower: try kernel.angularPower()
    ) { kernel.value(atAngle: $0) }
    workspace.log("\(spectrum.nodes) nodes, resolution \(spectrum.resolution.decimal(digits: 3))")
    try workspace.write(try SpectrumTable(spectrum, kernel: kernel, digits: digits).table(), to: coefficients)
  }
}

/// A spectrum as a table, one row a degree.
struct SpectrumTable {
  private let spectrum: Spectrum
  private let kernel: Kernel
  private let digits: Int

  init(_ spectrum: Spectrum, kernel: Kernel, digits: Int) {
    self.spectrum = spectrum
    self.kernel = kernel
    self.digits = digits
  }

  /// Columns: `kernel`, `layers` and `gamma` name the kernel; `dimension` d; `degree` k; `parity`; `centred` k + (d-2)/2;
  /// `multiplicity` N(d,k); `mu`, and `value`, its digits; `error`, its estimate; `vanishes`, 1 when mu is not told from
  /// zero; `law`, the leading terms of theory with their exact Gamma forms; `second`, the part of it with the second
  /// singular power, sign of the parity left out; `shape`, the leading Gamma form without its constant; `at-one` and
  /// `at-minus-one`, theory's constants; `ratio` mu / law; `compensated` and `compensated-law`, mu and law times
  /// (k + (d-2)/2)^d; `levelled` and `levelled-law`, the same with the power that theory predicts for this parity; `rate`,
  /// the exponent of the leading power of k for this parity.
  func table() throws -> Table {
    let range = Array(spectrum.values.indices)
    let mu = spectrum.values.map(\.double)
    let law = try range.map { try lawValue($0, kernel.endpointTerms) }
    let second = try range.map { try secondLaw($0) }
    let vanishes = range.map { spectrum.values[$0].magnitude <= spectrum.resolution }
    return try Table([
      ("kernel", .texts(range.map { _ in kernel.title })),
      ("layers", .numbers(range.map { _ in kernel.layers.map(Double.init) ?? .nan })),
      ("gamma", .numbers(range.map { _ in kernel.gamma ?? .nan })),
      ("dimension", .numbers(range.map { _ in Double(spectrum.dimension) })),
      ("degree", .numbers(range.map(Double.init))),
      ("parity", .texts(range.map { $0.isMultiple(of: 2) ? "even" : "odd" })),
      ("centred", .numbers(range.map { DecayLaw.centred(degree: $0, dimension: spectrum.dimension) })),
      (
        "multiplicity",
        .numbers(try range.map { try Harmonics.approximateCount(dimension: spectrum.dimension, degree: $0) })
      ),
      ("mu", .numbers(mu)),
      ("value", .texts(spectrum.values.map { $0.decimal(digits: digits) })),
      ("error", .numbers(spectrum.errors.map(\.double))),
      ("vanishes", .numbers(vanishes.map { $0 ? 1 : 0 })),
      ("law", .numbers(law)),
      ("second", .numbers(second)),
      ("shape", .numbers(try range.map { try shape($0) })),
      ("at-one", .numbers(range.map { _ in kernel.endpointTerms.first?.atOne ?? .nan })),
      ("at-minus-one", .numbers(range.map { _ in kernel.endpointTerms.first?.atMinusOne ?? .nan })),
      ("ratio", .numbers(range.map { law[$0] == 0 ? .nan : mu[$0] / law[$0] })),
      ("compensated", .numbers(range.map { mu[$0] * scale($0) })),
      ("compensated-law", .numbers(range.map { law[$0] * scale($0) })),
      ("levelled", .numbers(range.map { mu[$0] * level($0) })),
      ("levelled-law", .numbers(range.map { law[$0] * level($0) })),
      ("rate", .numbers(range.map { rate($0) ?? .nan })),
    ])
  }

  private func lawValue(_ degree: Int, _ terms: [EndpointTerm]) throws -> Double {
    try terms.reduce(0) { sum, term in
      try sum
        + DecayLaw.coefficient(
          dimension: spectrum.dimension, exponent: term.exponent, atOne: term.atOne, atMinusOne: term.atMinusOne,
          degree: degree)
    }
  }

  private func secondLaw(_ degree: Int) throws -> Double {
    let value = try lawValue(degree, Array(kernel.endpointTerms.dropFirst()))
    return degree.isMultiple(of: 2) ? value : -value
  }

  private func shape(_ degree: Int) throws -> Double {
    guard let leading = kernel.endpointTerms.first else { return .nan }
    return try DecayLaw.coefficient(dimension: spectrum.dimension, exponent: leading.exponent, degree: degree)
  }

  private func scale(_ degree: Int) -> Double {
    DecayLaw.level(degree: degree, dimension: spectrum.dimension, power: Double(spectrum.dimension))
  }

  private func level(_ degree: Int) -> Double {
    rate(degree).map { DecayLaw.level(degree: degree, dimension: spectrum.dimension, power: -$0) } ?? .nan
  }

  private func rate(_ degree: Int) -> Double? {
    let leading = kernel.endpointTerms.first { $0.constant(degree: degree) != 0 }
    return leading.map { DecayLaw.rate(dimension: spectrum.dimension, exponent: $0.exponent) }
  }
}
