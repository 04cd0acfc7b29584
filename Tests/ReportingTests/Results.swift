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

/// A folder whose name is not plain ASCII, gone with the last reference.
final class TestFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "plumb é \(UUID().uuidString)")

  init() { try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file in it.
  func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path("")) }

  @discardableResult func write(_ data: Data, _ name: String) throws -> String {
    try data.write(to: url.appending(path: name))
    return path(name)
  }

  @discardableResult func write(_ text: String, _ name: String) throws -> String { try write(Data(text.utf8), name) }
}

/// What `body` throws, as people read it; empty if it does not.
func message(_ body: () throws -> Void) -> String {
  if case .failure(let error) = Result(catching: body) { return "\(error)" }
  return ""
}
