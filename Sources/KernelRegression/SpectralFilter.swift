import Foundation
import Statistics

/// What regularised kernel regression does to an eigendirection of K/n.
///
/// Kernel K on n points, targets y, loss (1/2n) |f - y|^2, start at 0: the prediction is (1/n) k(x, X) phi(K/n) y.
/// Source: Yao, Rosasco, Caponnetto, "On early stopping in gradient descent learning", Constructive Approximation 26 (2007).
public enum SpectralFilter: Sendable, Equatable {
  /// Gradient flow for a time t >= 0: phi(lambda) = (1 - exp(-t lambda)) / lambda.
  case flow(time: Double)
  /// `steps` steps of gradient descent of size eta: phi(lambda) = (1 - (1 - eta lambda)^steps) / lambda.
  case descent(step: Double, steps: Int)
  /// Ridge regression, (K + n rho I)^-1 n, rho >= 0: phi(lambda) = 1 / (lambda + rho). Ridge 0 interpolates, the limit of both
  /// others; eigenvalues that are 0 are then left out.
  case ridge(Double)

  /// phi(lambda) for an eigenvalue lambda >= 0 of K/n, its limit at lambda = 0.
  public func callAsFunction(_ lambda: Double) -> Double {
    switch self {
    case .flow(let time): lambda > 0 ? -expm1(-time * lambda) / lambda : time
    case .descent(let step, let steps):
      lambda > 0 ? (1 - survival(step * lambda, steps)) / lambda : step * Double(steps)
    case .ridge(let ridge): lambda + ridge > 0 ? 1 / (lambda + ridge) : 0
    }
  }

  /// - Throws: ``RegressionError`` for a negative time, ridge or number of steps, a step that is not positive, or one
  ///   that is not below 2 / `largest`, beyond which descent diverges.
  func validate(largest: Double) throws {
    switch self {
    case .flow(let time):
      guard time >= 0, time.isFinite else {
        throw RegressionError.outside(what: "the time of the flow", value: time, need: "give a finite time from 0 on")
      }
    case .descent(let step, let steps):
      guard steps >= 0 else {
        throw RegressionError.outside(what: "the number of steps", value: Double(steps), need: "give 0 or more")
      }
      guard step > 0, step * largest < 2 else {
        throw RegressionError.outside(
          what: "the step size", value: step,
          need: "descent converges for positive steps below 2 / (largest eigenvalue of K/n) = \(2 / largest)")
      }
    case .ridge(let ridge):
      guard ridge >= 0, ridge.isFinite else {
        throw RegressionError.outside(what: "the ridge", value: ridge, need: "give a finite one from 0 on")
      }
    }
  }

  /// (1 - x)^steps, without cancellation for small x.
  private func survival(_ x: Double, _ steps: Int) -> Double {
    x < 0.5 ? exp(Double(steps) * log1p(-x)) : pow(1 - x, Double(steps))
  }
}
