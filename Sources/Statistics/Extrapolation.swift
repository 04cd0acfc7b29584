/// The value at 0 of the polynomial through given points: what a sequence with an expansion in powers of y tends to.
///
/// A quantity f(y) = f_0 + f_1 y + ... known at y_0, ..., y_m gives f_0 up to a term of order y_0 y_1 ... y_m. Of a spectrum over
/// its law y = 1/x^2, x = k + (d-2)/2. Computed by Neville's scheme; O(m^2). The difference of two successive orders is the size
/// of the last correction, and says how far the lower one was off. Source: Stoer and Bulirsch, Introduction to Numerical Analysis,
/// section 2.1.2.
public enum Extrapolation {
  /// - Parameters:
  ///   - y: Abscissas, different from one another.
  ///   - values: f at each of them.
  /// - Throws: ``RegressionError`` for lengths that differ, no points, values that are not finite and abscissas that repeat.
  public static func toZero(_ y: [Double], _ values: [Double]) throws -> Double {
    try Require.sameLength(y.count, values.count)
    guard !y.isEmpty else { throw RegressionError.tooFewPoints(points: 0, needed: 1) }
    for list in [y, values] { try Require.finite(list) }
    try Require.that(Set(y).count == y.count, "an abscissa that repeats", repeated(y), need: "give every one once")
    var column = values
    for order in 1..<y.count {
      for row in 0..<y.count - order {
        let (near, far) = (y[row], y[row + order])
        column[row] = (near * column[row + 1] - far * column[row]) / (near - far)
      }
    }
    return column[0]
  }

  private static func repeated(_ y: [Double]) -> Double {
    let sorted = y.sorted()
    return zip(sorted, sorted.dropFirst()).first { $0 == $1 }?.0 ?? .nan
  }
}
