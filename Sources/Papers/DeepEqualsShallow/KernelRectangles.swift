import Kernels
import LinearAlgebra

extension Kernel {
  /// Rectangles of the matrix of one set of unit vectors, exact on the diagonal.
  func rectangles(of points: Matrix) -> @Sendable (Range<Int>, Range<Int>) throws -> Matrix {
    { rows, columns in
      let left = points.selecting(rows: Array(rows))
      guard rows != columns else { return try Gram.matrix(self, left) }
      return try Gram.matrix(self, rows: left, columns: points.selecting(rows: Array(columns)))
    }
  }

  /// Rectangles of the matrix between two sets of unit vectors.
  func rectangles(
    rows left: Matrix, columns right: Matrix
  ) -> @Sendable (Range<Int>, Range<Int>) throws -> Matrix {
    {
      try Gram.matrix(self, rows: left.selecting(rows: Array($0)), columns: right.selecting(rows: Array($1)))
    }
  }
}

extension Kernel {
  /// Rectangles of the homogeneous form |x||y| kappa(cos(x, y)) of one set of points, exact on the diagonal.
  func homogeneousRectangles(of points: Matrix) -> @Sendable (Range<Int>, Range<Int>) throws -> Matrix {
    { rows, columns in
      let left = points.selecting(rows: Array(rows))
      guard rows != columns else { return try Gram.homogeneousMatrix(self, left) }
      return try Gram.homogeneousMatrix(self, rows: left, columns: points.selecting(rows: Array(columns)))
    }
  }

  /// Rectangles of the homogeneous form between two sets of points.
  func homogeneousRectangles(
    rows left: Matrix, columns right: Matrix
  ) -> @Sendable (Range<Int>, Range<Int>) throws -> Matrix {
    {
      try Gram.homogeneousMatrix(
        self, rows: left.selecting(rows: Array($0)), columns: right.selecting(rows: Array($1)))
    }
  }
}
