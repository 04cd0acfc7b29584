import Documents
import Foundation
import LinearAlgebra
import Networks
import Testing
import VerbsTestSupport

@testable import Papers

@Suite struct ConstructionStagesTests {
  @Test func `the predicted error of the squared norm is the closed form`() throws {
    let text = #""dimension": 6, "power": 1, "directions": [50, 200], "pieces": 32, "tests": 200, "seed": 4"#
    let table = try StageBench(EvenPowerStage.self, text).table("errors")
    // E w^4 / (E w^2)^2 - 1 = 3 d / (d + 2) - 1.
    let variance = 3.0 * 6 / 8 - 1
    let pairs = zip(try table.numbers("predicted"), [50.0, 200])
    // Times E |x|^4 = d / (d + 4) over the ball.
    #expect(pairs.allSatisfy { abs($0 / (0.6 * variance / $1).squareRoot() - 1) < 1e-12 })
    let ratios = zip(try table.numbers("measured"), try table.numbers("predicted")).map { $0 * $0 / ($1 * $1) }
    #expect(zip(try table.numbers("square-ratio"), ratios).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(try table.numbers("width") == [1600, 6400])
  }

  @Test func `the weights that are kept are those of the network that was measured`() throws {
    let text = #""dimension": 3, "power": 1, "directions": [7], "pieces": 8, "tests": 50, "seed": 4"#
    let trial = try StageBench(EvenPowerStage.self, text)
    let (neurons, table) = (try trial.matrix("network"), try trial.table("errors"))
    #expect(neurons.rows == 56 && neurons.columns == 5)
    let points = try BallSample.points(count: 50, dimension: 3, seed: 4)
    let squares = try (0..<50).map { point in
      let value = (0..<56).reduce(try table.numbers("offset")[0]) { sum, row in
        let inner = (0..<3).reduce(neurons[row, 3]) { $0 + neurons[row, $1] * points[point, $1] }
        return sum + neurons[row, 4] * max(0, inner)
      }
      let error = value - points[row: point].reduce(0) { $0 + $1 * $1 }
      return error * error
    }
    #expect(abs((squares.reduce(0, +) / 50).squareRoot() - (try table.numbers("measured")[0])) < 1e-12)
  }

  @Test func `the layers that are kept compute the function`() throws {
    let trial = try StageBench(
      RadialNetworkStage.self, #""dimension": 2, "errors": [0.2, 0.1], "tried": [0.2], "tests": 9, "seed": 2"#)
    let (first, second) = (try trial.matrix("first-layer"), try trial.matrix("second-layer"))
    let offset = try trial.table("networks").numbers("offset")[0]
    // |x| = 1/2 and 1, where |r - 1/2| is 0 and 1/2: no constant is within 0.2 of both.
    for (x, y, expected) in [(0.3, -0.4, 0.0), (0.6, 0.8, 0.5)] {
      let hidden = (0..<first.rows).map { max(0, first[$0, 0] * x + first[$0, 1] * y + first[$0, 2]) }
      let value = (0..<second.rows).reduce(offset) { sum, row in
        let inner = hidden.indices.reduce(second[row, hidden.count]) { $0 + second[row, $1] * hidden[$1] }
        return sum + second[row, hidden.count + 1] * max(0, inner)
      }
      #expect(abs(value - expected) <= 0.2)
    }
  }

  @Test func `the lower bound's multiplicity is the closed form in four dimensions`() throws {
    // N(4, k) = (k + 1)^2, k = 16.
    let text = #""dimensions": [4, 8, 16], "error": 0.5, "weight-powers": [1]"#
    let table = try StageBench(InnerProductStage.self, text).table("bound")
    #expect(abs(try table.numbers("log-multiplicity")[0] - 2 * log(17)) < 1e-12)
    #expect(try table.texts("weights") == ["d^1", "d^1", "d^1", "2^d", "2^d", "2^d"])
    let (powers, logWidths) = (try table.numbers("power"), try table.numbers("log-width"))
    #expect(abs(powers[0] - logWidths[0] / log(4)) < 1e-14)
    // From mpmath, for d = 16.
    #expect(abs(logWidths[2] - 9.81210929360758249) < 1e-9 && abs(logWidths[5] + 6.82342303983110493) < 1e-9)
    #expect(zip(try table.numbers("width"), logWidths).allSatisfy { abs($0 / exp($1) - 1) < 1e-12 })
  }

  @Test func `bounds of even powers are below their closed form`() throws {
    let text = #""dimension": 4, "power": 3, "directions": [20, 80], "pieces": 32, "seed": 3"#
    let table = try StageBench(EvenPowerBoundStage.self, text).table("bounds")
    // By NumPy: EvenPowerErrorTests.
    #expect(abs(try table.numbers("form")[0] / 1.70498733864773 - 1) < 1e-11)
    #expect(try table.numbers("relative").allSatisfy { $0 > 0 && $0 < 1 })
    #expect(try table.numbers("reached").allSatisfy { $0 > 0.4 && $0 <= 1 })
    #expect(try table.numbers("width") == [640, 2560])
  }

  @Test func `networks with two hidden layers keep their error and have the width they state`() throws {
    let text = #""dimension": 3, "errors": [0.3, 0.1, 0.01], "tried": [0.3, 0.1], "tests": 60, "seed": 2"#
    let table = try StageBench(RadialNetworkStage.self, text).table("networks")
    #expect(table.rowCount == 9)
    #expect(try table.numbers("relative").allSatisfy { $0 > 0 && $0 <= 1 })
    let reached = try table.numbers("reached")
    #expect(reached.filter(\.isNaN).count == 3 && reached.allSatisfy { $0.isNaN || $0 <= 1 })
    let sums = zip(try table.numbers("first-width"), try table.numbers("second-width")).map { $0 + $1 }
    #expect(try table.numbers("width") == sums)
  }

  @Test func `absurd sizes are refused`() throws {
    let even = try StageBench.problems(
      EvenPowerStage.self, #""dimension": 1, "power": 0, "directions": [], "pieces": 32, "tests": 200, "seed": 4"#)
    #expect(even.contains { $0.contains("dimension") } && even.contains { $0.contains("power") })
    #expect(
      try !StageBench.problems(
        InnerProductStage.self, #""dimensions": [2], "error": 0.5, "weight-powers": [1]"#
      ).isEmpty)
    #expect(
      try !StageBench.problems(
        EvenPowerBoundStage.self, #""dimension": 4, "power": 4, "directions": [20], "pieces": 32, "seed": 3"#
      ).isEmpty)
    #expect(
      try !StageBench.problems(
        RadialNetworkStage.self, #""dimension": 3, "errors": [0], "tried": [], "tests": 60, "seed": 2"#
      ).isEmpty)
    #expect(
      try !StageBench.problems(
        FeatureWidthsStage.self,
        #""dimension": 2, "widths": [0], "n": 600, "tests": 200, "jitter": 2, "seed": 1"#
      ).isEmpty)
  }
}

@Suite struct FeatureWidthsTests {
  /// Errors d / N for N = 4, 16, 64 and two seeds of two dimensions.
  private func errors() throws -> Table {
    let cells: [(dimension: Double, seed: Double, width: Double)] = [1.0, 2].flatMap { d in
      [1.0, 2].flatMap { seed in [4.0, 16, 64].map { (d, seed, $0) } }
    }
    return try Table([
      ("profile", .texts(cells.map { _ in "p" })), ("dimension", .numbers(cells.map(\.dimension))),
      ("seed", .numbers(cells.map(\.seed))), ("width", .numbers(cells.map(\.width))),
      ("rms", .numbers(cells.map { $0.dimension / $0.width })),
    ])
  }

  @Test func `widths are interpolated between tried ones and never beyond`() throws {
    let text = #""data": "a", "column": "rms", "errors": [0.6, 0.1, 0.02]"#
    let trial = try StageBench(WidthNeededStage.self, text, tables: ["data": errors()])
    let table = try trial.table("widths")
    #expect(
      try table.texts("status") == ["below smallest", "reached", "reached", "below smallest", "reached", "not reached"])
    let seeds = try trial.table("seeds")
    #expect(try seeds.numbers("error").filter { $0 == 0.1 }.count == 4)
    let widths = try seeds.filtered("error", equals: "0.1").numbers("width")
    #expect(zip(widths, [10.0, 10, 20, 20]).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(try seeds.filtered("error", equals: "0.1").numbers("reached-to") == [2, 2, 2, 2])
    #expect(try seeds.filtered("error", equals: "0.02").numbers("reached-to") == [1, 1])
  }

  @Test func `an error of nothing is refused`() throws {
    let problems = try StageBench.problems(WidthNeededStage.self, #""data": "a", "column": "rms", "errors": [0]"#)
    #expect(problems.contains { $0.contains("errors") })
  }

  @Test func `fitted errors fall with the width, and the greatest is above the mean`() throws {
    let text = #""dimension": 2, "widths": [4, 32], "n": 600, "tests": 200, "jitter": 1e-12, "seed": 1"#
    let table = try StageBench(FeatureWidthsStage.self, text).table("errors")
    let (rms, sup) = (try table.numbers("rms"), try table.numbers("sup"))
    #expect(zip(rms, sup).allSatisfy { $0 > 0 && $0 < $1 })
    #expect(rms[1] < rms[0] / 2 && rms[3] < rms[2] / 2)
    #expect(try table.numbers("condition").allSatisfy { $0 >= 1 })
  }

  /// By NumPy's `lstsq` with a column of ones, on features, points and a random profile from an own implementation of the random
  /// streams: held-out rms and greatest error and training residual of the three profiles, for 4, 8 and 16 neurons.
  @Test func `errors are those of an own least squares with a constant`() throws {
    let text = #""dimension": 2, "widths": [4, 8, 16], "n": 320, "tests": 100, "jitter": 1e-12, "seed": 1"#
    let table = try StageBench(FeatureWidthsStage.self, text).table("errors")
    let rms = [
      0.141615843512464, 0.1296688493948089, 0.11367438441793261, 0.2929290842163495, 0.195775088577466,
      0.16907583900161788, 0.05773679663623013, 0.04945861450361139, 0.047050104659267414,
    ]
    let sup = [
      0.25469092518797676, 0.27244520613111045, 0.27220761200748733, 0.6330813451978328, 0.47066092200010023,
      0.3947422324637006, 0.14700643067973418, 0.1452009672806377, 0.15300892927403817,
    ]
    let residual = [
      0.1326339927791058, 0.12059465654973338, 0.09922733016948933, 0.2773141246762057, 0.1945805316559582,
      0.15058126188945953, 0.056605434788140035, 0.046777759232982156, 0.03920097891706759,
    ]
    for (column, reference) in [("rms", rms), ("sup", sup), ("residual", residual)] {
      let found = try table.numbers(column)
      #expect(found.count == 9 && zip(found, reference).allSatisfy { abs($0 / $1 - 1) < 1e-7 }, "\(column)")
    }
  }
}
