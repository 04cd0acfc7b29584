/// Why a ridge regression refused its input or could not finish.
public enum RidgeError: Error, Equatable, Sendable {
  case empty(what: String)
  case tooLarge(order: Int, largest: Int)
  case mismatch(what: String, expected: Int, found: Int)
  case notFinite(what: String, row: Int, column: Int)
  case badLambda(index: Int, value: Double)
  case notPositiveDefinite(lambda: Double, order: Int, pivot: Int)
  case noConvergence(lambda: Double, iterations: Int, residual: Double)
  case badSize(what: String, value: Int)
}

extension RidgeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty(let what): "\(what) is empty; give at least one"
    case .tooLarge(let order, let largest):
      "a kernel matrix of order \(order) is beyond the largest, \(largest); choose fewer points"
    case .mismatch(let what, let expected, let found):
      "\(what) has size \(found) where \(expected) is needed; make the sizes agree"
    case .notFinite(let what, let row, let column):
      "\(what) holds a NaN or an infinity at row \(row), column \(column) (counted from 0); mend what produced it"
    case .badLambda(let index, let value):
      "lambda \(index) (counted from 0) is \(value); every lambda must be positive and finite"
    case .notPositiveDefinite(let lambda, let order, let pivot):
      "K + n lambda I of order \(order) is not positive definite at lambda = \(lambda) (pivot \(pivot)); raise lambda "
        + "or check the kernel"
    case .noConvergence(let lambda, let iterations, let residual):
      "the system at lambda = \(lambda) has relative residual \(residual) after \(iterations) iterations; raise lambda"
    case .badSize(let what, let value): "\(what) is \(value); it must be at least 1"
    }
  }
}
