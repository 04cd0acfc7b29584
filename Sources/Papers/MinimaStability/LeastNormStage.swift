import Documents
import LinearAlgebra
import Networks
import Pipeline

/// The least stability norm over all shallow networks that fit a function on a grid.
struct LeastNormStage: Stage {
  static let kind = StageKind(
    "least-norm", revision: 2,
    summary: "the least stability norm of a shallow network of any width that fits a function on a grid")

  let place: GridFields
  let ridges: [Double]
  let norms = Output<Table>("norms")
  let map = Output<Table>("map")

  init(_ fields: Fields) {
    place = GridFields(fields)
    ridges = fields.numbers(
      "ridges", in: 1e-12...1e3, "weights rho of the norm against the error, |r|^2 / (2 rho); 1e-7 interpolates")
  }

  var outputs: [OutputDeclaration] { [norms.declaration, map.declaration] }
  var needs: Resources { Resources(memory: (256 << 20) + place.side * place.side * 400_000) }

  func run(_ workspace: Workspace) throws {
    let grid = try place.grid
    let solutions = try ridges.map { (ridge: $0, solution: try grid.leastNorm(of: place.target, ridge: $0)) }
    let deviation = try grid.data(place.target).targetDeviation
    try workspace.write(try table(solutions, deviation), to: norms)
    try workspace.write(try mapTable(grid, solutions), to: map)
  }

  /// One row a ridge: `title` of the function, `n` points, `ridge`; `norm` of the solution, `lower-bound` certified over
  /// all hyperplanes, `violation` the largest one; `error` rms, `relative-error` over the deviation of the values;
  /// `neurons` up to symmetry; `largest-step` 2/(1 + 2 norm).
  private func table(_ rows: [(ridge: Double, solution: LeastNormSolution)], _ deviation: Double) throws -> Table {
    func numbers(_ value: (LeastNormSolution) -> Double) -> Table.Values { .numbers(rows.map { value($0.solution) }) }
    return try Table([
      ("title", .texts(rows.map { _ in place.title })),
      ("n", .numbers(rows.map { _ in Double(place.side * place.side) })), ("ridge", .numbers(rows.map(\.ridge))),
      ("norm", numbers(\.norm)), ("lower-bound", numbers(\.lowerBound)), ("violation", numbers(\.violation)),
      ("error", numbers(\.error)), ("relative-error", numbers { deviation > 0 ? $0.error / deviation : $0.error }),
      ("neurons", numbers { Double($0.terms.count) }), ("largest-step", numbers(\.largestStep)),
    ])
  }

  /// `ridge`, `x`, `y`, `target` and `value` of the solution's network at every point of the grid.
  private func mapTable(
    _ grid: SquareGrid, _ rows: [(ridge: Double, solution: LeastNormSolution)]
  ) throws -> Table {
    let data = try grid.data(place.target)
    let values = try rows.map { try grid.values(of: $0.solution, target: place.target) }
    func column(_ index: Int) -> [Double] { (0..<data.count).map { data.points[$0, index] } }
    return try Table([
      ("ridge", .numbers(rows.flatMap { row in data.targets.map { _ in row.ridge } })),
      ("x", .numbers(rows.flatMap { _ in column(0) })), ("y", .numbers(rows.flatMap { _ in column(1) })),
      ("target", .numbers(rows.flatMap { _ in data.targets })), ("value", .numbers(values.flatMap { $0 })),
    ])
  }
}
