import Foundation

/// Why a routine of this module refused its input.
public enum NetworkError: Error, Equatable, Sendable {
  case empty(String)
  case mismatch(what: String, expected: Int, found: Int)
  case notFinite(String)
  case notPositive(what: String, value: Double)
  case outside(what: String, range: ClosedRange<Int>, value: Int)
  case noInterpolant(points: Int)
  case noDirection
  case cancels(what: String, rounding: Double)
  case diverged(steps: Int)
}

extension NetworkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty(let what): "\(what) is empty; give at least one"
    case .mismatch(let what, let expected, let found):
      "\(what): \(found) given where \(expected) are needed; make the sizes agree"
    case .notFinite(let what): "\(what) hold a NaN or an infinity; remove it"
    case .notPositive(let what, let value): "\(what) is \(value); give a positive finite number"
    case .outside(let what, let range, let value):
      "\(what) is \(value); give one from \(range.lowerBound) to \(range.upperBound)"
    case .noInterpolant(let points):
      "two of the \(points) points coincide and have different values, so that nothing interpolates them; merge them"
    case .cancels(let what, let rounding):
      "\(what) sums terms that cancel, and rounding alone errs by up to \(String(format: "%.1e", rounding)), more than is to be "
        + "measured; lower the dimension or the power"
    case .diverged(let steps):
      "the outputs are not finite after \(steps) steps: the training diverged; choose a smaller step"
    case .noDirection: "every gradient is zero, so that the Hessian has no top eigenvector; revive the network"
    }
  }

  static func require(_ found: Int, equals expected: Int, _ what: String) throws {
    guard found == expected else { throw NetworkError.mismatch(what: what, expected: expected, found: found) }
  }

  static func require(_ value: Int, in range: ClosedRange<Int>, _ what: String) throws {
    guard range.contains(value) else { throw NetworkError.outside(what: what, range: range, value: value) }
  }

  static func requirePositive(_ value: Double, _ what: String) throws {
    guard value > 0, value.isFinite else { throw NetworkError.notPositive(what: what, value: value) }
  }
}
