import CFlint
import Synchronization

/// The Gauss-Legendre rule: Integral_{-1}^{1} f(x) dx = sum_i w_i f(x_i), exact for polynomials of degree at most 2n-1.
///
/// Nodes are the roots of the Legendre polynomial P_n, symmetric about 0; weights are w_i = 2/((1 - x_i^2) P_n'(x_i)^2),
/// positive with sum 2. Both are proven enclosures whose radius is a few units in the last of the bits asked for.
///
/// Cost is O(n * bits) operations. Source: Johansson and Mezzarobba, Fast and rigorous arbitrary-precision computation of
/// Gauss-Legendre quadrature nodes and weights, SIAM J. Sci. Comput. 40 (2018).
struct GaussLegendre: Sendable {
  let count: Int
  /// Roots x >= 0, descending, each followed by its weight.
  private let pairs: ArbVector

  /// The rule of `count` nodes to `bits` bits, computed once per process.
  /// - Throws: ``SphereError/noNodes(count:)`` if `count` is below 1.
  static func rule(count: Int, bits: Int) throws(SphereError) -> GaussLegendre {
    guard count >= 1 else { throw SphereError.noNodes(count: count) }
    let key = [count, bits]
    if let known = cache.withLock({ $0[key] }) { return known }
    let rule = GaussLegendre(count: count, bits: bits)
    cache.withLock { $0[key] = rule }
    return rule
  }

  /// The rules computed so far, by count and bits.
  private static let cache = Mutex<[[Int]: GaussLegendre]>([:])

  static func forget() { cache.withLock { $0 = [:] } }

  private init(count: Int, bits: Int) {
    self.count = count
    let half = (count + 1) / 2
    pairs = ArbVector(count: 2 * half)
    for index in 0..<half {
      arb_hypgeom_legendre_p_ui_root(pairs[2 * index], pairs[2 * index + 1], UInt(count), UInt(index), bits)
    }
  }

  /// Writes the node with this index, the largest first, and returns its weight, which lives as long as the rule.
  func read(_ index: Int, into node: ArbPointer) -> ArbPointer {
    let place = min(index, count - 1 - index)
    arb_set(node, pairs[2 * place])
    if place != index { arb_neg(node, node) }
    return pairs[2 * place + 1]
  }
}
