import Datasets
import KernelRegression
import Kernels
import LinearAlgebra

/// The split of a set and the fits on it, wired to a kernel.
struct ClassificationTask {
  let training: Matrix
  let targets: Matrix
  let validation: (images: Matrix, labels: [Int])
  let test: (images: Matrix, labels: [Int])

  struct Result {
    let fits: [(lambda: Double, residual: Double, iterations: Int)]
    /// Shares of misclassified images per lambda.
    let validation: [Double]
    let test: [Double]
  }

  init(
    images: Matrix, labels: Matrix, testImages: Matrix, testLabels: Matrix, sizes: (training: Int, validation: Int),
    seed: UInt64
  ) throws {
    let split = try Split(
      count: images.rows, training: sizes.training, validation: sizes.validation, seed: seed)
    let classes = try OneVersusAll(labels: labels)
    let others = try OneVersusAll(labels: testLabels)
    training = images.selecting(rows: split.training)
    targets = try classes.targets(of: split.training)
    validation = (images.selecting(rows: split.validation), split.validation.map { classes.labels[$0] })
    test = (testImages, others.labels)
  }

  func accuracies(_ kernel: Kernel, lambdas: [Double], path: RidgePath) throws -> Result {
    let matrix = try SymmetricPanels<Double>(
      order: training.rows, threads: path.threads, fill: kernel.homogeneousRectangles(of: training))
    let fits = try path.fit(matrix, targets: targets, lambdas: lambdas)
    func errors(_ set: (images: Matrix, labels: [Int])) throws -> [Double] {
      try RidgePrediction.predict(
        points: set.images.rows, coefficients: fits.map(\.coefficients), threads: path.threads,
        fill: kernel.homogeneousRectangles(rows: set.images, columns: training)
      ).map { try RidgeErrors.misclassified($0, labels: set.labels) }
    }
    return try Result(
      fits: fits.map { ($0.lambda, $0.residual, $0.iterations) }, validation: errors(validation), test: errors(test))
  }
}
