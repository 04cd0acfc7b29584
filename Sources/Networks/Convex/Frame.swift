/// Orthonormal coordinates for the functions on weighted samples that are orthogonal to given ones.
///
/// Functions times sqrt(w) are reflected (Householder) so that the given ones fill the first coordinates, which are
/// dropped.
struct Frame {
  private let roots: [Double]
  private let reflectors: [[Double]]

  /// - Parameter free: the functions to be orthogonal to; those that depend on earlier ones are passed over.
  init(weights: [Double], free: [[Double]]) {
    roots = weights.map { $0.squareRoot() }
    var reflectors = [[Double]]()
    for function in free where reflectors.count < weights.count {
      var vector = zip(function, roots).map(*)
      let size = euclideanNorm(vector)
      for reflector in reflectors { Self.reflect(&vector, reflector) }
      let first = reflectors.count
      for index in 0..<first { vector[index] = 0 }
      let norm = euclideanNorm(vector)
      guard norm > 1e-12 * size else { continue }
      vector[first] += vector[first] < 0 ? -norm : norm
      let length = euclideanNorm(vector)
      reflectors.append(vector.map { $0 / length })
    }
    self.reflectors = reflectors
  }

  /// The coordinates of the function's part that is orthogonal to the free ones.
  func coordinates(_ function: [Double]) -> [Double] {
    var vector = zip(function, roots).map(*)
    for reflector in reflectors { Self.reflect(&vector, reflector) }
    return Array(vector.dropFirst(reflectors.count))
  }

  /// The function with the given coordinates.
  func function(_ coordinates: [Double]) -> [Double] {
    var vector = [Double](repeating: 0, count: reflectors.count) + coordinates
    for reflector in reflectors.reversed() { Self.reflect(&vector, reflector) }
    return zip(vector, roots).map(/)
  }

  private static func reflect(_ vector: inout [Double], _ reflector: [Double]) {
    let twice = 2 * dot(vector, reflector)
    for index in vector.indices { vector[index] -= twice * reflector[index] }
  }
}
