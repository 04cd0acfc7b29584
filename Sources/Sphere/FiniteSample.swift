/// What n independent uniform points make of the spectrum of a zonal kernel.
///
/// The eigenvalues of K/n cluster near mu_k, N(d,k) of them each. In the basis of spherical harmonics K/n is
/// T^{1/2} (I + E) T^{1/2}, T the diagonal of the mu_k and E the sampling error of the harmonics' Gram matrix, with
/// E[E_{ab}^2] = 1/n between different harmonics, summed over one of the two degrees by the addition theorem, and no error
/// at all in the trace of one degree (the same theorem). Second-order perturbation theory then gives
///
///     E[mean of cluster k] = mu_k + (1/n) sum_{j != k} N_j mu_j mu_k / (mu_k - mu_j) + O(n^-2),
///
/// where degrees beyond those given enter through their total weight kappa(1) - sum N_j mu_j, as if their mu were 0.
/// Inside a cluster the eigenvalues spread like those of a Gaussian symmetric matrix of variance mu_k^2 / n, so within
/// mu_k (+-) 2 mu_k sqrt(N_k / n) to leading order (Wigner's semicircle). A cluster is resolved when that range meets
/// none of a smaller mu_k and every cluster above it is resolved too: what lies below is the noise floor.
public struct FiniteSample: Sendable, Equatable {
  /// Clusters in descending order of mu_k, as far as n eigenvalues hold them.
  public let clusters: [Cluster]

  /// The eigenvalues of one degree.
  public struct Cluster: Sendable, Equatable {
    /// k.
    public let degree: Int
    /// N(d,k).
    public let multiplicity: Int
    /// mu_k, what the mean tends to.
    public let eigenvalue: Double
    /// The expected mean at this n.
    public let mean: Double
    /// The ends of the range over which the eigenvalues spread.
    public let range: ClosedRange<Double>
    /// Whether the cluster stands above the noise floor.
    public let isResolved: Bool
    /// How many eigenvalues of K/n, in descending order, come before it.
    public let offset: Int
  }

  /// The clusters of a kernel on S^{d-1} with eigenvalues `spectrum` for degrees 0, 1, ...
  ///
  /// - Parameter diagonal: kappa(1), the sum of all N_k mu_k.
  /// - Throws: ``SphereError`` if d < 3 or an eigenvalue is not finite.
  public init(spectrum: [Double], dimension: Int, diagonal: Double, count: Int) throws {
    if let degree = spectrum.firstIndex(where: { !$0.isFinite }) {
      throw SphereError.eigenvalueNotFinite(degree: degree)
    }
    let sizes = try spectrum.indices.map { try Harmonics.approximateCount(dimension: dimension, degree: $0) }
    let tail = diagonal - zip(spectrum, sizes).map(*).reduce(0, +)
    let order = spectrum.indices.filter { spectrum[$0] > 0 }.sorted { (spectrum[$0], $1) > (spectrum[$1], $0) }
    let drafts = order.map { k in Draft(k, spectrum, sizes, order, tail: tail, count: Double(count)) }
    var highest = [0.0]
    for draft in drafts.reversed() { highest.append(max(draft.range.upperBound, highest[highest.count - 1])) }
    highest.reverse()
    var clusters: [Cluster] = []
    var resolved = true
    var offset = 0
    for (position, draft) in drafts.enumerated() {
      guard sizes[draft.degree] <= Double(count - offset) else { break }
      let multiplicity = try Harmonics.count(dimension: dimension, degree: draft.degree)
      resolved = resolved && draft.range.lowerBound > highest[position + 1]
      clusters.append(
        Cluster(
          degree: draft.degree, multiplicity: multiplicity, eigenvalue: spectrum[draft.degree], mean: draft.mean,
          range: draft.range, isResolved: resolved, offset: offset))
      offset += multiplicity
    }
    self.clusters = clusters
  }

  /// The expected mean and range of one cluster.
  private struct Draft {
    let degree: Int
    let mean: Double
    let range: ClosedRange<Double>

    init(_ k: Int, _ spectrum: [Double], _ sizes: [Double], _ order: [Int], tail: Double, count: Double) {
      var shift = tail
      for j in order where spectrum[j] != spectrum[k] {
        shift += sizes[j] * spectrum[j] * spectrum[k] / (spectrum[k] - spectrum[j])
      }
      degree = k
      mean = spectrum[k] + shift / count
      let radius = 2 * spectrum[k] * (sizes[k] / count).squareRoot()
      range = mean.isFinite && radius.isFinite ? mean - radius...mean + radius : -.infinity ... .infinity
    }
  }
}
