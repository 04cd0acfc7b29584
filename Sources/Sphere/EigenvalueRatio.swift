/// The ratio of two eigenvalues, with ends that are proven.
///
/// Two kernels on one sphere have the same reproducing kernel Hilbert space, with equivalent norms, exactly if the ratios of
/// their eigenvalues of all degrees lie between two positive constants: the space of a kernel is the set of functions whose
/// coefficients a of degree k have a finite sum of a^2 / mu_k. Source: Berlinet and Thomas-Agnan, Reproducing Kernel Hilbert
/// Spaces in Probability and Statistics, section 1.4 (Aronszajn's inclusion theorem).
public struct EigenvalueRatio: Sendable, Equatable {
  /// The quotient in double precision.
  public let value: Double
  /// Proven ends: the exact ratio of the eigenvalues lies between them.
  public let low, high: Double

  /// The ratio of eigenvalues of which `numerator` and `denominator` are the nearest doubles, as ``Eigenvalue/double`` is, or
  /// zeros that are exact. The neighbours of a double enclose what rounds to it, and the quotients are rounded outward.
  /// - Returns: nil for a denominator that is zero or whose neighbour is, and for numbers that are not finite.
  public init?(_ numerator: Double, over denominator: Double) {
    guard numerator.isFinite, denominator.isFinite, denominator.magnitude.nextDown > 0 else { return nil }
    value = numerator / denominator
    guard numerator != 0 else {
      (low, high) = (0, 0)
      return
    }
    let (least, greatest) = (numerator.magnitude.nextDown, numerator.magnitude.nextUp)
    let smallest = (least / denominator.magnitude.nextUp).nextDown
    let largest = (greatest / denominator.magnitude.nextDown).nextUp
    guard largest.isFinite else { return nil }
    (low, high) = value < 0 ? (-largest, -smallest) : (smallest, largest)
  }
}
