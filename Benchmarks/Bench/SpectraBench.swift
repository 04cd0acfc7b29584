import Foundation
import Sphere

/// `Bench spectra K d digits threads`: computes the spectrum of the two-layer NTK through degree K from nothing,
/// quadrature nodes and the check by doubling them included; prints the seconds, then the coefficients, one per line.
func spectraBench(_ arguments: [String]) throws {
  let numbers = arguments.compactMap { Int($0) }
  guard numbers.count == 4 else {
    print("usage: Bench spectra K d digits threads")
    return
  }
  let start = ContinuousClock.now
  let spectrum = try Spectrum(
    dimension: numbers[1], through: numbers[0], digits: numbers[2], threads: numbers[3]
  ) { theta in
    let (sine, cosine) = theta.sineAndCosine()
    return cosine * (Real(1) - theta / Real.pi) + sine / (Real(2) * Real.pi)
  }
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  print(seconds)
  for value in spectrum.values { print(value.decimal(digits: numbers[2])) }
}
