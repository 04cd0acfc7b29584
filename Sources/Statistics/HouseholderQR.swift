/// The QR factors of a tall matrix with few columns, scaled to unit length before elimination.
///
/// The designs of fits have a handful of columns, for which LAPACK's blocked routines gain nothing; the scaling and the
/// refusal of dependent columns, which a fit must report rather than drop, are what this adds to the textbook's
/// algorithm. Source: Golub and Van Loan, Matrix Computations, 4th edition, algorithm 5.2.1.
struct HouseholderQR {
  private var columns: [[Double]]
  private var diagonal: [Double] = []
  private let lengths: [Double]

  /// - Throws: ``RegressionError/dependentColumns(column:)`` if a column is a combination of those before it to within
  ///   1e-14 of its length.
  init(columns: [[Double]]) throws {
    lengths = columns.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    if let zero = lengths.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw RegressionError.dependentColumns(column: zero)
    }
    self.columns = zip(columns, lengths).map { column, length in column.map { $0 / length } }
    for pivot in columns.indices { try eliminate(pivot) }
  }

  /// Turns column `pivot` below its row into a reflector v with |v|^2 = 2 and applies it to the columns after it.
  private mutating func eliminate(_ pivot: Int) throws {
    let norm = columns[pivot][pivot...].reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm > 1e-14 else { throw RegressionError.dependentColumns(column: pivot) }
    let head = columns[pivot][pivot]
    let target = head > 0 ? -norm : norm
    let scale = 1 / (norm * (norm + abs(head))).squareRoot()
    columns[pivot][pivot] = head - target
    for row in pivot..<columns[pivot].count { columns[pivot][row] *= scale }
    diagonal.append(target)
    for later in columns.indices.dropFirst(pivot + 1) { reflect(&columns[later], by: columns[pivot], from: pivot) }
  }

  private func reflect(_ vector: inout [Double], by reflector: [Double], from row: Int) {
    var product = 0.0
    for index in row..<vector.count { product.addProduct(reflector[index], vector[index]) }
    for index in row..<vector.count { vector[index].addProduct(-product, reflector[index]) }
  }

  /// The least squares solution for one right-hand side.
  func solve(_ response: [Double]) -> [Double] {
    var vector = response
    for pivot in columns.indices { reflect(&vector, by: columns[pivot], from: pivot) }
    return zip(backSubstitute(Array(vector.prefix(columns.count))), lengths).map { $0 / $1 }
  }

  /// (A'A)^{-1} = R^{-1} R^{-T}, in the original units.
  func inverseGram() -> [[Double]] {
    let inverse = columns.indices.map { unit in
      backSubstitute(columns.indices.map { $0 == unit ? 1 : 0 })
    }
    return columns.indices.map { row in
      columns.indices.map { column in
        let product = inverse.reduce(0) { $0 + $1[row] * $1[column] }
        return product / (lengths[row] * lengths[column])
      }
    }
  }

  private func backSubstitute(_ right: [Double]) -> [Double] {
    var solution = right
    for row in columns.indices.reversed() {
      for column in columns.indices.dropFirst(row + 1) {
        solution[row].addProduct(-columns[column][row], solution[column])
      }
      solution[row] /= diagonal[row]
    }
    return solution
  }
}
