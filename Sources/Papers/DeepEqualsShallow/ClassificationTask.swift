import Datasets
import KernelRegression
import Kernels
import LinearAlgebra

/// The split of a set and the fits on it, wired to a kernel.
struct ClassificationTask {
  private let targets: Matrix
  private let labels: (validation: [Int], test: [Int])
  private let threads: Int
  private let pairs: Pairs

  /// What the values of a kernel come from: with those trained on, of them, of the validation images and of the test images.
  private enum Pairs {
    /// Kept for several kernels, 8 bytes for each pair.
    case cosines(training: Cosines, validation: Cosines, test: Cosines)
    case points(training: NormalisedPoints, validation: NormalisedPoints, test: NormalisedPoints)

    func rectangles(_ kernel: Kernel) -> (training: Values, validation: Values, test: Values) {
      switch self {
      case .cosines(let training, let validation, let test):
        (kernel.rectangles(training), kernel.rectangles(validation), kernel.rectangles(test))
      case .points(let training, let validation, let test):
        (
          kernel.rectangles(of: training), kernel.rectangles(rows: validation, columns: training),
          kernel.rectangles(rows: test, columns: training)
        )
      }
    }
  }
  private typealias Values = Kernel.Rectangles

  /// - Parameter sharing: whether cosines are kept for several kernels.
  init(
    images: Matrix, labels: Matrix, testImages: Matrix, testLabels: Matrix, sizes: (training: Int, validation: Int),
    seed: UInt64, threads: Int, sharing: Bool = false
  ) throws {
    let split = try Split(count: images.rows, training: sizes.training, validation: sizes.validation, seed: seed)
    let classes = try OneVersusAll(labels: labels)
    targets = try classes.targets(of: split.training)
    self.labels = try (split.validation.map { classes.labels[$0] }, OneVersusAll(labels: testLabels).labels)
    self.threads = threads
    let (training, validation) = (images.selecting(rows: split.training), images.selecting(rows: split.validation))
    pairs =
      sharing
      ? try .cosines(
        training: Cosines(of: training, threads: threads),
        validation: Cosines(rows: validation, columns: training, threads: threads),
        test: Cosines(rows: testImages, columns: training, threads: threads))
      : try .points(
        training: NormalisedPoints(training), validation: NormalisedPoints(validation, "the validation points"),
        test: NormalisedPoints(testImages, "the test points"))
  }

  /// The fits, and whether each of them tells each image right.
  func outcomes(
    _ kernel: Kernel, lambdas: [Double], path: RidgePath
  ) throws -> (fits: [RidgeFit], validation: [[Bool]], test: [[Bool]]) {
    let values = pairs.rectangles(kernel)
    let fits = try path.fit(
      SymmetricPanels<Double>(order: targets.rows, threads: threads, fill: values.training), targets: targets,
      lambdas: lambdas)
    // Of all lambdas together: the kernel's values are laid out for multiplication once.
    let joined = try Matrix(
      rows: targets.rows, columns: fits.count * targets.columns,
      elements: (0..<targets.rows).flatMap { row in fits.flatMap { $0.coefficients[row: row] } })
    func isRight(_ labels: [Int], _ values: Values) throws -> [[Bool]] {
      let predictions = try RidgePrediction.predict(
        points: labels.count, coefficients: [joined], threads: threads, fill: values)
      return try fits.indices.map { fit in
        let first = fit * targets.columns
        let own = (0..<labels.count).flatMap { row in
          predictions[0][row: row].dropFirst(first).prefix(targets.columns)
        }
        return try RidgeErrors.isRight(
          Matrix(rows: labels.count, columns: targets.columns, elements: own), labels: labels)
      }
    }
    return try (fits, isRight(labels.validation, values.validation), isRight(labels.test, values.test))
  }
}
