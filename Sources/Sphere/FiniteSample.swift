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
/// no other cluster's and every cluster above it is resolved too: what lies below is the noise floor.
public struct FiniteSample: Sendable, Equatable {
  /// Clusters in the order of the degrees given.
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
  /// - Throws: ``SphereError`` if d < 3 or a multiplicity does not fit an integer.
  public init(spectrum: [Double], dimension: Int, diagonal: Double, count: Int) throws {
    let multiplicities = try spectrum.indices.map { try Harmonics.count(dimension: dimension, degree: $0) }
    let tail = diagonal - zip(spectrum, multiplicities).map { $0 * Double($1) }.reduce(0, +)
    let order = spectrum.indices.filter { spectrum[$0] > 0 }.sorted { spectrum[$0] > spectrum[$1] }
    var drafts: [(degree: Int, mean: Double, range: ClosedRange<Double>)] = []
    for k in order {
      var shift = tail
      for j in order where spectrum[j] != spectrum[k] {
        shift += Double(multiplicities[j]) * spectrum[j] * spectrum[k] / (spectrum[k] - spectrum[j])
      }
      let mean = spectrum[k] + shift / Double(count)
      let radius = 2 * spectrum[k] * (Double(multiplicities[k]) / Double(count)).squareRoot()
      drafts.append((k, mean, mean.isFinite ? mean - radius...mean + radius : -.infinity ... .infinity))
    }
    var clusters: [Cluster] = []
    var resolved = true
    var offset = 0
    for (position, draft) in drafts.enumerated() {
      let next = position + 1 < drafts.count ? drafts[position + 1].range.upperBound : 0
      resolved = resolved && draft.range.lowerBound > next && offset + multiplicities[draft.degree] <= count
      clusters.append(
        Cluster(
          degree: draft.degree, multiplicity: multiplicities[draft.degree], eigenvalue: spectrum[draft.degree],
          mean: draft.mean, range: draft.range, isResolved: resolved, offset: offset))
      offset += multiplicities[draft.degree]
    }
    self.clusters = clusters
  }
}
