import Datasets
import Documents
import KernelRegression
import Kernels
import LinearAlgebra
import Pipeline
import Statistics
import Verbs

/// One cell of a table of accuracies: kernel ridge regression on one-versus-all targets, lambda by validation.
struct ClassificationStage: Stage {
  static let kind = StageKind(
    "classification", revision: 2,
    summary: "test accuracy of one-versus-all kernel ridge regression with the homogeneous kernel |x||y| kappa")

  let kernel: Kernel?
  let images: Input<Matrix>
  let labels: Input<Matrix>
  let testImages: Input<Matrix>
  let testLabels: Input<Matrix>
  let count: Int
  let validation: Int
  let seed: Int
  let lambdas: [Double]
  let path: RidgePath
  let accuracies = Output<Table>("accuracies")
  let chosen = Output<Table>("chosen")

  init(_ fields: Fields) {
    kernel = fields.kernel()
    images = fields.input("images", Matrix.self, "images to train on and to choose lambda by, one a row")
    labels = fields.input("labels", Matrix.self, "their classes, from 0")
    testImages = fields.input("test-images", Matrix.self, "images that the accuracy is measured on")
    testLabels = fields.input("test-labels", Matrix.self, "their classes")
    count = fields.integer("n", in: 1...100_000, "training images, drawn by `seed`")
    validation = fields.integer("validation", in: 1...100_000, "validation images, disjoint from those")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of the split")
    lambdas = fields.numbers("lambdas", in: 1e-30...1e30, "lambda of K + n lambda I")
    path = RidgePath(
      reach: fields.number("reach", in: 1...1e6, "lambdas within this ratio share a factorisation"), threads: 2)
  }

  var outputs: [OutputDeclaration] { [accuracies.declaration, chosen.declaration] }
  var needs: Resources {
    // The kernel, its factor, and three sets of images of at most 3,072 pixels, the largest being the whole of 60,000.
    Resources(
      cores: path.threads,
      memory: 1 << 30 + SymmetricPanels<Double>.bytes(order: count) + RidgePath.bytes(points: count, columns: 10))
  }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let task = try ClassificationTask(
      images: workspace.read(images), labels: workspace.read(labels), testImages: workspace.read(testImages),
      testLabels: workspace.read(testLabels),
      sizes: (training: count, validation: validation), seed: UInt64(seed))
    let result = try task.accuracies(kernel, lambdas: lambdas, path: path)
    for fit in result.fits {
      workspace.log("lambda \(fit.lambda): relative residual \(fit.residual), \(fit.iterations) products")
    }
    try workspace.write(
      Table([
        ("lambda", .numbers(lambdas)), ("validation", .numbers(result.validation.map { 100 * (1 - $0) })),
        ("test", .numbers(result.test.map { 100 * (1 - $0) })), ("residual", .numbers(result.fits.map(\.residual))),
      ]), to: accuracies)
    let choice = try RidgeSelection(lambdas: lambdas, errors: result.validation)
    try workspace.write(
      LearningCurveStage.named(row(choice, testError: result.test[choice.index], of: task.test.labels.count), kernel),
      to: chosen)
  }

  /// The accuracy at the chosen lambda, in %, with its 95 % interval over draws of as many test images.
  private func row(_ choice: RidgeSelection, testError: Double, of images: Int) throws -> Table {
    let right = images - Int((testError * Double(images)).rounded())
    let interval = try Interval(successes: right, trials: images, level: 0.95)
    return try Table([
      ("n", .numbers([Double(count)])), ("lambda", .numbers([choice.lambda])),
      ("validation", .numbers([100 * (1 - choice.error)])), ("test", .numbers([100 * (1 - testError)])),
      ("test-low", .numbers([100 * interval.lower])), ("test-high", .numbers([100 * interval.upper])),
      ("at-edge", .numbers([choice.atEdge ? 1 : 0])),
    ])
  }
}
