/// What fits, intervals and summaries refuse.
public enum RegressionError: Error, Equatable {
  case lengthsDiffer(first: Int, second: Int)
  case tooFewPoints(points: Int, needed: Int)
  case notFinite(index: Int)
  case notPositive(index: Int, value: Double)
  case overflow(what: String)
  case constantAbscissa(value: Double)
  case dependentColumns(column: Int)
  case badLevel(level: Double)
  case badProbability(value: Double)
  case badReplicates(count: Int)
  case badFreedom(value: Double)
  case oneValue
  case mismatch(what: String, expected: Int, found: Int)
  case outside(what: String, value: Double, need: String)
  case notPositiveSemidefinite(eigenvalue: Double, largest: Double)
  case noEquivalent(samples: Double, rank: Double)
}

extension RegressionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .lengthsDiffer(let first, let second): "\(first) values against \(second); give every point one value of each"
    case .tooFewPoints(let points, let needed):
      "\(points == 1 ? "1 point is" : "\(points) points are") too few, at least \(needed) are needed; widen the range or drop a term"
    case .notFinite(let index): "value \(index) is not finite; remove it or mend what produced it"
    case .notPositive(let index, let value):
      "value \(index) is \(value), which has no logarithm; leave out vanishing and negative values"
    case .overflow(let what): "\(what) is beyond the range of numbers; scale the data"
    case .constantAbscissa(let value):
      "every abscissa is \(value), so that no slope exists; give at least two different ones"
    case .dependentColumns(let column):
      "column \(column) depends linearly on those before it; drop it or widen the range"
    case .badLevel(let level): "confidence level \(level) is out of range; choose one between 0 and 1, such as 0.95"
    case .badProbability(let value): "probability \(value) is out of range; it must lie between 0 and 1"
    case .badReplicates(let count): "\(count) bootstrap replicates are too few; use at least 100"
    case .badFreedom(let value):
      "\(value) degrees of freedom are too few; a t interval needs more points than parameters"
    case .oneValue:
      "the mean of one value has no t interval; give at least two, such as a second seed of a sweep, or leave the interval out"
    case .mismatch(let what, let expected, let found):
      "\(what): \(found) given where \(expected) are needed; make the sizes agree"
    case .outside(let what, let value, let need): "\(what) is \(value); \(need)"
    case .notPositiveSemidefinite(let eigenvalue, let largest):
      "the kernel matrix has eigenvalues \(eigenvalue) and \(largest), so that no kernel made it; check its entries"
    case .noEquivalent(let samples, let rank):
      "\(samples) samples determine all \(rank) eigenfunctions given; give more degrees, a tail, or a positive ridge"
    }
  }
}

/// What arguments of several routines must satisfy; each throws the ``RegressionError`` that says what does not.
package enum Require {
  package static func finite(_ values: [Double]) throws {
    if let index = values.firstIndex(where: { !$0.isFinite }) { throw RegressionError.notFinite(index: index) }
  }

  package static func nonNegative(_ values: [Double]) throws {
    try finite(values)
    if let index = values.firstIndex(where: { $0 < 0 }) {
      throw RegressionError.notPositive(index: index, value: values[index])
    }
  }

  package static func nonNegative(_ value: Double, _ what: String) throws {
    try that(value >= 0 && value.isFinite, what, value, need: "give a finite one from 0 on")
  }

  package static func that(_ holds: Bool, _ what: String, _ value: Double, need: @autoclosure () -> String) throws {
    if !holds { throw RegressionError.outside(what: what, value: value, need: need()) }
  }

  package static func size(_ what: String, _ expected: Int, found: Int) throws {
    guard found == expected else { throw RegressionError.mismatch(what: what, expected: expected, found: found) }
  }

  package static func level(_ level: Double) throws {
    guard level > 0, level < 1 else { throw RegressionError.badLevel(level: level) }
  }

  package static func sameLength(_ first: Int, _ second: Int) throws {
    guard first == second else { throw RegressionError.lengthsDiffer(first: first, second: second) }
  }
}
