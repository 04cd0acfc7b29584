import Foundation
import Sphere

/// `Bench spectra K d digits`: computes the spectrum of the two-layer NTK through degree K, proven, with the nodes of the
/// quadrature made anew; prints the seconds of the fastest of five, then the coefficients, one per line.
func spectraBench(_ arguments: [String]) throws {
  let numbers = arguments.compactMap { Int($0) }
  guard numbers.count == 3 else {
    print("usage: Bench spectra K d digits")
    return
  }
  let runs = try (0..<5).map { _ in
    Spectrum.forgetRules()
    let start = ContinuousClock.now
    let spectrum = try Spectrum(
      of: .tangent(layers: 2), dimension: numbers[1], through: numbers[0], digits: numbers[2])
    return ((ContinuousClock.now - start) / .seconds(1), spectrum)
  }
  guard let fastest = runs.min(by: { $0.0 < $1.0 }) else { return }
  print(fastest.0)
  for value in fastest.1.values { print(value.decimal) }
}
