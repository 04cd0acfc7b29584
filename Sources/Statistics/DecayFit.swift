import Foundation

/// One correction to a power law in the logarithm: b x^{-power}, or (-1)^k b x^{-power} if it alternates.
public struct DecayTerm: Sendable, Equatable {
  /// p, positive.
  public let power: Double
  /// Whether the sign is that of (-1)^k.
  public let alternates: Bool

  /// A correction of order x^{-power}.
  public init(power: Double, alternates: Bool = false) {
    self.power = power
    self.alternates = alternates
  }
}

/// The exponent of a spectrum mu_k ~ A k^{-exponent} with the next orders of its expansion carried along:
///
/// log(mu_k - (-1)^k second_k) = log A - exponent log x + sum_j b_j x^{-p_j} + (-1)^k sum_l c_l x^{-q_l},
///
/// x = k + (d-2)/2.
///
/// In this x the coefficients Gamma(k-nu)/Gamma(k+nu+d-1) of an end singularity are a pure power up to a relative
/// x^{-2}; in bare k the slope is off by about (d-2)/(2k) of itself. A kernel with the singular powers nu < nu' at
/// t = 1 has a correction of power 2(nu' - nu), and one with nu' at t = -1 an alternating one: of leading order it is given
/// as `second` if its constant is known, else as an alternating term.
///
/// Spectra have no noise, so that standard errors of the residuals say nothing: use ``systematicInterval``.
public struct DecayFit: Sendable {
  /// The linear fit in the logarithm: log A, -exponent, then one coefficient per term.
  public let model: LinearModel
  /// The degrees k that were fitted.
  public let degrees: [Int]
  /// The corrections, in the order of their coefficients.
  public let terms: [DecayTerm]

  /// The exponent by the same model on parts of the data and with one correction fewer or more, in the order: lower
  /// half of the window in log x, upper half, other order. A part with no more points than parameters is left out.
  public let variants: [Double]

  /// The decay exponent, positive for a spectrum that falls.
  public var exponent: Double { -model.coefficients[1] }

  /// A.
  public var prefactor: Double { exp(model.coefficients[0]) }

  /// The span of the exponent and its ``variants``: an honest range for data whose only error is the model's
  /// truncation, not a confidence interval.
  public var systematicInterval: Interval {
    let all = variants + [exponent]
    return Interval(spanning: all) ?? Interval(lower: exponent, upper: exponent)
  }

  /// - Parameters:
  ///   - degrees: k of every value, ascending; of one parity where the other vanishes or follows another law.
  ///   - values: mu_k, positive.
  ///   - dimension: d.
  ///   - terms: Corrections, smooth ones in order of increasing power.
  ///   - alternatingLaw: second_k of every value, a known law of the alternating part; zero if nil.
  /// - Throws: ``RegressionError`` for lengths that differ, fewer points than parameters, values (less the alternating
  ///   law) that are
  ///   not positive, or terms that the range cannot tell apart.
  public init(
    degrees: [Int], values: [Double], dimension: Int, terms: [DecayTerm] = [], alternatingLaw: [Double]? = nil
  ) throws {
    try Require.sameLength(degrees.count, values.count)
    let law = alternatingLaw ?? [Double](repeating: 0, count: values.count)
    try Require.sameLength(law.count, values.count)
    let signs = degrees.map { $0.isMultiple(of: 2) ? 1.0 : -1.0 }
    let smooth = values.indices.map { values[$0] - signs[$0] * law[$0] }
    let data = Points(
      x: degrees.map { Double($0) + Double(dimension - 2) / 2 }, signs: signs, response: try Logarithm.of(smooth))
    _ = try Logarithm.of(data.x)
    model = try data.fit(terms)
    self.degrees = degrees
    self.terms = terms
    let middle = data.geometricMiddle
    let parts: [(Points, [DecayTerm])] = [
      (data.filtered { $0 <= middle }, terms), (data.filtered { $0 >= middle }, terms),
      (data, DecayFit.otherOrder(than: terms)),
    ]
    variants = try parts.compactMap { part, terms in
      part.x.count > terms.count + 2 ? -(try part.fit(terms).coefficients[1]) : nil
    }
  }

  /// The terms without the smooth one of highest power; with x^{-2}, which every end singularity has, if there is no
  /// smooth one.
  static func otherOrder(than terms: [DecayTerm]) -> [DecayTerm] {
    guard let last = terms.lastIndex(where: { !$0.alternates }) else { return terms + [DecayTerm(power: 2)] }
    return terms.indices.filter { $0 != last }.map { terms[$0] }
  }

  private struct Points {
    var x: [Double]
    var signs: [Double]
    var response: [Double]

    var geometricMiddle: Double { ((x.min() ?? 1) * (x.max() ?? 1)).squareRoot() }

    func filtered(_ keep: (Double) -> Bool) -> Points {
      let kept = x.indices.filter { keep(x[$0]) }
      return Points(x: kept.map { x[$0] }, signs: kept.map { signs[$0] }, response: kept.map { response[$0] })
    }

    func fit(_ terms: [DecayTerm]) throws -> LinearModel {
      let corrections = terms.map { term in
        x.indices.map { pow(x[$0], -term.power) * (term.alternates ? signs[$0] : 1) }
      }
      return try LinearModel(
        columns: [[Double](repeating: 1, count: x.count), x.map { log($0) }] + corrections, response: response)
    }
  }
}
