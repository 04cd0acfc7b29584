import Foundation
import LinearAlgebra

/// All hyperplanes, as candidates for the neurons of a symmetric function on a grid in the plane or in space.
///
/// While a hyperplane moves without crossing a grid point, both <nu, relu(v . x - t)> and the mean height in g~ are linear
/// in (v, t) and the remaining factor of g~ is constant, so that their ratio is largest at a vertex of the arrangement: at a
/// hyperplane through d or more points in general position, of which the cell decides those that count as active. So
/// the planes through d points give the maximum over all of them.
struct GridPlanes: AtomSource {
  let grid: SquareGrid
  private let pencils: [Pencil]

  init(_ grid: SquareGrid) {
    self.grid = grid
    let places = grid.places.map { Place($0[0], $0[1], $0.count > 2 ? $0[2] : 0) }
    let pencils = Self.normals(grid).map { Pencil(grid, places, normal: $0) }
    self.pencils = pencils.filter { !$0.planes.isEmpty }
  }

  /// The primitive normals of the hyperplanes through d points, one of every orbit, the simplest first.
  static func normals(_ grid: SquareGrid) -> [Place] {
    let reach = grid.side - 1
    let flat = (1...reach).flatMap { a in (0...a).map { Place(a, $0, 0) } }.filter { gcd($0) == 1 }
    guard grid.dimension == 3 else { return flat }
    let range = -reach...reach
    let moves = range.flatMap { x in range.flatMap { y in range.map { Place(x, y, $0) } } }.filter { gcd($0) == 1 }
    var found = Set<Place>()
    for first in moves where first.x >= first.y && first.y >= first.z && first.z >= 0 {
      for second in moves {
        let cross = first.yzx &* second.zxy &- first.zxy &* second.yzx
        let divisor = gcd(cross)
        if divisor > 0 { found.insert(canonical(cross / divisor)) }
      }
    }
    return found.sorted { ($0.wrappedSum(), $0.x, $0.y) < ($1.wrappedSum(), $1.x, $1.y) }
  }

  /// The image with descending coordinates that are not negative.
  private static func canonical(_ v: Place) -> Place {
    let sorted = [abs(v.x), abs(v.y), abs(v.z)].sorted(by: >)
    return Place(sorted[0], sorted[1], sorted[2])
  }

  /// The hyperplanes of the simplest directions.
  func seed() -> [Atom] { pencils.prefix(6).flatMap { pencil in pencil.planes.map { atom(pencil, $0) } } }

  /// `nu` is taken to the whole multiples that ``WholeDual`` gives, and the largest ratio is proven for those.
  func violators(of nu: [Double], above limit: Double, count: Int) -> (largest: Double, atoms: [Atom]) {
    guard let dual = WholeDual(nu, on: grid) else { return (.infinity, []) }
    var found = [(ratio: Double, pencil: Int, plane: Int)]()
    let largest = ratios(of: dual) { index, ratios in
      for (plane, ratio) in ratios.enumerated() where ratio > limit {
        let peak =
          (plane == 0 || ratios[plane - 1] <= ratio) && (plane + 1 == ratios.count || ratios[plane + 1] <= ratio)
        if peak { found.append((ratio, index, plane)) }
      }
    }
    found.sort { ($1.ratio, $0.pencil, $0.plane) < ($0.ratio, $1.pencil, $1.plane) }
    return (largest, found.prefix(count).map { atom(pencils[$0.pencil], pencils[$0.pencil].planes[$0.plane]) })
  }

  /// A number that no hyperplane's |<nu, relu(v . x - t)>| / g exceeds: the sums are exact, and the roundings of the few
  /// operations that follow, below 12 units of 2^-53 together, are covered by a factor 1 + 2^-48.
  func largestRatio(of dual: WholeDual) -> Double { ratios(of: dual) { _, _ in } }

  private func ratios(of dual: WholeDual, each body: (Int, [Double]) -> Void) -> Double {
    let full = grid.places.map { dual.values[grid.orbit($0)] }
    let count = Double(grid.count)
    let scale = scalbn(count * count / Double(grid.nodeCount), dual.exponent) * (1 + 0x1p-48)
    var largest = 0.0
    for (index, pencil) in pencils.enumerated() {
      let ratios = pencil.moments(full).enumerated().map { plane, moment in
        Double(moment.magnitude) / pencil.planes[plane].weight * scale
      }
      largest = ratios.reduce(largest, max)
      body(index, ratios)
    }
    return largest
  }

  /// The sum over the symmetries of relu(n . x - c), a whole number at every point: K |n| / unit times the mean of
  /// relu(v . x - t) over the K symmetries.
  private func atom(_ pencil: Pencil, _ plane: Pencil.Plane) -> Atom {
    let values = grid.symmetrised(pencil.components(grid.dimension), offset: plane.offset).map(Double.init)
    let (symmetries, count) = (Double(grid.symmetryCount), Double(grid.count))
    return Atom(
      values: values, cost: symmetries * plane.weight / (count * count), plane: plane.plane,
      factor: symmetries * pencil.length / grid.unit)
  }
}

/// A point or a vector in whole numbers; the third coordinate is 0 in the plane.
typealias Place = SIMD3<Int>

extension SIMD3 where Scalar == Int {
  fileprivate var yzx: Place { Place(y, z, x) }
  fileprivate var zxy: Place { Place(z, x, y) }
}

/// The greatest common divisor of the coordinates, 0 for the zero vector.
private func gcd(_ v: Place) -> Int { gcd(gcd(v.x, v.y), v.z) }
private func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? abs(a) : gcd(b, a % b) }

/// A symmetric function on a grid in whole multiples of a power of two, orthogonal to the constants: sums over the grid of
/// its products with heights are exact.
struct WholeDual {
  /// The function at every orbit over 2^`exponent`, zero where nothing is asked for.
  let values: [Int]
  let exponent: Int

  /// The nearest one to `nu`, which is given at every node; nil if that is not finite.
  ///
  /// Numbers are so small that the sum of any multiples by heights of a plane through grid points fits 62 bits. The sum over
  /// the grid is made zero at the first node, whose size divides all others.
  init?(_ nu: [Double], on grid: SquareGrid) {
    let greatest = nu.reduce(0) { max($0, $1.magnitude) }
    guard nu.allSatisfy(\.isFinite), nu.count == grid.nodes.count, !nu.isEmpty else { return nil }
    let reach = Double(grid.side * grid.side * (grid.dimension == 2 ? 4 : 16 * grid.side))
    let bits = 60 - Int(log2(reach * Double(grid.count)).rounded(.up))
    exponent = greatest > 0 ? Int(greatest.exponent) + 1 - bits : 0
    let scale = exponent
    var multiples = nu.map { Int(scalbn($0, -scale).rounded()) }
    multiples[0] -= zip(multiples, grid.sizes).reduce(0) { $0 + $1.0 * $1.1 } / grid.sizes[0]
    var values = [Int](repeating: 0, count: grid.orbits.count)
    for (node, multiple) in zip(grid.nodes, multiples) { values[node] = multiple }
    self.values = values
  }
}
