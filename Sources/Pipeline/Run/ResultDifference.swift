import Documents

/// How one stage's result differs between two runs.
public enum ResultDifference: Equatable, Sendable {
  /// Only the first run has it.
  case gone(id: String)
  /// Only the second run has it.
  case new(id: String)
  /// An output has other bytes, and no values are known that say more.
  case bytes(id: String, output: String)
  /// A value within a record differs; `path` leads to it: `slope.low`.
  case value(id: String, path: String, old: JSON?, new: JSON?)

  /// What differs between two sets of results, by stage.
  ///
  /// - Parameter tolerance: numbers a, b count as equal when |a - b| <= tolerance * max(|a|, |b|).
  public static func between(
    _ old: [String: LockFile.Result], _ new: [String: LockFile.Result], tolerance: Double = 0
  ) -> [ResultDifference] {
    Set(old.keys).union(new.keys).sorted().flatMap { id -> [ResultDifference] in
      guard let before = old[id] else { return [.new(id: id)] }
      guard let after = new[id] else { return [.gone(id: id)] }
      return Set(before.outputs.keys).union(after.outputs.keys).sorted().flatMap { output -> [ResultDifference] in
        if before.outputs[output] == after.outputs[output] { return [] }
        guard let left = before.values[output], let right = after.values[output] else {
          return [.bytes(id: id, output: output)]
        }
        return values(id, "", left, right, tolerance)
      }
    }
  }

  private static func values(
    _ id: String, _ path: String, _ old: JSON?, _ new: JSON?, _ tolerance: Double
  ) -> [ResultDifference] {
    func step(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
    if let old, let new {
      if let left = old.members, let right = new.members {
        let keys = left.map(\.key) + right.map(\.key).filter { old[$0] == nil }
        return keys.flatMap { values(id, step($0), old[$0], new[$0], tolerance) }
      }
      if let left = old.elements, let right = new.elements, left.count == right.count {
        return zip(left, right).enumerated().flatMap { index, pair in
          values(id, "\(path)[\(index)]", pair.0, pair.1, tolerance)
        }
      }
      if let a = old.double, let b = new.double, abs(a - b) <= tolerance * max(abs(a), abs(b)) { return [] }
      if old == new { return [] }
    }
    return [.value(id: id, path: path, old: old, new: new)]
  }
}
