import Documents
import KernelRegression
import Kernels
import LinearAlgebra
import Pipeline
import Statistics
import Verbs

/// Cells of a table of accuracies: kernel ridge regression on one-versus-all targets, lambda by validation.
struct ClassificationStage: Stage {
  static let kind = StageKind(
    "classification", revision: 5,
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
  let isEveryDepth: Bool
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
    isEveryDepth = fields.boolean(
      "every-depth", "all depths from 2 to `layers` instead of that one, for rf and ntk, from one matrix of cosines",
      required: false)
    images = fields.input("images", Matrix.self, "images to train on and to choose lambda by, one a row")
    labels = fields.input("labels", Matrix.self, "their classes, from 0")
    testImages = fields.input("test-images", Matrix.self, "images that the accuracy is measured on")
    testLabels = fields.input("test-labels", Matrix.self, "their classes")
    count = fields.integer("n", in: 1...100_000, "training images, drawn by `seed`")
    validation = fields.integer("validation", in: 1...100_000, "validation images, disjoint from those")
    seed = fields.integer("seed", in: 0...Int.max, "the seed of the split")
    lambdas = fields.numbers("lambdas", in: 1e-30...1e30, "lambda of K + n lambda I")
    if isEveryDepth, let kernel, kernel.layers == nil {
      fields.refuse(
        "every-depth", "a kernel without depths has not every depth",
        remedy: "remove it, or name rf or ntk without bias")
    }
    judged = fields.choice(
      "judged", default: .test,
      "the images that the accuracy is taken on: the test images; or both, the validation images then at the lambda that the "
        + "test images choose, so that no image has a say in its own")
    path = RidgePath(
      reach: fields.number("reach", in: 1...1e6, "lambdas within this ratio share a factorisation"),
      threads: RidgePath.threads(points: count))
  }

  /// The kernels of all cells.
  private var kernels: [Kernel] {
    guard let kernel else { return [] }
    guard isEveryDepth else { return [kernel] }
    return (2...max(2, kernel.layers ?? 2)).compactMap { kernel.withLayers($0) }
  }

  var outputs: [OutputDeclaration] { [accuracies.declaration, chosen.declaration, outcomes.declaration] }

  /// Cosines of the images with those trained on, and for each kernel its values there, factors of n³/3 in single precision
  /// and the products that refine.
  func work(reading shapes: [String: Shape]) -> Work? {
    let (n, depths) = (Double(count), Double(max(kernels.count, 1)))
    let others = Double(validation + (shapes[testImages.path]?.rows ?? 10_000))
    let pixels = Double(shapes[images.path]?.columns ?? 784)
    let solves = Double(path.factors(lambdas, points: count)) * n * n * n / 260 + 100 * n * n
    return Work(n * (n / 2 + others) * (pixels / 22 + 15 * depths) + depths * solves, rate: 1e9)
  }

  var needs: Resources {
    // The kernel, its factor, and three sets of images of at most 3,072 pixels, the largest being the whole of 60,000; and the
    // cosines with those trained on, of at most 10,000 test images.
    let cosines = isEveryDepth ? 8 * count * (count + validation + 10_000) : 0
    return Resources(
      cores: path.threads,
      memory: 1 << 30 + SymmetricPanels<Double>.bytes(order: count) + RidgePath.bytes(points: count, columns: 10)
        + cosines)
  }

  /// The accuracies at one lambda, from shares of images that are misclassified.
  private struct Accuracy {
    let kernel: Kernel
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
    .text("model", "kernel with its depth", \.kernel.fullTitle),
    .number("lambda", "$\\lambda$ of $K + n \\lambda I$", \.lambda),
    .number("validation", "accuracy on the validation images", unit: "%", \.validation),
    .number("test", "accuracy on the test images", unit: "%", roles: [.estimate], \.test),
    // Half a unit in the fifth digit of 0.02 is 1e-6, the residual at which solutions are taken.
    .number(
      "residual", "relative residual of the linear system", roles: [.digits(from: .number(0.02))], \.residual))

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
    let (known, tests) = try (
      workspace.readRows(images, with: labels), workspace.readRows(testImages, with: testLabels)
    )
    let task = try ClassificationTask(
      images: known.rows, labels: known.partners, testImages: tests.rows, testLabels: tests.partners,
      sizes: (training: count, validation: validation), seed: UInt64(seed), threads: path.threads,
      sharing: isEveryDepth)
    let cells = try kernels.map { try cell($0, task, workspace) }
    try workspace.write(Self.accuracyRow.table(cells.flatMap(\.accuracies)), to: accuracies)
    try workspace.write(Self.chosenRow.table(cells.map(\.choice)), to: chosen)
    try workspace.write(Self.outcomesRow.table(cells.map(\.choice)), to: outcomes)
  }

  private func cell(
    _ kernel: Kernel, _ task: ClassificationTask, _ workspace: Workspace
  ) throws -> (accuracies: [Accuracy], choice: Choice) {
    let result = try task.outcomes(kernel, lambdas: lambdas, path: path)
    for fit in result.fits {
      workspace.log(
        "\(kernel.fullTitle), lambda \(fit.lambda): relative residual \(fit.residual), \(fit.iterations) products")
    }
    let rows = lambdas.indices.map { index in
      Accuracy(
        kernel: kernel, lambda: lambdas[index], validationError: RidgeErrors.misclassified(result.validation[index]),
        testError: RidgeErrors.misclassified(result.test[index]),
        residual: result.fits[index].residual)
    }
    let choice = try RidgeSelection(lambdas: lambdas, errors: rows.map(\.validationError))
    var (isRight, atEdge) = (result.test[choice.index], choice.atEdge)
    if judged == .both {
      let other = try RidgeSelection(lambdas: lambdas, errors: rows.map(\.testError))
      workspace.log("\(kernel.fullTitle): the test images choose lambda \(other.lambda)")
      isRight += result.validation[other.index]
      atEdge = atEdge || other.atEdge
    }
    let judgement = Choice(
      kernel: kernel, count: count, lambda: choice.lambda, validation: rows[choice.index].validation, atEdge: atEdge,
      isRight: isRight,
      interval: try Interval(successes: isRight.count { $0 }, trials: isRight.count, level: 0.95))
    return (rows, judgement)
  }
}

extension Kernel {
  /// Its depth, where another one of the same family makes sense; estimates of work take a usual depth where it is nil.
  var layers: Int? {
    switch family {
    case .arcCosine(let layers, bias: false), .ntk(let layers, bias: false): layers
    default: nil
    }
  }

  /// The kernel of the same family with another depth; nil for one without.
  fileprivate func withLayers(_ layers: Int) -> Kernel? {
    switch family {
    case .arcCosine(_, bias: false): try? Kernel(.arcCosine(layers: layers), normalised: normalised)
    case .ntk(_, bias: false): try? Kernel(.ntk(layers: layers), normalised: normalised)
    default: nil
    }
  }
}
