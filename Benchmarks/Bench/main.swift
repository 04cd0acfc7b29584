import Foundation

// One computation, timed, for the scripts in the folder above to set beside a peer's.

let benches: [String: ([String]) throws -> Void] = [
  "kernel-matrix": kernelMatrixBench, "eigenvalues": eigenvaluesBench, "spectra": spectraBench, "figures": figuresBench,
  "fuzz": fuzzBench, "read": readBench, "ridge": ridgeBench, "gradient-step": gradientBench,
  "split": splitBench,
]
guard let name = CommandLine.arguments.dropFirst().first, let bench = benches[name] else {
  print("usage: Bench \(benches.keys.sorted().joined(separator: " | ")) ...")
  exit(2)
}
try bench(Array(CommandLine.arguments.dropFirst(2)))
