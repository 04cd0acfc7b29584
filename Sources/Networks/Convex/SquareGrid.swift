import Foundation
import LinearAlgebra

/// The m x ... x m grid on the square [-R, R]^2 or the cube [-R, R]^3, and functions on it with all its symmetries.
///
/// Convexity makes the least norm of such a function that of a symmetric solution, so one point of every orbit suffices.
public struct SquareGrid: Sendable {
  /// m.
  public let side: Int
  /// R.
  public let halfWidth: Double
  /// d, 2 or 3.
  public let dimension: Int
  /// k: a function is asked for at every k-th point along each axis, ((m - 1) / k + 1)^d points; g is of all points.
  public let interval: Int
  /// One point of every orbit, its coordinates descending and not negative, in whole steps of `unit` from the centre.
  let orbits: [[Int]]
  /// The orbits, as indices of ``orbits``, of the points at which functions are asked for.
  let nodes: [Int]
  /// How many points each of these has.
  let sizes: [Int]

  /// - Throws: `NetworkError.outside` unless d is 2 or 3 and 2 <= side <= 200 (side <= 9 for d = 3), or for an interval that does not
  ///   divide m - 1; `notPositive` for the half width.
  public init(side: Int, halfWidth: Double, dimension: Int = 2, interval: Int = 1) throws {
    try NetworkError.require(dimension, in: 2...3, "the dimension of the grid")
    try NetworkError.require(side, in: 2...(dimension == 2 ? 200 : 9), "the side of the grid")
    try NetworkError.requirePositive(halfWidth, "the half width of the grid")
    try NetworkError.require(interval, in: 1...(side - 1), "the interval of the grid")
    try NetworkError.require((side - 1) % interval, equals: 0, "the rest of the side minus 1 over the interval")
    (self.side, self.halfWidth, self.dimension, self.interval) = (side, halfWidth, dimension, interval)
    let steps = Array(stride(from: (side - 1) % 2, through: side - 1, by: 2))
    let orbits: [[Int]] = (0..<dimension).reduce([[]]) { found, _ in
      found.flatMap { start in steps.filter { $0 <= start.last ?? side }.map { start + [$0] } }
    }
    self.orbits = orbits
    nodes = orbits.indices.filter { orbits[$0].allSatisfy { ($0 + side - 1) % (2 * interval) == 0 } }
    sizes = nodes.map { Self.images(of: orbits[$0]).count }
  }

  /// Whether functions are asked for at a point, given in units.
  private func isNode(_ place: [Int]) -> Bool { place.allSatisfy { ($0 + side - 1) % (2 * interval) == 0 } }

  /// Half the distance of neighbours.
  var unit: Double { halfWidth / Double(side - 1) }

  /// m^d.
  public var count: Int { (0..<dimension).reduce(1) { product, _ in product * side } }

  /// The number of points at which functions are asked for.
  public var nodeCount: Int { sizes.reduce(0, +) }

  /// All points in units, the first coordinate running fastest.
  var places: [[Int]] {
    let steps = Array(stride(from: 1 - side, through: side - 1, by: 2))
    return (0..<count).map { index in
      var rest = index
      return (0..<dimension).map { _ in
        defer { rest /= side }
        return steps[rest % side]
      }
    }
  }

  /// All m^d points, one a row.
  public var points: Matrix {
    get throws {
      try Matrix(rows: count, columns: dimension, elements: places.flatMap { $0.map { unit * Double($0) } })
    }
  }

  /// The share of every node's orbit in all nodes.
  var weights: [Double] { sizes.map { Double($0) / Double(nodeCount) } }

  /// The index of a point's orbit, the point given in units.
  func orbit(_ place: [Int]) -> Int {
    // Descending i >= j >= k stand in order of their binomials, C(i + 2, 3) + C(j + 1, 2) + C(k, 1).
    zip(0..., place.map { Int($0.magnitude) / 2 }.sorted(by: >)).reduce(0) { sum, item in
      let rank = dimension - item.0
      return sum + (0..<rank).reduce(1) { $0 * (item.1 + $1) / ($1 + 1) }
    }
  }

  /// The distinct images of a vector under permutations and changes of sign.
  private static func images<Number: SignedNumeric & Comparable & Hashable>(of vector: [Number]) -> [[Number]] {
    var seen = Set<[Number]>()
    return symmetries(of: vector).filter { seen.insert($0).inserted }
  }

  /// The 2^d d! images of a vector, with repetitions.
  static func symmetries<Number: SignedNumeric>(of vector: [Number]) -> [[Number]] {
    guard let first = vector.first else { return [[]] }
    return symmetries(of: Array(vector.dropFirst())).flatMap { rest in
      (0...rest.count).flatMap { place -> [[Number]] in
        [first, -first].map { value -> [Number] in
          var image = rest
          image.insert(value, at: place)
          return image
        }
      }
    }
  }

  /// 2^d d!.
  var symmetryCount: Int { dimension == 2 ? 8 : 48 }

  /// The sum over the symmetries of relu(v . x - t) at every node, v and t in units.
  func symmetrised(_ normal: [Int], offset: Int) -> [Int] {
    let normals = Self.symmetries(of: normal)
    return nodes.map { node in
      let x = orbits[node]
      return normals.reduce(0) { sum, v in sum + max(zip(v, x).reduce(-offset) { $0 + $1.0 * $1.1 }, 0) }
    }
  }

  /// The target's value at every node.
  func values(of target: SymmetricTarget) -> [Double] {
    nodes.map { node in target.value(at: orbits[node].map { unit * Double($0) }) }
  }

  /// The grid's points with the target's values.
  public func data(_ target: SymmetricTarget) throws -> TrainingSet {
    let points = try points
    return try TrainingSet(points: points, targets: (0..<points.rows).map { target.value(at: Array(points[row: $0])) })
  }

  /// The least |f|_S over all networks with one hidden layer, of any width, that fit `target` on the grid; with a ridge
  /// the sum of the norm and the mean squared error / (2 ridge) is least. Affine functions cost nothing.
  ///
  /// Ridge 0 interpolates exactly, and whole numbers prove both bounds (``GridProof``). "Least" is an infimum: a solution's
  /// neurons may bend along planes that are moved off the grid's points by as little as one likes.
  /// - Throws: `NetworkError.notPositive` for a negative ridge, and what the linear algebra throws.
  public func leastNorm(of target: SymmetricTarget, ridge: Double = 0) throws -> LeastNormSolution {
    let problem = LeastNormProblem(
      targets: values(of: target), weights: weights, free: [[Double](repeating: 1, count: nodes.count)],
      candidates: GridPlanes(self))
    guard ridge == 0 else {
      try NetworkError.requirePositive(ridge, "the ridge")
      return try problem.solve(ridge: ridge)
    }
    let frame = Frame(weights: problem.weights, free: problem.free)
    let proofs = try problem.interpolate().map { found in
      try GridProof(found, targets: problem.targets, frame: frame, planes: problem.candidates).solution
    }
    guard var best = proofs.min(by: { $0.norm < $1.norm }) else { throw NetworkError.empty("the search") }
    best.lowerBound = proofs.reduce(0) { max($0, $1.lowerBound) }
    return best
  }

  /// The network of a solution in the plane: each of its neurons in all images under the symmetries of the square,
  /// balanced so that the sharpness is small, with the mean of the target's values at the nodes.
  public func network(of solution: LeastNormSolution, target: SymmetricTarget) throws -> ShallowNetwork {
    try NetworkError.require(dimension, equals: 2, "the dimension of the grid")
    let data = try data(target)
    let neurons = solution.terms.flatMap { term in
      Self.symmetries(of: term.plane.normal).map { ($0, term.plane.threshold, term.coefficient / 8) }
    }
    guard !neurons.isEmpty else { throw NetworkError.empty("the solution") }
    var network = try ShallowNetwork(
      weights: Matrix(rows: neurons.count, columns: 2, elements: neurons.flatMap { $0.0 }),
      biases: neurons.map { -$0.1 }, outputWeights: neurons.map(\.2)
    ).balanced(on: data.points)
    let rests = zip(data.targets, try network.values(at: data.points)).map { $0 - $1 }
    network.offset = zip(rests, places).reduce(0) { $0 + (isNode($1.1) ? $1.0 : 0) } / Double(nodeCount)
    return network
  }

  /// The values of a solution's network at the grid's points; without neurons the mean of the target's values.
  public func values(of solution: LeastNormSolution, target: SymmetricTarget) throws -> [Double] {
    let data = try data(target)
    guard solution.terms.isEmpty else { return try network(of: solution, target: target).values(at: data.points) }
    return [Double](repeating: data.targets.reduce(0, +) / Double(data.count), count: data.count)
  }
}
