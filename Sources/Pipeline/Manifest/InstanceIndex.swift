import Documents

/// Finds the instances of a swept entry that agree with given axis values.
///
/// Instances may differ in the axes they have (a Laplace kernel has no depth). They are looked up by the values on the
/// axes that both sides have, through tables built when first needed, so that wiring two sweeps costs no product.
struct InstanceIndex {
  /// Instances of one entry that have the same axes.
  private struct Shape {
    let axes: [String]
    var members: [Int]
    /// By names of axes: the members by their values on these.
    var tables: [[String]: [[String]: [Int]]] = [:]
  }

  private var shapes: [Shape] = []
  /// Every axis of the entry, in the order of the sweep.
  let axes: [String]

  /// An index of the instances in `range` of `all`.
  init(_ all: [Instance], _ range: Range<Int>) {
    var places: [[String]: Int] = [:]
    var axes: [String] = []
    for index in range {
      let names = all[index].axes.map(\.axis)
      if let place = places[names] {
        shapes[place].members.append(index)
      } else {
        places[names] = shapes.count
        shapes.append(Shape(axes: names, members: [index]))
        for name in names where !axes.contains(name) { axes.append(name) }
      }
    }
    self.axes = axes
  }

  /// Instances, ascending, that agree with `labels` on every axis both have, except where `fixed` says otherwise: an
  /// instance must have the axes named there, with these values.
  mutating func matches(
    _ all: [Instance], labels: [Workspace.Label], fixed: [(axis: String, text: String)]
  ) -> [Int] {
    var found: [Int] = []
    for place in shapes.indices {
      let axes = shapes[place].axes
      guard fixed.allSatisfy({ axes.contains($0.axis) }) else { continue }
      var common: [String] = []
      var wanted: [String] = []
      for axis in axes {
        let text = fixed.first { $0.axis == axis }?.text ?? labels.first { $0.axis == axis }?.text
        guard let text else { continue }
        common.append(axis)
        wanted.append(text)
      }
      found += common.isEmpty ? shapes[place].members : look(place, common, wanted, all)
    }
    return shapes.count > 1 ? found.sorted() : found
  }

  private mutating func look(_ place: Int, _ common: [String], _ wanted: [String], _ all: [Instance]) -> [Int] {
    if shapes[place].tables[common] == nil {
      var table: [[String]: [Int]] = [:]
      for index in shapes[place].members {
        table[all[index].axes.filter { common.contains($0.axis) }.map(\.text), default: []].append(index)
      }
      shapes[place].tables[common] = table
    }
    return shapes[place].tables[common]?[wanted] ?? []
  }
}
