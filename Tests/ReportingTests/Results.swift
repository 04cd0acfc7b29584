import Foundation

@testable import Reporting

/// A number with the ends of its interval, exact without them.
func estimate(_ value: Double, _ low: Double? = nil, _ high: Double? = nil) -> Estimate {
  Estimate(value: value, low: low ?? value, high: high ?? value)
}

/// A judged number.
func row(
  _ estimate: Estimate, _ labels: [(symbol: String, value: String)] = [], theory: Double? = nil,
  verdict: Verdict = .reproduced
) -> CheckResult.Row {
  CheckResult.Row(
    labels: labels.map { .init(symbol: $0.symbol, value: $0.value) }, estimate: estimate, theory: theory,
    verdict: verdict)
}

/// A check that exact numbers are below `bound`.
func below(_ bound: Double, _ name: String, _ rows: [CheckResult.Row], id: String = "x") -> CheckResult {
  CheckResult(
    id: id, name: name, relation: .below, tolerance: nil, bound: bound, hasInterval: false, rows: rows, data: "d")
}

/// A check that intervals lie within 0.05 of theory.
func within(_ name: String, _ rows: [CheckResult.Row], data: String = "d", id: String = "x") -> CheckResult {
  CheckResult(
    id: id, name: name, relation: .within, tolerance: 0.05, bound: nil, hasInterval: true, rows: rows, data: data)
}

/// A judged claim with the worst verdict of its checks.
func judged(
  _ checks: [CheckResult], title: String = "Decay", discussion: String? = nil, captions: [String] = [],
  reason: String? = nil
) -> ClaimResult {
  ClaimResult(
    title: title, statement: "It decays.", source: "Theorem 1", theory: "-3", method: "fit", discussion: discussion,
    checks: checks, captions: captions, verdict: Verdict.all(checks.map(\.verdict)), reason: reason)
}

/// Gives `body` a folder of its own, whose name is not plain ASCII, and removes it afterwards.
func inFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "plumb é \(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

/// The path of the file `name` in `folder`.
func path(_ folder: URL, _ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
