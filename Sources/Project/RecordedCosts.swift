import Documents
import Foundation
import Reporting

/// What results cost, as `plumb.costs.json` beside the manifest has it: seconds and bytes of peak memory by claim, and the
/// machine.
struct RecordedCosts {
  static let name = "plumb.costs.json"

  /// The costs; nil where there is no such file, or it has no claims.
  static func read(_ root: URL) -> ArtifactFacts.Costs? {
    guard let bytes = try? Data(contentsOf: root.appending(path: name)),
      let json = try? JSON.parse(SourceText(name: name, bytes: Array(bytes))), let claims = json["claims"]?.members
    else { return nil }
    let costs = claims.map { claim in
      (
        claim.key,
        ArtifactFacts.Costs.Cost(seconds: positive(claim.value["seconds"]), bytes: positive(claim.value["bytes"]))
      )
    }
    return ArtifactFacts.Costs(
      claims: Dictionary(costs) { first, _ in first }, processor: json["processor"]?.string,
      cores: json["cores"]?.integer, date: json["date"]?.string)
  }

  private static func positive(_ value: JSON?) -> Double? { value?.double.flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }
}
