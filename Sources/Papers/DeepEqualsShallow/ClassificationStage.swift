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
    "classification", revision: 3,
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
  let judged: Judged
  let path: RidgePath
  let accuracies = Output("accuracies", row: Self.accuracyRow)
  let chosen = Output("chosen", row: Self.chosenRow)
  let outcomes = Output("outcomes", row: Self.outcomesRow)

  /// The images on which the accuracy is taken.
  enum Judged: String, CaseIterable {
    /// The test images, at the lambda that the validation images choose.
    case test
    /// Them, and the validation images at the lambda that the test images choose.
    case both
  }

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
    judged = fields.choice(
      "judged", default: .test,
      "the images that the accuracy is taken on: the test images; or both, the validation images then at the lambda that the "
        + "test images choose, so that no image has a say in its own")
    path = RidgePath(
      reach: fields.number("reach", in: 1...1e6, "lambdas within this ratio share a factorisation"), threads: 2)
  }

  var outputs: [OutputDeclaration] { [accuracies.declaration, chosen.declaration, outcomes.declaration] }
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
    let lambda, validation: Double
    let atEdge: Bool
    /// Whether each of the images that are judged is told right.
    let isRight: [Bool]
    let interval: Interval

    var test: Double { 100 * Double(isRight.count { $0 }) / Double(isRight.count) }
    var outcomes: String { String(isRight.map { $0 ? "r" : "w" }) }
    var low: Double { 100 * interval.lower }
    var high: Double { 100 * interval.upper }
  }

  private static let accuracyRow = Row<Accuracy>(
    .number("lambda", "$\\lambda$ of $K + n \\lambda I$", \.lambda),
    .number("validation", "accuracy on the validation images", unit: "%", \.validation),
    .number("test", "accuracy on the test images", unit: "%", roles: [.estimate], \.test),
    .number("residual", "relative residual of the linear system", \.residual))

  private static let names: [Row<Choice>.Cell] = [
    .text("model", "kernel with its depth", \.kernel.fullTitle),
    .text("family", "NTK, RF or the kernel's name", \.kernel.familyTitle),
  ]
  private static let chosenRow = Row<Choice>(
    names + [
      .integer("n", "training images", \.count),
      .number("lambda", "the $\\lambda$ that validation chose", \.lambda),
      .number("validation", "accuracy on the validation images at that $\\lambda$", unit: "%", \.validation),
      .number("test", "accuracy on the images that are judged", unit: "%", roles: [.estimate], \.test),
      .number(
        "test-low", "lower end of its 95 % interval over draws of as many images", unit: "%",
        roles: [.low(of: "test")], \.low),
      .number("test-high", "upper end of it", unit: "%", roles: [.high(of: "test")], \.high),
      .flag("at-edge", "the chosen $\\lambda$ is an end of the list", \.atEdge),
    ])
  private static let outcomesRow = Row<Choice>(
    names + [
      .text("outcomes", "`r` for each image that is told right, `w` for each other one, in their order", \.outcomes)
    ])

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    switch output.name {
    case chosen.name: Self.chosenRow.columns(spanning: [\.count: [Double(count)], \.lambda: lambdas])
    case outcomes.name: Self.outcomesRow.columns
    default: Self.accuracyRow.columns(spanning: [\.lambda: lambdas])
    }
  }

  func run(_ workspace: Workspace) throws {
    guard let kernel else { return }
    let (known, tests) = try (
      workspace.readRows(images, with: labels), workspace.readRows(testImages, with: testLabels)
    )
    let task = try ClassificationTask(
      images: known.rows, labels: known.partners, testImages: tests.rows, testLabels: tests.partners,
      sizes: (training: count, validation: validation), seed: UInt64(seed))
    let result = try task.outcomes(kernel, lambdas: lambdas, path: path)
    for fit in result.fits {
      workspace.log("lambda \(fit.lambda): relative residual \(fit.residual), \(fit.iterations) products")
    }
    let rows = lambdas.indices.map { index in
      Accuracy(
        lambda: lambdas[index], validationError: RidgeErrors.misclassified(result.validation[index]),
        testError: RidgeErrors.misclassified(result.test[index]),
        residual: result.fits[index].residual)
    }
    try workspace.write(Self.accuracyRow.table(rows), to: accuracies)
    let choice = try RidgeSelection(lambdas: lambdas, errors: rows.map(\.validationError))
    var (isRight, atEdge) = (result.test[choice.index], choice.atEdge)
    if judged == .both {
      let other = try RidgeSelection(lambdas: lambdas, errors: rows.map(\.testError))
      workspace.log("the test images choose lambda \(other.lambda)")
      isRight += result.validation[other.index]
      atEdge = atEdge || other.atEdge
    }
    let best = Choice(
      kernel: kernel, count: count, lambda: choice.lambda, validation: rows[choice.index].validation, atEdge: atEdge,
      isRight: isRight,
      interval: try Interval(successes: isRight.count { $0 }, trials: isRight.count, level: 0.95))
    try workspace.write(Self.chosenRow.table([best]), to: chosen)
    try workspace.write(Self.outcomesRow.table([best]), to: outcomes)
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

  /// The fits, and whether each of them tells each image right.
  func outcomes(
    _ kernel: Kernel, lambdas: [Double], path: RidgePath
  ) throws -> (fits: [RidgeFit], validation: [[Bool]], test: [[Bool]]) {
    let matrix = try SymmetricPanels<Double>(
      order: training.rows, threads: path.threads, fill: kernel.rectangles(of: training, homogeneous: true))
    let fits = try path.fit(matrix, targets: targets, lambdas: lambdas)
    func isRight(_ set: (images: Matrix, labels: [Int])) throws -> [[Bool]] {
      try RidgePrediction.predict(
        points: set.images.rows, coefficients: fits.map(\.coefficients), threads: path.threads,
        fill: kernel.rectangles(rows: set.images, columns: training, homogeneous: true)
      ).map { try RidgeErrors.isRight($0, labels: set.labels) }
    }
    return try (fits, isRight(validation), isRight(test))
  }
}
