import Documents
import Kernels
import LinearAlgebra
import Pipeline
import Verbs

/// The Gram matrix of a kernel on unit vectors.
struct KernelMatrixStage: Stage {
  static let kind = StageKind(
    "kernel-matrix", revision: 1, summary: "the Gram matrix of a kernel on points of the sphere")

  let kernel: Kernel?
  let points: Input<Matrix>
  let order: MatrixOrder
  let gram = Output<Matrix>("gram")

  init(_ fields: Fields) {
    kernel = fields.kernel()
    points = fields.input("points", Matrix.self, "unit vectors, one a row")
    order = MatrixOrder(fields)
  }

  var outputs: [OutputDeclaration] { [gram.declaration] }
  // The matrix, its bits and its file's bytes.
  var needs: Resources { Resources(memory: order.memory(bytesPerEntry: 24)) }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let points = try workspace.read(points)
    try order.require(points.rows)
    try workspace.write(try Gram.matrix(kernel, points), to: gram)
  }
}

/// The eigenvalues, and on request the eigenvectors, of a symmetric matrix.
struct Eigendecomposition: Stage {
  static let kind = StageKind(
    "eigendecomposition", revision: 1,
    summary: "eigenvalues of K/n in descending order, and its eigenvectors on request")

  let matrix: Input<Matrix>
  let wantsVectors: Bool
  let order: MatrixOrder
  let values = Output<Matrix>("values")
  let vectors = Output<Matrix>("vectors")

  init(_ fields: Fields) {
    matrix = fields.input("matrix", Matrix.self, "a symmetric matrix K, n by n")
    wantsVectors = fields.boolean(
      "vectors", "whether eigenvectors are kept, one a row, with arbitrary signs", required: false)
    order = MatrixOrder(fields)
  }

  var outputs: [OutputDeclaration] {
    wantsVectors ? [values.declaration, vectors.declaration] : [values.declaration]
  }
  // The file's bytes, the matrix and its reduction; with eigenvectors, LAPACK's two further matrices and one in order.
  var needs: Resources { Resources(memory: order.memory(bytesPerEntry: wantsVectors ? 48 : 24)) }

  func run(_ workspace: Workspace) throws {
    let matrix = try workspace.read(matrix)
    let count = matrix.rows
    try order.require(count)
    if wantsVectors {
      let result = try SymmetricEigen.decompose(matrix)
      try workspace.write(try Self.column(result.values, over: count), to: values)
      let order = Array((0..<count).reversed())
      try workspace.write(result.vectors.selecting(rows: order), to: vectors)
    } else {
      try workspace.write(try Self.column(try SymmetricEigen.values(of: matrix), over: count), to: values)
    }
  }

  private static func column(_ ascending: [Double], over count: Int) throws -> Matrix {
    try Matrix(rows: count, columns: 1, elements: ascending.reversed().map { $0 / Double(count) })
  }
}
