import Datasets
import Documents
import Foundation
import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers

@Suite struct StartErrorStagesTests {
  private func text(noise: Double, ridges: String = #"{"from": 1e-6, "to": 10, "count": 8}"#) -> String {
    """
    "dimension": 3, "n": 20, "tests": 10, "noise": \(noise), "target": [0], "trials": 3, "seed": 5, "ridges": \(ridges),
    "rates": {"from": 1e-6, "to": 10, "count": 8}, "level": 0.95
    """
  }

  @Test func `nothing to learn costs nothing from a mirrored start and something from a random one`() throws {
    let table = try StageBench(InitialisationTrialsStage.self, text(noise: 0)).table("trials")
    #expect(try table.texts("start") == ["mirrored", "random"].flatMap { Array(repeating: $0, count: 6) })
    #expect(
      try table.texts("method")
        == ["ridge", "flow", "ridge", "flow"].flatMap { Array(repeating: $0, count: 3) })
    #expect(try table.numbers("seed") == [5, 6, 7, 5, 6, 7, 5, 6, 7, 5, 6, 7])
    let errors = try table.numbers("error")
    #expect(errors[..<6].allSatisfy { $0 == 0 } && errors[6...].allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func `without an end ridge and flow agree, and no trial does better than its own best`() throws {
    let trial = try StageBench(InitialisationTrialsStage.self, text(noise: 0.3))
    let curves = try trial.table("curves").filtered("start", equals: "random").filtered("regularisation", equals: "0")
    #expect(try curves.texts("method") == ["ridge", "flow"])
    let errors = try curves.numbers("error")
    #expect(errors[0] == errors[1])
    // Three values: low and high lie 4.303 standard errors about the mean.
    let (low, high) = (try curves.numbers("low"), try curves.numbers("high"))
    #expect(low[0] < errors[0] && errors[0] < high[0] && abs((low[0] + high[0]) / 2 - errors[0]) < 1e-14)
    let table = try trial.table("trials")
    #expect(zip(try table.numbers("least"), try table.numbers("error")).allSatisfy { $0 <= $1 })
    // 20^{3/6} for d = 3.
    #expect(
      zip(try table.numbers("least"), try table.numbers("scaled")).allSatisfy {
        abs($0 * 20.0.squareRoot() - $1) < 1e-12
      })
  }

  @Test func `all trials share the ridge, or the time, that is best for their mean`() throws {
    let trial = try StageBench(InitialisationTrialsStage.self, text(noise: 0.3))
    for method in ["ridge", "flow"] {
      let trials = try trial.table("trials").filtered("start", equals: "random").filtered("method", equals: method)
      let curve = try trial.table("curves").filtered("start", equals: "random").filtered("method", equals: method)
      let means = try curve.numbers("error")
      let best = means.indices.reduce(0) { means[$1] < means[$0] ? $1 : $0 }
      let chosen = try curve.numbers("regularisation")[best]
      #expect(try trials.numbers("regularisation").allSatisfy { $0 == chosen })
      #expect(abs(try trials.numbers("error").reduce(0, +) / 3 - means[best]) < 1e-14)
    }
  }

  @Test func `a best ridge at the end of the grid is missing`() throws {
    // Pure noise wants as much ridge as it can get.
    let table = try StageBench(InitialisationTrialsStage.self, text(noise: 1)).table("trials")
    let mirrored = try table.filtered("start", equals: "mirrored").filtered("method", equals: "ridge")
    #expect(try mirrored.numbers("regularisation").allSatisfy(\.isNaN))
  }

  @Test func `the same seeds give the same bytes`() throws {
    let runs = try (0..<2).map { _ in
      try StageBench(InitialisationTrialsStage.self, text(noise: 0.1)).text("trials.csv")
    }
    #expect(runs[0] == runs[1])
  }

  @Test func `one dimension and a grid of two ridges are refused`() throws {
    let problems = try StageBench.problems(
      InitialisationTrialsStage.self,
      #""dimension": 1, "n": 20, "tests": 10, "noise": 0, "target": [0], "trials": 3, "seed": 5, "ridges": {"from": 1, "to": 2, "count": 2}, "rates": {"from": 1, "to": 2, "count": 3}, "level": 0.9"#
    )
    #expect(problems.count == 2)
    #expect(problems.contains { $0.contains("dimension") } && problems.contains { $0.contains("count") })
  }

  private func trained(_ checkpoints: String, target: String) -> String {
    """
    "dimension": 3, "n": 12, "tests": 20, "noise": 0, "target": \(target), "width": 32, "step": 0.5,
    "checkpoints": {"random": \(checkpoints), "mirrored": \(checkpoints)}, "trials": 2, "seed": 2
    """
  }

  @Test func `without anything to learn a mirrored network is best at once`() throws {
    let table = try StageBench(TrainedErrorStage.self, trained("[0, 5, 10]", target: "[0]")).table("errors")
    let mirrored = try table.filtered("start", equals: "mirrored")
    #expect(try mirrored.numbers("error").allSatisfy { $0 < 1e-24 })
    #expect(try mirrored.numbers("steps") == [0, 0] && mirrored.numbers("seed") == [2, 3])
  }

  @Test func `a best time that is the last one tried is missing`() throws {
    let table = try StageBench(TrainedErrorStage.self, trained("[0, 1]", target: "[0, 1]")).table("errors")
    #expect(try table.filtered("start", equals: "mirrored").numbers("steps").allSatisfy(\.isNaN))
  }

  @Test func `a width of nothing and a step of nothing are refused`() throws {
    let text = trained("[0, 1]", target: "[0]").replacing("32", with: "0").replacing("0.5", with: "0")
    let problems = try StageBench.problems(TrainedErrorStage.self, text)
    #expect(problems.contains { $0.contains("width") } && problems.contains { $0.contains("step") })
  }
}

@Suite struct WidthStagesTests {
  @Test func `the tangent kernel's error falls like the root of the width`() throws {
    let errors = try [64, 4096].map { width in
      let squares = try (1...6).map { seed in
        let text = """
          "dimension": 2, "layers": 2, "start": "standard", "width": \(width), "seed": \(seed), "n": 10, "data-seed": 1
          """
        let error = try StageBench(TangentKernelStage.self, text).table("error").numbers("error")[0]
        return error * error
      }
      return squares.reduce(0, +)
    }
    #expect(errors[0] / errors[1] > 64 / 3 && errors[0] / errors[1] < 64 * 3)
  }

  @Test func `network and kernel start together, and descent with small steps is the flow`() throws {
    let text = """
      "dimension": 2, "layers": 2, "start": "standard", "width": 32, "seed": 1, "n": 6, "tests": 7, "probes": 5,
      "step": 0.001, "checkpoints": [0, 100], "data-seed": 1
      """
    let trial = try StageBench(WidthDynamicsStage.self, text)
    let table = try trial.table("deviations")
    #expect(try table.numbers("deviation")[0] < 1e-12 && table.numbers("flow-deviation")[0] < 1e-12)
    #expect(try table.numbers("time") == [0, 0.1])
    let outputs = try trial.table("outputs")
    #expect(outputs.rowCount == 10)
    #expect(zip(try outputs.numbers("kernel"), try outputs.numbers("flow")).allSatisfy { abs($0 - $1) < 1e-3 })
    #expect(try table.numbers("greatest")[0] == table.numbers("deviation")[1])
    #expect(try table.numbers("dimension") == [2, 2])
    // Distances are those of the uniform points, and not of the circle.
    let onCircle = zip(try outputs.numbers("network"), try outputs.numbers("kernel")).map { abs($0 - $1) }.max() ?? 0
    #expect(try table.numbers("greatest")[0] != onCircle)
  }

  @Test func `two hidden layers come nearer to their kernel as they widen`() throws {
    func sum(width: Int) throws -> Double {
      try (1...4).reduce(0.0) { sum, seed in
        let text = """
          "dimension": 2, "layers": 3, "start": "standard", "width": \(width), "seed": \(seed), "n": 5, "tests": 20,
          "probes": 3, "step": 0.2, "checkpoints": [0, 10], "data-seed": 1
          """
        return sum + (try StageBench(WidthDynamicsStage.self, text).table("deviations").numbers("greatest")[0])
      }
    }
    let quotient = try sum(width: 32) / sum(width: 512)
    // The rate -1/2 makes a quotient of 4.
    #expect(quotient > 2 && quotient < 8)
  }
}

@Suite struct LabelSmoothnessStageTests {
  private let text = """
    "kernel": "ntk", "layers": 2, "images": "a", "labels": "b", "name": "points", "n": 150, "seed": 1,
    "first": [5, 10], "last": [50, 100]
    """

  private func ranges(_ label: (Matrix, Int) -> Double) throws -> Table {
    let images = try Sampling.sphere(count: 150, dimension: 3, stream: RandomStream(seed: 7, purpose: "images"))
    let labels = try Matrix(rows: 150, columns: 1, elements: (0..<150).map { label(images, $0) })
    return try StageBench(LabelSmoothnessStage.self, text, matrices: ["images": images, "labels": labels])
      .table("ranges")
  }

  @Test func `classes of regions are smoother than classes drawn at random`() throws {
    let stream = RandomStream(seed: 8, purpose: "labels")
    let regions = try ranges { images, row in images[row, 0] > 0 ? 1 : 0 }
    let noise = try ranges { _, row in stream.uniform(at: row) > 0.5 ? 1 : 0 }
    #expect(try regions.texts("encoding") == ["one-hot", "one-hot", "class number", "class number"])
    #expect(try regions.numbers("first") == [5, 10, 5, 10])
    #expect(zip(try regions.numbers("smoothness"), try noise.numbers("smoothness")).allSatisfy { $0 > $1 })
  }

  @Test func `stretches of one order share no image`() throws {
    let images = try Sampling.sphere(count: 300, dimension: 3, stream: RandomStream(seed: 7, purpose: "images"))
    let labels = try Matrix(rows: 300, columns: 1, elements: (0..<300).map { images[$0, 0] > 0 ? 1 : 0 })
    let tables = try [1, 2].map { part in
      try StageBench(
        LabelSmoothnessStage.self, text + ", \"part\": \(part)", matrices: ["images": images, "labels": labels]
      ).table("ranges")
    }
    let order = try Split(count: 300, training: 300, validation: 0, seed: 1).training
    let second = Array(order[150...])
    let alone = try StageBench(
      LabelSmoothnessStage.self, text,
      matrices: ["images": images.selecting(rows: second), "labels": labels.selecting(rows: second)])
    // The same images in another order have the same eigenvalues and coefficients, up to rounding.
    #expect(
      try zip(tables[1].numbers("smoothness"), alone.table("ranges").numbers("smoothness")).allSatisfy {
        abs($0 - $1) < 1e-6 * abs($1)
      })
    #expect(try tables[0].numbers("smoothness") != tables[1].numbers("smoothness"))
    let beyond = try StageBench(matrices: ["images": images, "labels": labels]).complaint(
      LabelSmoothnessStage.self, text + #", "part": 3"#)
    #expect(beyond.contains("a split of 450 items was asked of 300"))
  }

  @Test func `ranges that do not fit are refused`() throws {
    let problems = try StageBench.problems(LabelSmoothnessStage.self, text.replacing("[50, 100]", with: "[50, 151]"))
    #expect(problems.contains { $0.contains("the range from 10 to 151 does not rise within 1 to n = 150") })
    let lengths = try StageBench.problems(LabelSmoothnessStage.self, text.replacing("[50, 100]", with: "[50]"))
    #expect(lengths.contains { $0.contains("2 first indices and 1 last ones") })
  }
}

@Suite struct StartDecayStageTests {
  @Test func `draws scatter about what the same points predict`() throws {
    let text = #""dimension": 2, "n": 200, "draws": 24, "seed": 3, "first": 10, "last": 80"#
    let table = try StageBench(StartDecayStage.self, text).table("draws")
    let found = try table.numbers("smoothness")
    let mean = found.reduce(0, +) / 24
    let deviation = (found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 23).squareRoot()
    #expect(abs(mean - (try table.numbers("expected")[0])) < 4 * deviation / 24.0.squareRoot())
    #expect(try table.numbers("theory").allSatisfy { $0 == 1 })
  }

  @Test func `a range that does not rise is refused`() throws {
    let text = #""dimension": 2, "n": 200, "draws": 4, "seed": 3, "first": 80, "last": 80"#
    #expect(try StageBench.problems(StartDecayStage.self, text).contains { $0.contains("not above first = 80") })
  }
}

/// The stages that work on exact spectra, given ones that are pure powers of x = k + 1/2, in R^3.
@Suite struct SpectrumPairStagesTests {
  private func spectrum(_ exponent: Double) throws -> Table {
    let degrees = (0...200).map(Double.init)
    return try Table([
      ("dimension", .numbers(degrees.map { _ in 3 })), ("degree", .numbers(degrees)),
      ("mu", .numbers(degrees.map { pow($0 + 0.5, exponent) })), ("vanishes", .numbers(degrees.map { _ in 0 })),
    ])
  }

  private func tables() throws -> [String: Table] { ["ntk": try spectrum(-3), "rf": try spectrum(-5)] }

  @Test func `the threshold of pure powers is exact`() throws {
    // N_k v_k = 2 x^-4 and mu_k = x^-3: the slope -4 + 3 s is -1 at s = 1, which is 3 / (d + 1) for d = 2.
    let text = #""ntk": "a", "rf": "b", "from-degree": 50"#
    let table = try StageBench(SmoothnessThresholdStage.self, text, tables: tables()).table("threshold")
    #expect(abs(try table.numbers("threshold")[0] - 1) < 1e-12)
    #expect(try table.numbers("theory") == [1])
  }

  @Test func `the equivalent's slope from a random start tends to its limit`() throws {
    let text = #""ntk": "a", "rf": "b", "n": [1000, 1000000], "noise": 0.1, "target": [0, 0.5, 0.5]"#
    let table = try StageBench(ErrorEquivalentStage.self, text, tables: tables()).table("errors")
    let random = try table.filtered("start", equals: "random")
    #expect(try random.numbers("limit") == [-0.6, -0.6])
    #expect(abs(try random.numbers("slope")[1] + 0.6) < 0.02)
    let errors = try table.numbers("error")
    #expect(errors[0] > errors[1] && errors[2] > errors[3])
    #expect(errors[2] > errors[0] && errors[3] > errors[1])
  }

  @Test func `at its best time the flow does as ridge does or better, and it levels`() throws {
    let text = """
      "ntk": "a", "rf": "b", "n": [1000, 1000000, 100000000], "noise": 0.1, "target": [0, 0.5, 0.5],
      "rates": {"from": 1e-6, "to": 1, "count": 5}, "curves": [1000]
      """
    let bench = try StageBench(FlowEquivalentStage.self, text, tables: tables())
    let flow = try bench.table("errors").filtered("start", equals: "random")
    let ridge = try StageBench(
      ErrorEquivalentStage.self,
      #""ntk": "a", "rf": "b", "n": [1000, 1000000, 100000000], "noise": 0.1, "target": [0, 0.5, 0.5]"#,
      tables: tables()
    ).table("errors").filtered("start", equals: "random")
    for (own, other) in zip(try flow.numbers("error"), try ridge.numbers("error")) {
      #expect(own < other * 1.0001 && own > other * 0.9)
    }
    // The rate of a random start, n^-3/5 for d = 2.
    let scaled = try flow.numbers("scaled")
    #expect(abs(scaled[2] / scaled[1] - 1) < 0.1)
    #expect(try flow.numbers("truncation").allSatisfy { $0 >= 0 && $0 < 1e-3 })
    let curve = try bench.table("curves").filtered("start", equals: "random").numbers("error")
    #expect(curve.count == 6 && curve.allSatisfy { $0 >= scaled[0] * pow(1000, -0.6) * (1 - 1e-9) })
  }

  @Test func `spectra of two spheres, or in the wrong places, are refused`() throws {
    func named(_ kernel: String, _ dimension: Double) throws -> Table {
      var table = Table()
      for column in try spectrum(-3).columns {
        let count = column.values.count
        try table.append(
          column.name, column.name == "dimension" ? .numbers(Array(repeating: dimension, count: count)) : column.values)
      }
      try table.append("kernel", .texts(Array(repeating: kernel, count: table.rowCount)))
      return table
    }
    func complaint(_ ntk: Table, _ rf: Table) throws -> String {
      let text = #""ntk": "a", "rf": "b", "from-degree": 50"#
      return try StageBench.complaint(SmoothnessThresholdStage.self, text, tables: ["ntk": ntk, "rf": rf])
    }
    #expect(try complaint(named("NTK", 3), named("RF with bias", 3)).isEmpty)
    #expect(
      try complaint(named("NTK", 3), named("RF", 4))
        == "the spectra `ntk` and `rf` hold the dimensions 3, 4; give two of one dimension")
    #expect(
      try complaint(named("RF", 3), named("NTK", 3))
        == "the spectrum `ntk` is of the kernel RF; give one of the kernel NTK")
  }

  @Test func `a negative noise and no points are refused`() throws {
    let text = #""ntk": "a", "rf": "b", "n": [0], "noise": -1, "target": [1]"#
    let problems = try StageBench.problems(ErrorEquivalentStage.self, text)
    #expect(
      problems.contains { $0.contains("noise") } && problems.contains { $0.contains("`n`") || $0.contains("n[0]") })
  }
}
