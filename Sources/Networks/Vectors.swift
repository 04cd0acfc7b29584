/// sum_i a_i b_i, over the shorter of the two.
func dot(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
  var sum = 0.0
  for (left, right) in zip(a, b) { sum += left * right }
  return sum
}

/// sum_i a_i^2.
func squaredNorm(_ a: some Sequence<Double>) -> Double {
  var sum = 0.0
  for value in a { sum += value * value }
  return sum
}

/// The Euclidean norm.
func euclideanNorm(_ a: some Sequence<Double>) -> Double { squaredNorm(a).squareRoot() }
