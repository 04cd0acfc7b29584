import Documents
import KernelRegression
import Kernels
import LinearAlgebra
import Pipeline

/// Bietti & Bach (2021): Deep Equals Shallow for ReLU Networks in Kernel Regimes.
enum DeepEqualsShallow {
  /// The kinds of stages that the paper brings.
  static let kinds: [any Stage.Type] = [
    SampleSphere.self, KernelMatrixStage.self, Eigendecomposition.self, ClustersStage.self, EndConstantsStage.self,
    DecayFitStage.self, SpectrumRatiosStage.self, LearningCurveStage.self, CurveEquivalentStage.self,
    RandomFeaturesStage.self, ClassificationStage.self, AccuracyDifferencesStage.self,
  ]
}

extension Kernel {
  /// Rectangles of a matrix, by their rows and columns.
  typealias Rectangles = @Sendable (Range<Int>, Range<Int>) throws -> Matrix

  /// Rectangles of the matrix of one set of unit vectors, exact on the diagonal.
  func rectangles(of points: Matrix) -> Rectangles {
    let all = rectangles(rows: points, columns: points)
    return { rows, columns in
      try rows == columns ? Gram.matrix(self, points.selecting(rows: Array(rows))) : all(rows, columns)
    }
  }

  /// Rectangles of the matrix between two sets of unit vectors.
  func rectangles(rows left: Matrix, columns right: Matrix) -> Rectangles {
    { try Gram.matrix(self, rows: left.selecting(rows: Array($0)), columns: right.selecting(rows: Array($1))) }
  }

  /// Rectangles of the homogeneous form |x||y| kappa(cos(x, y)), from cosines.
  func rectangles(_ cosines: Cosines) -> Rectangles {
    { try cosines.homogeneousMatrix(self, rows: $0, columns: $1) }
  }

  /// Rectangles of the homogeneous form of one set of points, exact on the diagonal.
  func rectangles(of points: NormalisedPoints) -> Rectangles {
    { try points.homogeneousMatrix(self, rows: $0, columns: $1) }
  }

  /// Rectangles of the homogeneous form between two sets of points.
  func rectangles(rows: NormalisedPoints, columns: NormalisedPoints) -> Rectangles {
    { try rows.homogeneousMatrix(self, rows: $0, with: columns, columns: $1) }
  }
}

/// The functions on the sphere by the names that a manifest uses.
enum TargetName: String, CaseIterable {
  case cap
  case twoBumps = "two-bumps"
}

extension Fields {
  /// A function of t = w.x, w the last axis: `target`, and `threshold` for the cap.
  func target() -> RidgeTarget {
    let name = choice("target", TargetName.cap, "the function to learn: cap is 1 from `threshold` on, else 0")
    let threshold = optionalNumber("threshold", in: -1...1, "where the cap begins, as t = w.x")
    if name == .cap, threshold == nil { refuse("target", "the target `cap` needs `threshold`", remedy: "add it") }
    if name != .cap, threshold != nil {
      refuse("threshold", "`threshold` makes no sense for the target `\(name.rawValue)`", remedy: "remove it")
    }
    return name == .cap ? .cap(threshold: threshold ?? 0) : .twoBumps
  }
}
