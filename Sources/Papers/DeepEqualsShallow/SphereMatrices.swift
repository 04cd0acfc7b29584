import Documents
import Foundation
import Kernels
import LinearAlgebra
import Pipeline
import Verbs

/// Uniform points on the sphere S^{d-1}, one a row.
struct SampleSphere: Stage {
  static let kind = StageKind(
    "sample-sphere", revision: 1, summary: "independent uniform points on the unit sphere",
    example: #"""
      {"n": 60, "dimension": 4, "sweep": {"seed": [1, 2]}}
      """#)

  let count, dimension, seed: Int
  let stream: String
  let points = Output<Matrix>("points")

  init(_ fields: Fields) {
    count = fields.integer("n", in: 1...10_000_000, "the number of points")
    dimension = fields.integer("dimension", in: 2...100_000, "d of the sphere S^{d-1} in R^d")
    seed = fields.integer("seed", in: 0...Int.max, "the seed; the stream is (seed, \"sphere\")")
    stream = fields.optionalString("stream", "another name of the stream: other points for the same seed") ?? "sphere"
  }

  var outputs: [OutputDeclaration] { [points.declaration] }
  var needs: Resources { Resources(memory: 64 << 20 + 24 * count * dimension) }

  func work(reading shapes: [String: Shape]) -> Work? { Work(Double(count) * Double(dimension), rate: 5e7) }

  func shape(of output: String, reading shapes: [String: Shape]) -> Shape? { Shape(rows: count, columns: dimension) }

  func run(_ workspace: Workspace) throws {
    let stream = RandomStream(seed: UInt64(seed), purpose: stream)
    try workspace.write(try Sampling.sphere(count: count, dimension: dimension, stream: stream), to: points)
  }
}

/// The Gram matrix of a kernel on unit vectors.
struct KernelMatrixStage: Stage {
  static let kind = StageKind(
    "kernel-matrix", revision: 2, summary: "the Gram matrix of a kernel on points of the sphere",
    example: #"""
      {"kernel": "ntk", "layers": 2, "points": "sample-sphere[seed=1]"}
      """#)

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

  /// n²/2 kernel values of d products and L layers.
  func work(reading shapes: [String: Shape]) -> Work? {
    guard let points = shapes[points.path] else { return nil }
    let pairs = Double(points.rows) * Double(points.rows) / 2
    return Work(pairs * (Double(points.columns) / 20 + 20 + 25 * Double(kernel?.layers ?? 1)), rate: 1e9)
  }

  func shape(of output: String, reading shapes: [String: Shape]) -> Shape? {
    shapes[points.path].map { Shape(rows: $0.rows, columns: $0.rows) }
  }

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
    "eigendecomposition", revision: 2,
    summary: "eigenvalues of K/n in descending order, and its eigenvectors on request",
    example: #"""
      {"matrix": "kernel-matrix"}
      """#)

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

  var outputs: [OutputDeclaration] { wantsVectors ? [values.declaration, vectors.declaration] : [values.declaration] }
  // The file's bytes, the matrix and its reduction; with eigenvectors, LAPACK's two further matrices and one in order.
  var needs: Resources { Resources(memory: order.memory(bytesPerEntry: wantsVectors ? 48 : 24)) }

  /// n³, three times with eigenvectors.
  func work(reading shapes: [String: Shape]) -> Work? {
    guard let count = shapes[matrix.path]?.rows else { return nil }
    return Work(pow(Double(count), 3) * (wantsVectors ? 3 : 1), rate: 1.7e10)
  }

  func shape(of output: String, reading shapes: [String: Shape]) -> Shape? {
    shapes[matrix.path].map { Shape(rows: $0.rows, columns: output == vectors.name ? $0.rows : 1) }
  }

  func run(_ workspace: Workspace) throws {
    let matrix = try workspace.read(matrix)
    let count = matrix.rows
    try order.require(count)
    if wantsVectors {
      let result = try SymmetricEigen.decompose(matrix)
      try workspace.write(try Self.column(result.values, over: count), to: values)
      try workspace.write(result.vectors.selecting(rows: Array((0..<count).reversed())), to: vectors)
    } else {
      try workspace.write(try Self.column(try SymmetricEigen.values(of: matrix), over: count), to: values)
    }
  }

  private static func column(_ ascending: [Double], over count: Int) throws -> Matrix {
    try Matrix(rows: count, columns: 1, elements: ascending.reversed().map { $0 / Double(count) })
  }
}

/// The order of the square matrices that a stage is ready for. The scheduler asks for memory before the stage can see how
/// large its input is, so the manifest says it where 6,000 is not enough.
struct MatrixOrder {
  static let usual = 6_000
  let largest: Int

  init(_ fields: Fields) {
    largest = fields.integer(
      "largest", in: 1...46_340, default: Self.usual, "the most rows that memory is kept for")
  }

  /// Memory for so many bytes to an entry.
  func memory(bytesPerEntry: Int) -> Int { 64 << 20 + bytesPerEntry * largest * largest }

  /// - Throws: ``MatrixOrderError`` if there are more rows than that.
  func require(_ rows: Int) throws {
    guard rows <= largest else { throw MatrixOrderError(rows: rows, largest: largest) }
  }
}

/// A matrix beyond what its stage is ready for.
struct MatrixOrderError: Error, Equatable, CustomStringConvertible {
  let rows, largest: Int

  var description: String {
    "a matrix of \(rows) rows is asked for where memory is kept for \(largest); set `largest` to \(rows)"
  }
}
