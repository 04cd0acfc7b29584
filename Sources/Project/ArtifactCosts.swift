import Documents
import Foundation
import Reporting

/// What results cost, as `plumb.costs.json` next to the manifest has it: seconds and bytes of peak memory by claim, and the
/// machine.
///
/// Claims stand under `claims`, or by profile under `profiles`, `results`, with the machine under `measured`; bytes are called
/// `bytes` or `memory`.
struct ArtifactCosts {
  static let name = "plumb.costs.json"

  /// The costs of a profile; nil where there is no such file, or it has none.
  static func read(_ root: URL, profile: String) -> ArtifactFacts.Costs? {
    guard let bytes = try? Data(contentsOf: root.appending(path: name)),
      let json = try? JSON.parse(SourceText(name: name, bytes: Array(bytes)))
    else { return nil }
    let own = json["profiles"]?[profile]
    guard let claims = (own?["results"] ?? json["claims"])?.members else { return nil }
    let costs = claims.map { claim in
      let bytes = claim.value["bytes"] ?? claim.value["memory"]
      return (claim.key, ArtifactFacts.Costs.Cost(seconds: positive(claim.value["seconds"]), bytes: positive(bytes)))
    }
    let machine = own?["measured"] ?? json
    return ArtifactFacts.Costs(
      claims: Dictionary(costs) { first, _ in first }, processor: machine["processor"]?.string,
      cores: machine["cores"]?.integer, date: machine["date"]?.string)
  }

  private static func positive(_ value: JSON?) -> Double? { value?.double.flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }
}
