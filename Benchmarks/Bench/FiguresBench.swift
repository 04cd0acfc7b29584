import Foundation
import Plotting

/// Draws two figures in a warm process and prints, for each output, milliseconds per figure and bytes.
///
/// Benchmarks/figures.py runs this beside matplotlib. With `save FOLDER` it writes the figures as PNG instead.
func figuresBench(_ arguments: [String]) throws {
  if arguments.count == 2, arguments[0] == "save" {
    for (name, figure) in [("lines", try linesFigure()), ("scatter", try scatterFigure())] {
      let file = URL(fileURLWithPath: arguments[1]).appendingPathComponent("\(name)-plumb.png")
      try figure.drawing().png().write(to: file)
    }
    return
  }
  let rounds = arguments.first.flatMap { Int($0) } ?? 20
  try time("lines", rounds, linesFigure())
  try time("scatter", max(rounds / 4, 3), scatterFigure())
}

private func time(_ name: String, _ rounds: Int, _ figure: Figure) throws {
  let outputs: [(String, (Drawing) throws -> Data)] = [("pdf", { try $0.pdf() }), ("png", { try $0.png() })]
  for (output, write) in outputs {
    var bytes = try write(try figure.drawing()).count
    var best = Double.infinity
    for _ in 0..<rounds {
      let start = DispatchTime.now().uptimeNanoseconds
      bytes = try write(try figure.drawing()).count
      best = min(best, Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6)
    }
    print("\(name)-\(output) \(String(format: "%.3f", best)) \(bytes)")
  }
}

/// Six lines of 200 points with bands on log axes.
private func linesFigure() throws -> Figure {
  var panel = Panel()
  panel.x.scale = .log
  panel.x.label = "Training points $n$"
  panel.y.scale = .log
  panel.y.label = "Test error"
  for line in 0..<6 {
    var series = Series(
      look: Look(color: Palette.light[line], dash: Theme.dashes[line], width: 1.2, size: 3.6))
    series.label = "$L = \(line + 1)$"
    series.x = (0..<200).map { pow(10, 1 + 3 * Double($0) / 199) }
    series.y = series.x.map { Double(line + 1) * pow($0, -0.5 - 0.05 * Double(line)) }
    series.low = series.y.map { $0 * 0.9 }
    series.high = series.y.map { $0 * 1.1 }
    panel.marks += [BandMark(series), LineMark(series)]
  }
  var figure = Figure()
  figure.panels = [panel]
  return figure
}

/// 100,000 points.
private func scatterFigure() throws -> Figure {
  var series = Series(look: Look(color: Palette.light[0], width: 1.2, size: 3.6))
  var state: UInt64 = 1
  func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (Double(state >> 11) + 0.5) / 9_007_199_254_740_992
  }
  for _ in 0..<100_000 {
    let (radius, angle) = ((-2 * log(uniform())).squareRoot(), 2 * .pi * uniform())
    series.x.append(radius * cos(angle))
    series.y.append(radius * sin(angle) + 0.5 * radius * cos(angle))
  }
  var panel = Panel()
  panel.x.label = "$x_1$"
  panel.y.label = "$x_2$"
  panel.marks = [PointsMark(series)]
  var figure = Figure()
  figure.panels = [panel]
  return figure
}
