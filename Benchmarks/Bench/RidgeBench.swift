import Foundation
import LinearAlgebra
import Regression

/// Times of the packed factorisation and of lambda paths: `ridge factor N`, `ridge path N M`, `ridge a9`.
func ridgeBench(_ arguments: [String]) throws {
  let numbers = arguments.dropFirst().compactMap { Int($0) }
  switch arguments.first {
  case "factor": try timeFactor(order: numbers.first ?? 4_000, tile: numbers.count > 1 ? numbers[1] : nil)
  default: print("usage: ridge factor N [TILE]")
  }
}

private func seconds(_ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let time = try clock.measure(body)
  return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
}

private func timeFactor(order: Int, tile: Int?) throws {
  let points = try Sampling.sphere(count: order, dimension: 4, stream: RandomStream(seed: 1, purpose: "bench"))
  let kernel = try SymmetricPanels<Double>(order: order, tile: tile, threads: 2) { rows, columns in
    let product = try BLAS.product(
      points.selecting(rows: Array(rows)), points.selecting(rows: Array(columns)), transposingRight: true)
    return try Matrix(
      rows: rows.count, columns: columns.count, elements: product.elements.map { exp($0 - 1) })
  }
  let flop = Double(order) * Double(order) * Double(order) / 3
  for threads in [1, 2] {
    let single = try seconds {
      _ = try PanelCholesky<Float>(kernel, order: order, addingToDiagonal: 1, threads: threads)
    }
    print("float  n \(order) threads \(threads): \(single) s, \(flop / single / 1e9) GF/s")
  }
  let double = try seconds { _ = try PanelCholesky<Double>(kernel, order: order, addingToDiagonal: 1, threads: 2) }
  print("double n \(order) threads 2: \(double) s, \(flop / double / 1e9) GF/s")
}
