import Foundation
import LinearAlgebra

/// How much a function of the plane bends across each line, smoothed over nearby lines, from values of the function alone.
///
/// A sum of neurons bends on lines: its Laplacian is sum_i c_i delta(v_i . x - t_i), c_i = a_i |w_i|, the dual Radon
/// transform R* alpha of the measure alpha = sum_i c_i delta_(v_i, t_i) on the lines v . x = t. So alpha is the inverse of R*
/// applied to the Laplacian (in the plane 1/(4 pi) times the Radon transform of the Laplacian, with the filter |k| along t),
/// and |f|_S = integral of g d|alpha|.
///
/// The filter reaches to infinity, where f grows. Both are tame on the sphere: F(x, z) = z f(x/z) is homogeneous of degree
/// 1, a neuron is a |u . xi| / 2 up to linear terms with u = (w, b), lines are pairs of points +-u/|u|, and with an even
/// continuation
///
///     (Laplacian + 2) F = sum_i a_i |u_i| delta(great circle of u_i) = Funk transform of mu,
///     mu = sum_i a_i |u_i| (delta_{u_i/|u_i|} + delta_{-u_i/|u_i|}) / 2,
///
/// so that harmonics of even degree l of F are multiplied by (2 - l(l + 1)) / (2 pi P_l(0)) to give those of mu. As
/// a |u| = c sqrt(1 + t^2) and the area is dphi dt / (1 + t^2)^{3/2}, alpha has the density 2 mu / (1 + t^2)^2.
///
/// mu is smoothed by (2p + 1)/(4 pi) (u . xi)^{2p}, positive, even and of degree 2p: nearly a Gaussian of standard
/// deviation 1/sqrt(2p), the `width`. Affine functions have no alpha; that of f, far out, is taken off first.
///
/// Sources: Nacson et al. (2023) for the norm; Helgason, "Integral geometry and Radon transforms", 2011, for R and the
/// Funk transform.
public struct SmoothedBends: Sendable {
  private let harmonics: EvenHarmonics

  /// Degrees up to this over the width are kept; the smoothing multiplies the others by less than 1e-7.
  static let reach = 6.0

  /// The harmonics of mu for `function`, which takes points of the plane, one a row, and must be affine along every ray
  /// from some distance below 1e6 on.
  /// - Parameters:
  ///   - width: the standard deviation of the smoothing, in radians on the sphere of lines.
  ///   - rings: circles of samples on the half sphere; each has twice as many samples.
  /// - Throws: `NetworkError.notPositive` for the width, `outside` for rings below 6 / width, and what `function` throws.
  public init(of function: (Matrix) throws -> [Double], width: Double, rings: Int) throws {
    let power = try Self.power(width: width)
    let degree = min(Int(min(Self.reach / width, 1e4)) / 2 * 2, 2 * power)
    let affine = try AffinePart(farOut: function)
    var harmonics = try EvenHarmonics(degree: degree, rings: rings) { heights in
      try affine.samples(of: function, heights: heights, count: 2 * rings)
    }
    harmonics.scale(by: Self.factors(degree: degree, power: power))
    self.harmonics = harmonics
  }

  /// The density of alpha at the lines of `lattice`.
  public func density(on lattice: LineLattice) throws -> LineDensity {
    let heights = lattice.thresholds.map { -$0 / (1 + $0 * $0).squareRoot() }
    var values = try harmonics.values(heights: heights, angles: lattice.angles)
    for (row, t) in lattice.thresholds.enumerated() {
      let factor = 2 / ((1 + t * t) * (1 + t * t))
      for column in 0..<values.columns { values[row, column] *= factor }
    }
    return LineDensity(lattice: lattice, values: values)
  }

  /// p, the nearest to 1 / (2 width^2).
  static func power(width: Double) throws -> Int {
    try NetworkError.requirePositive(width, "the width of the smoothing")
    return max(Int(min(0.5 / (width * width), 1e12).rounded()), 1)
  }

  /// For l = 0, 2, ...: (2 - l(l + 1)) / (2 pi P_l(0)) times the smoothing's prod_{j = 2, 4..l} (2p - j + 2) / (2p + j + 1).
  static func factors(degree: Int, power: Int) -> [Double] {
    var (legendre, smoothing) = (1.0, 1.0)
    return stride(from: 0, through: degree, by: 2).map { degree in
      let l = Double(degree)
      if degree > 0 {
        legendre *= -(l - 1) / l
        smoothing *= (Double(2 * power) - l + 2) / (Double(2 * power) + l + 1)
      }
      return (2 - l * (l + 1)) / (2 * Double.pi * legendre) * smoothing
    }
  }
}

/// The density of a smoothed measure of bends on a lattice of lines, per unit of phi and t, phi over (0, pi).
public struct LineDensity: Sendable {
  public let lattice: LineLattice
  /// A row for each t, a column for each phi.
  public let values: Matrix

  init(lattice: LineLattice, values: Matrix) { (self.lattice, self.values) = (lattice, values) }

  /// The density that the formula gives for the neurons of `network`; their coefficients are taken without signs if
  /// `unsigned`, so that neighbours do not cancel.
  public init(
    neuronsOf network: ShallowNetwork, width: Double, lattice: LineLattice, unsigned: Bool = false
  ) throws {
    try NetworkError.require(network.dimension, equals: 2, "the dimension of the network")
    let power = Double(try SmoothedBends.power(width: width))
    let bends = StabilityNorm.bends(network).map { bend in
      let t = bend.plane.threshold
      let root = (1 + t * t).squareRoot()
      let size = (unsigned ? bend.coefficient.magnitude : bend.coefficient) * root
      return (x: bend.plane.normal[0] / root, y: bend.plane.normal[1] / root, z: -t / root, size: size)
    }
    // Lines of neurons eight to a vector; those that only pad have no size.
    let groups = (bends.count + 7) / 8
    let padding = (x: 0.0, y: 0.0, z: 0.0, size: 0.0)
    let padded =
      bends + [(x: Double, y: Double, z: Double, size: Double)](repeating: padding, count: 8 * groups - bends.count)
    func lanes(_ entry: (Int) -> Double) -> [SIMD8<Double>] {
      (0..<groups).map { group in
        var lanes = SIMD8<Double>.zero
        for lane in 0..<8 { lanes[lane] = entry(8 * group + lane) }
        return lanes
      }
    }
    let flat = lattice.angles.map { angle in
      let (cosine, sine) = (cos(angle), sin(angle))
      return lanes { padded[$0].x * cosine + padded[$0].y * sine }
    }
    // (u . xi)^{2p} < 1e-18 below this.
    let least = exp(-21 / power)
    values = try Matrix(rows: lattice.thresholds.count, columns: flat.count) { density in
      for (row, t) in lattice.thresholds.enumerated() {
        let square = 1 + t * t
        let factor = (2 * power + 1) / (2 * Double.pi) / (square * square)
        let upright = lanes { padded[$0].z * t }
        for (column, flat) in flat.enumerated() {
          var sum = 0.0
          for group in 0..<groups {
            let product = flat[group] - upright[group]
            let cosines = product * product / square
            guard any(cosines .> least) else { continue }
            for lane in 0..<8 where cosines[lane] > least {
              sum += padded[8 * group + lane].size * exp(power * log(cosines[lane]))
            }
          }
          density.initializeElement(at: row * lattice.angles.count + column, to: factor * sum)
        }
      }
    }
    self.lattice = lattice
  }

  /// The sum over the lattice of |density| g, which tends to |f|_S, by `weights` of the same lattice.
  public func integral(weights: Matrix) -> Double {
    lattice.cell * zip(values.elements, weights.elements).reduce(0) { $0 + $1.0.magnitude * $1.1 }
  }

  /// The same of the difference from another density.
  public func distance(from other: LineDensity, weights: Matrix) -> Double {
    lattice.cell
      * zip(zip(values.elements, other.values.elements), weights.elements)
      .reduce(0) { $0 + ($1.0.0 - $1.0.1).magnitude * $1.1 }
  }
}

/// The affine function that f is far out, up to one that is even there: slope . x + offset.
private struct AffinePart {
  private var slope = [0.0, 0.0]
  private var offset = 0.0

  /// From f at distance r and 2r on both half axes, between which f is affine.
  init(farOut function: (Matrix) throws -> [Double]) throws {
    let r = 1e6
    let places = [r, 0, -r, 0, 0, r, 0, -r]
    let values = try function(Matrix(rows: 8, columns: 2, elements: places + places.map { 2 * $0 }))
    for ray in 0..<4 {
      slope[ray / 2] += (ray % 2 == 0 ? 0.5 : -0.5) * (values[ray + 4] - values[ray]) / r
      offset += (2 * values[ray] - values[ray + 4]) / 4
    }
  }

  /// z f(x/z) less the affine part, on rings of the unit sphere, at `count` equal steps of the angle.
  func samples(
    of function: (Matrix) throws -> [Double], heights: ArraySlice<Double>, count: Int
  ) throws -> Matrix {
    let directions = (0..<count).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(count)
      return (cos(angle), sin(angle))
    }
    let points = try Matrix(rows: heights.count * count, columns: 2) { buffer in
      for (row, z) in heights.enumerated() {
        let radius = ((1 - z) * (1 + z)).squareRoot() / z
        for (column, (x, y)) in directions.enumerated() {
          let place = 2 * (row * count + column)
          buffer.initializeElement(at: place, to: radius * x)
          buffer.initializeElement(at: place + 1, to: radius * y)
        }
      }
    }
    var samples = try Matrix(rows: heights.count, columns: count, elements: function(points))
    for (row, z) in heights.enumerated() {
      let radius = ((1 - z) * (1 + z)).squareRoot()
      for (column, direction) in directions.enumerated() {
        let plane = radius * (slope[0] * direction.0 + slope[1] * direction.1) + offset * z
        samples[row, column] = z * samples[row, column] - plane
      }
    }
    return samples
  }
}
