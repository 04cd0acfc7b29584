import Documents
import LinearAlgebra
import Pipeline
import Sphere

/// The eigenvalues of K/n on uniform points, gathered by the degree of the harmonics that they belong to.
struct ClustersStage: Stage {
  static let kind = StageKind(
    "eigenvalue-clusters", revision: 2,
    summary: "means of the eigenvalues of K/n by degree, beside the kernel's spectrum")

  let eigenvalues: Input<Matrix>
  let spectrum: Input<Table>
  let degrees: Int
  let clusters = Output<Table>("means")
  let listed = Output<Table>("members")

  init(_ fields: Fields) {
    eigenvalues = fields.input("eigenvalues", Matrix.self, "eigenvalues of K/n in descending order")
    spectrum = fields.input(
      "spectrum", Table.self, "the kernel's spectrum, from a stage of kind spectrum; kappa(1) = 1")
    degrees = fields.integer("degrees", in: 1...200, "clusters of degree 0 to this are reported")
  }

  var outputs: [OutputDeclaration] { [clusters.declaration, listed.declaration] }

  func run(_ workspace: Workspace) throws {
    let matrix = try workspace.read(eigenvalues)
    guard matrix.columns == 1 else {
      throw LinearAlgebraError.mismatch(
        what: "the width of the list of eigenvalues", expected: 1, found: matrix.columns)
    }
    let values = matrix.elements
    let table = try workspace.read(spectrum)
    guard let dimension = try table.integers("dimension").first else {
      throw Problem(.table(name: "spectrum", fact: "the table has no rows", remedy: "select some"))
    }
    let sample = try FiniteSample(
      spectrum: try table.numbers("mu"), dimension: dimension, diagonal: 1, count: values.count)
    let name = (kernel: try table.texts("kernel").first ?? "", dimension: dimension)
    let shown = sample.clusters.filter { $0.degree <= degrees }
    let members = shown.map { Array(values[$0.offset..<$0.offset + $0.multiplicity]) }
    try workspace.write(try Self.table(shown, members, name, count: values.count), to: clusters)
    try workspace.write(try Self.list(shown, members), to: listed)
  }

  /// `mean` is the cluster's, `corrected` the same less the expected shift, both also relative to mu.
  private static func table(
    _ clusters: [FiniteSample.Cluster], _ members: [[Double]], _ spectrum: (kernel: String, dimension: Int), count: Int
  ) throws -> Table {
    let means = members.map { $0.reduce(0, +) / Double($0.count) }
    let shifts = clusters.map { $0.mean - $0.eigenvalue }
    return try Table([
      ("kernel", .texts(clusters.map { _ in spectrum.kernel })),
      ("dimension", .numbers(clusters.map { _ in Double(spectrum.dimension) })),
      ("inverse-count", .numbers(clusters.map { _ in 1 / Double(count) })),
      ("degree", .numbers(clusters.map { Double($0.degree) })),
      ("multiplicity", .numbers(clusters.map { Double($0.multiplicity) })),
      ("mu", .numbers(clusters.map(\.eigenvalue))),
      ("expected", .numbers(clusters.map(\.mean))),
      ("mean", .numbers(means)),
      ("relative", .numbers(zip(means, clusters).map { $0 / $1.eigenvalue })),
      ("relative-expected", .numbers(clusters.map { $0.mean / $0.eigenvalue })),
      ("corrected", .numbers(zip(zip(means, shifts), clusters).map { ($0.0 - $0.1) / $1.eigenvalue })),
      ("resolved", .numbers(clusters.map { $0.isResolved ? 1 : 0 })),
    ])
  }

  private static func list(_ clusters: [FiniteSample.Cluster], _ members: [[Double]]) throws -> Table {
    let rows = zip(clusters, members).flatMap { cluster, values in
      values.enumerated().map { (cluster.offset + $0.offset + 1, $0.element, cluster) }
    }
    return try Table([
      ("index", .numbers(rows.map { Double($0.0) })), ("eigenvalue", .numbers(rows.map(\.1))),
      ("degree", .numbers(rows.map { Double($0.2.degree) })), ("mu", .numbers(rows.map(\.2.eigenvalue))),
    ])
  }
}
