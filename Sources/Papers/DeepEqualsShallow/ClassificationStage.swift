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
    summary: "test accuracy of one-versus-all kernel ridge regression with the homogeneous kernel |x||y| kappa",
    example: #"""
      {
        "kernel": "ntk",
        "layers": 2,
        "images": "dataset.images",
        "labels": "dataset.labels",
        "test-images": "dataset.images",
        "test-labels": "dataset.labels",
        "n": 1000,
        "validation": 1000,
        "seed": 1,
        "lambdas": [0.01, 0.0001],
        "reach": 100
      }
      """#)

  let kernel: Kernel?
  let images, labels, testImages, testLabels: Input<Matrix>
  let count, validation, seed: Int
  let lambdas: [Double]
  let path: RidgePath
  let accuracies = Output("accuracies", row: Self.accuracyRow)
  let chosen = Output("chosen", row: Self.chosenRow)

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

  /// The accuracies at one lambda, from shares of images that are misclassified.
  private struct Accuracy {
    let lambda, validationError, testError, residual: Double

    var validation: Double { 100 * (1 - validationError) }
    var test: Double { 100 * (1 - testError) }
  }

  /// The accuracy at the chosen lambda, and its interval.
  private struct Choice {
    let kernel: Kernel
    let count: Int
    let accuracy: Accuracy
    let interval: Interval
    let atEdge: Bool

    var low: Double { 100 * interval.lower }
    var high: Double { 100 * interval.upper }
  }

  private static let accuracyRow = Row<Accuracy>(
    .number("lambda", "$\\lambda$ of $K + n \\lambda I$", \.lambda),
    .number("validation", "accuracy on the validation images", unit: "%", \.validation),
    .number("test", "accuracy on the test images", unit: "%", roles: [.estimate], \.test),
    .number("residual", "relative residual of the linear system", \.residual))

  private static let chosenRow = Row<Choice>(
    .text("model", "kernel with its depth", \.kernel.fullTitle),
    .text("family", "NTK, RF or the kernel's name", \.kernel.familyTitle),
    .integer("n", "training images", \.count),
    .number("lambda", "the $\\lambda$ that validation chose", \.accuracy.lambda),
    .number("validation", "accuracy on the validation images", unit: "%", \.accuracy.validation),
    .number("test", "accuracy on the test images", unit: "%", roles: [.estimate], \.accuracy.test),
    .number(
      "test-low", "lower end of its 95 % interval over draws of as many images", unit: "%",
      roles: [.low(of: "test")], \.low),
    .number("test-high", "upper end of it", unit: "%", roles: [.high(of: "test")], \.high),
    .flag("at-edge", "the chosen $\\lambda$ is an end of the list", \.atEdge))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    output.name == chosen.name
      ? Self.chosenRow.columns(spanning: [\.count: [Double(count)], \.accuracy.lambda: lambdas])
      : Self.accuracyRow.columns(spanning: [\.lambda: lambdas])
  }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let (known, tests) = try (
      workspace.readRows(images, with: labels), workspace.readRows(testImages, with: testLabels)
    )
    let task = try ClassificationTask(
      images: known.rows, labels: known.partners, testImages: tests.rows, testLabels: tests.partners,
      sizes: (training: count, validation: validation), seed: UInt64(seed))
    let result = try task.accuracies(kernel, lambdas: lambdas, path: path)
    for fit in result.fits {
      workspace.log("lambda \(fit.lambda): relative residual \(fit.residual), \(fit.iterations) products")
    }
    let rows = lambdas.indices.map { index in
      Accuracy(
        lambda: lambdas[index], validationError: result.validation[index], testError: result.test[index],
        residual: result.fits[index].residual)
    }
    try workspace.write(Self.accuracyRow.table(rows), to: accuracies)
    let choice = try RidgeSelection(lambdas: lambdas, errors: result.validation)
    let tested = task.test.labels.count
    let right = tested - Int((result.test[choice.index] * Double(tested)).rounded())
    let best = Choice(
      kernel: kernel, count: count, accuracy: rows[choice.index],
      interval: try Interval(successes: right, trials: tested, level: 0.95), atEdge: choice.atEdge)
    try workspace.write(Self.chosenRow.table([best]), to: chosen)
  }
}

/// The split of a set and the fits on it, wired to a kernel.
struct ClassificationTask {
  let training, targets: Matrix
  let validation: (images: Matrix, labels: [Int])
  let test: (images: Matrix, labels: [Int])

  init(
    images: Matrix, labels: Matrix, testImages: Matrix, testLabels: Matrix, sizes: (training: Int, validation: Int),
    seed: UInt64
  ) throws {
    let split = try Split(count: images.rows, training: sizes.training, validation: sizes.validation, seed: seed)
    let classes = try OneVersusAll(labels: labels)
    let others = try OneVersusAll(labels: testLabels)
    training = images.selecting(rows: split.training)
    targets = try classes.targets(of: split.training)
    validation = (images.selecting(rows: split.validation), split.validation.map { classes.labels[$0] })
    test = (testImages, others.labels)
  }

  /// The fits, and the shares of images that each of them misclassifies.
  func accuracies(
    _ kernel: Kernel, lambdas: [Double], path: RidgePath
  ) throws -> (fits: [RidgeFit], validation: [Double], test: [Double]) {
    let matrix = try SymmetricPanels<Double>(
      order: training.rows, threads: path.threads, fill: kernel.rectangles(of: training, homogeneous: true))
    let fits = try path.fit(matrix, targets: targets, lambdas: lambdas)
    func errors(_ set: (images: Matrix, labels: [Int])) throws -> [Double] {
      try RidgePrediction.predict(
        points: set.images.rows, coefficients: fits.map(\.coefficients), threads: path.threads,
        fill: kernel.rectangles(rows: set.images, columns: training, homogeneous: true)
      ).map { try RidgeErrors.misclassified($0, labels: set.labels) }
    }
    return try (fits, errors(validation), errors(test))
  }
}
