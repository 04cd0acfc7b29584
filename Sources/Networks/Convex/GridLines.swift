import LinearAlgebra

/// All lines, as candidates for the neurons of a symmetric function on a square grid.
///
/// While a line moves without crossing a grid point, both <nu, relu(v . x - t)> and the mean height in g~ are linear in
/// (v, t) and the remaining factor of g~ is constant, so that their ratio is largest at a vertex of the arrangement: at
/// a line through two or more points, of which the cell decides those that count as active, always a first or a last
/// part of them in their order along the line. So the lines through pairs of points give the maximum over all lines.
struct GridLines: AtomSource {
  let grid: SquareGrid
  private let pencils: [Pencil]

  init(_ grid: SquareGrid) {
    self.grid = grid
    pencils = (1..<grid.side).flatMap { a in
      (0...a).filter { greatestCommonDivisor(a, $0) == 1 }.map { Pencil(grid, a, $0) }
    }
  }

  /// The lines of the simplest directions.
  func seed() -> [Atom] {
    pencils.prefix(6).flatMap { pencil in pencil.lines.map { atom(pencil, $0) } }
  }

  func violators(of nu: [Double], above limit: Double, count: Int) -> (largest: Double, atoms: [Atom]) {
    let full = grid.steps.flatMap { y in grid.steps.map { x in nu[grid.orbit(x, y)] } }
    var found = [(ratio: Double, pencil: Int, line: Int)]()
    var largest = 0.0
    for (index, pencil) in pencils.enumerated() {
      let ratios = pencil.ratios(full, unit: grid.unit)
      for (line, ratio) in ratios.enumerated() {
        largest = max(largest, ratio)
        let peak = (line == 0 || ratios[line - 1] <= ratio) && (line + 1 == ratios.count || ratios[line + 1] <= ratio)
        if ratio > limit, peak { found.append((ratio, index, line)) }
      }
    }
    found.sort { ($1.ratio, $0.pencil, $0.line) < ($0.ratio, $1.pencil, $1.line) }
    return (largest, found.prefix(count).map { atom(pencils[$0.pencil], pencils[$0.pencil].lines[$0.line]) })
  }

  private func atom(_ pencil: Pencil, _ line: Pencil.Line) -> Atom {
    let scale = grid.unit / (8 * pencil.length)
    return Atom(
      values: grid.symmetrised(pencil.normal, offset: line.offset).map { scale * Double($0) }, cost: line.cost,
      plane: line.plane)
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
