import LinearAlgebra
import Statistics
import Testing

@testable import KernelRegression

@Suite struct CapHarmonicsTests {
  /// mpmath: squares of c times the integral of P_k(cos theta) sin(theta)^{D-2} from 0 to arccos 0.7.
  @Test(arguments: [
    (3, [0.0225, 0.01625625, 0.0079655625, 0.000169918557266601562, 3.98729475514056175e-6]),
    (
      4,
      [
        0.00884732163547693958, 0.00597349170281766565, 0.00292701093438065617, 8.39382375648569132e-6,
        1.83118429543562904e-7,
      ]
    ),
    (
      7,
      [
        0.000708191891015625, 0.000429596870141601562, 0.000210502466369384766, 1.67428885774129354e-6,
        7.33759561074792749e-13,
      ]
    ),
  ])
  func `variances are those of quadrature`(dimension: Int, expected: [Double]) throws {
    let found = try CapHarmonics(dimension: dimension, threshold: 0.7).variances(count: 31)
    for (place, value) in zip([0, 1, 2, 5, 30], expected) { #expect(abs(found[place] / value - 1) < 2e-11) }
  }

  @Test(arguments: [3, 4, 9]) func `half of the sphere has measure 1/2 and no even degree`(dimension: Int) throws {
    let half = try CapHarmonics(dimension: dimension, threshold: 0)
    #expect(abs(half.measure - 0.5) < 1e-15)
    let found = half.variances(count: 9)
    #expect(found[2] < 1e-30 && found[4] < 1e-30 && found[1] > 1e-4)
  }

  @Test func `degrees add up to the measure`() throws {
    let cap = try CapHarmonics(dimension: 4, threshold: 0.7)
    let sum = cap.variances(count: 4000).enumerated().reduce(0) { sum, item in
      sum + item.element * HarmonicLevels.multiplicity(dimension: 4, degree: Double(item.offset))
    }
    // What is left falls like 1/k.
    #expect(sum < cap.measure && cap.measure - sum < 1e-4)
  }

  @Test func `a cap that is none is refused`() {
    #expect(throws: RegressionError.self) { try CapHarmonics(dimension: 2, threshold: 0.5) }
    #expect(throws: RegressionError.self) { try CapHarmonics(dimension: 3, threshold: 1) }
  }
}

@Suite struct RidgeGridEquivalentTests {
  /// mu = 6/pi^2 (k+1)^-4 on S^3 with the variances of a cap, degrees to `last` and one level for the rest.
  static func levels(through last: Int) throws -> HarmonicLevels {
    let cap = try CapHarmonics(dimension: 4, threshold: 0.7)
    let mu = (0...last).map { degree in
      let x = Double(degree) + 1
      return 0.607927101854026629 / (x * x * x * x)
    }
    return try HarmonicLevels(dimension: 4, eigenvalues: mu, variances: cap.variances(count: last + 1))
      .closed(trace: 1, norm: cap.measure)
  }

  /// Literals: sums over two million degrees in NumPy, kappa by SciPy's brentq.
  @Test(arguments: [
    (
      100.0, [0.0125600679014, 0.00163853527189, 0.00150659036759],
      [0.0442224941397, 0.0270621922083, 0.0269095096977]
    ),
    (
      2000.0, [0.010121276507, 0.000141717614916, 2.77647188444e-05],
      [0.0391626667508, 0.0116680744932, 0.00949908521781]
    ),
  ])
  func `points agree with a direct sum over degrees`(n: Double, kappas: [Double], errors: [Double]) throws {
    let lambdas = [1e-2, 1e-4, 1e-8]
    let fine = try RidgeGridEquivalent(levels: Self.levels(through: 400), samples: n, lambdas: lambdas)
    for (point, expected) in zip(fine.points, zip(kappas, errors)) {
      #expect(abs(point.kappa / expected.0 - 1) < 1e-4 && abs(point.error / expected.1 - 1) < 1e-4)
    }
  }

  @Test(arguments: [60, 120, 240]) func `few degrees state how far they are off`(last: Int) throws {
    let found = try RidgeGridEquivalent(levels: Self.levels(through: last), samples: 2000, lambdas: [1e-4, 1e-8])
    let best = try found.best(smallest: 1e-8)
    let off = abs(best.choice.error / 0.00949908521781 - 1)
    #expect(best.choice.lambda == 1e-8 && off < best.truncation && best.truncation < 0.1)
    #expect(try found.best(smallest: 1e-4).choice.lambda == 1e-4)
  }

  @Test func `sums below those of the degrees given, and lambdas that are none, are refused`() throws {
    let levels = try HarmonicLevels(dimension: 3, eigenvalues: [1, 0.5], variances: [1, 0])
    #expect(throws: RegressionError.self) { try levels.closed(trace: 2, norm: 1) }
    #expect(throws: RegressionError.self) { try levels.closed(trace: 3, norm: .nan) }
    let closed = try levels.closed(trace: 2.5, norm: 1.25)
    #expect(closed.eigenvalues.last == 0 && closed.variances.last == 0.25 && closed.explicitCount == 2)
    refused(RidgeError.badLambda(index: 0, value: 0), try RidgeGridEquivalent(levels: closed, samples: 2, lambdas: [0]))
  }
}
