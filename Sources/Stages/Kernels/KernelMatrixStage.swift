import Documents
import Kernels
import LinearAlgebra
import Pipeline

/// The Gram matrix of a kernel on unit vectors.
struct KernelMatrixStage: Stage {
  static let kind = StageKind(
    "kernel-matrix", revision: 1, summary: "the Gram matrix of a kernel on points of the sphere")

  let kernel: Kernel?
  let points: Input<Matrix>
  let gram = Output<Matrix>("gram")

  init(_ fields: Fields) {
    kernel = fields.kernel()
    points = fields.input("points", Matrix.self, "unit vectors, one a row")
  }

  var outputs: [OutputDeclaration] { [gram.declaration] }
  var needs: Resources { Resources(memory: 1 << 30) }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    try workspace.write(try Gram.matrix(kernel, try workspace.read(points)), to: gram)
  }
}

/// The eigenvalues, and on request the eigenvectors, of a symmetric matrix.
struct Eigendecomposition: Stage {
  static let kind = StageKind(
    "eigendecomposition", revision: 1,
    summary: "eigenvalues of K/n in descending order, and its eigenvectors on request")

  let matrix: Input<Matrix>
  let wantsVectors: Bool
  let values = Output<Matrix>("values")
  let vectors = Output<Matrix>("vectors")

  init(_ fields: Fields) {
    matrix = fields.input("matrix", Matrix.self, "a symmetric matrix K, n by n")
    wantsVectors = fields.boolean(
      "vectors", "whether eigenvectors are kept, one a row, with arbitrary signs", required: false)
  }

  var outputs: [OutputDeclaration] {
    wantsVectors ? [values.declaration, vectors.declaration] : [values.declaration]
  }
  var needs: Resources { Resources(memory: 1 << 30) }

  func run(_ workspace: Workspace) throws {
    let matrix = try workspace.read(matrix)
    let count = matrix.rows
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
