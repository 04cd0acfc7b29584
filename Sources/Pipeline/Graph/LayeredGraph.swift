/// Boxes in layers, with a bend for every layer that an arrow crosses, ordered so that few arrows cross.
struct LayeredGraph {
  /// More bends are not made: arrows then run straight.
  private static let mostBends = 200_000
  private static let passes = 24

  /// Vertices by layer, in order; boxes first by number, then bends.
  private(set) var layers: [[Int]] = []
  private(set) var layerOf: [Int]
  private(set) var paths: [[Int]] = []
  private var before: [[Int]]
  private var after: [[Int]]

  init(_ outline: GraphOutline) {
    layerOf = Self.longestPaths(outline)
    before = Array(repeating: [], count: layerOf.count)
    after = before
    let spans = outline.arrows.reduce(0) { $0 + layerOf[$1.to] - layerOf[$1.from] - 1 }
    for arrow in outline.arrows { paths.append(spans > Self.mostBends ? [] : bends(of: arrow)) }
    layers = Array(repeating: [], count: (layerOf.max() ?? -1) + 1)
    for vertex in layerOf.indices { layers[layerOf[vertex]].append(vertex) }
    order()
  }

  /// The length of the longest path to each box; boxes that read nothing stand just before the first that reads them.
  private static func longestPaths(_ outline: GraphOutline) -> [Int] {
    var layer = Array(repeating: 0, count: outline.boxes.count)
    for arrow in outline.arrows { layer[arrow.to] = max(layer[arrow.to], layer[arrow.from] + 1) }
    var nearest = Array(repeating: Int.max, count: layer.count)
    for arrow in outline.arrows { nearest[arrow.from] = min(nearest[arrow.from], layer[arrow.to]) }
    for box in layer.indices where layer[box] == 0 && nearest[box] < .max { layer[box] = nearest[box] - 1 }
    return layer
  }

  private mutating func bends(of arrow: GraphOutline.Arrow) -> [Int] {
    var path: [Int] = []
    for layer in (layerOf[arrow.from] + 1)..<max(layerOf[arrow.from] + 1, layerOf[arrow.to]) {
      path.append(layerOf.count)
      layerOf.append(layer)
      before.append([])
      after.append([])
    }
    let whole = [arrow.from] + path + [arrow.to]
    for (from, to) in zip(whole, whole.dropFirst()) {
      after[from].append(to)
      before[to].append(from)
    }
    return path
  }

  /// Sorts each layer by the mean position of its neighbours, forth and back, and keeps the order with the fewest crossings.
  private mutating func order() {
    begin()
    var (best, fewest) = (layers, crossings)
    for pass in 0..<Self.passes where fewest > 0 {
      let position = positions
      let forth = pass.isMultiple(of: 2)
      sweep(forth, from: position)
      exchange()
      let found = crossings
      if found < fewest { (best, fewest) = (layers, found) }
    }
    layers = best
  }

  /// The order in which the ways back from the last boxes meet the vertices: what belongs to one box stands together.
  private mutating func begin() {
    var rank = Array(repeating: Int.max, count: layerOf.count)
    var next = 0
    for end in layerOf.indices where after[end].isEmpty {
      var open = [end]
      while let vertex = open.popLast() {
        guard rank[vertex] == .max else { continue }
        rank[vertex] = next
        next += 1
        open += before[vertex].reversed()
      }
    }
    for number in layers.indices { layers[number].sort { (rank[$0], $0) < (rank[$1], $1) } }
  }

  private var positions: [Double] {
    var position = Array(repeating: 0.0, count: layerOf.count)
    for layer in layers { for (place, vertex) in layer.enumerated() { position[vertex] = Double(place) } }
    return position
  }

  private mutating func sweep(_ forth: Bool, from start: [Double]) {
    var position = start
    let neighbours = forth ? before : after
    for number in forth ? Array(layers.indices) : layers.indices.reversed() {
      let keys = layers[number].map { Self.mean(neighbours[$0], position) ?? position[$0] }
      let sorted = layers[number].indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
      layers[number] = sorted.map { [layer = layers[number]] in layer[$0] }
      for (place, vertex) in layers[number].enumerated() { position[vertex] = Double(place) }
    }
  }

  /// Exchanges neighbours of a layer as long as that takes crossings away.
  private mutating func exchange() {
    var position = positions
    for number in layers.indices where layers[number].count > 1 {
      for place in 0..<(layers[number].count - 1) {
        let (first, second) = (layers[number][place], layers[number][place + 1])
        func cost(_ upper: Int, _ lower: Int) -> Int {
          [before, after].reduce(0) { sum, side in
            sum + side[upper].reduce(0) { sum, above in sum + side[lower].count { position[$0] < position[above] } }
          }
        }
        guard cost(second, first) < cost(first, second) else { continue }
        layers[number].swapAt(place, place + 1)
        position.swapAt(first, second)
      }
    }
  }

  /// How many pairs of arrows between neighbouring layers cross.
  var crossings: Int {
    let position = positions
    return layers.dropFirst().reduce(0) { sum, layer in
      // Ends on the left in the order of ends on the right: each that stands above an earlier one crosses it.
      var seen: [Double] = []
      var found = 0
      for vertex in layer {
        let ends = before[vertex].map { position[$0] }.sorted()
        found += ends.reduce(0) { sum, end in sum + seen.count - seen.partitioningIndex(above: end) }
        for end in ends { seen.insert(end, at: seen.partitioningIndex(above: end)) }
      }
      return sum + found
    }
  }

  private static func mean(_ vertices: [Int], _ position: [Double]) -> Double? {
    vertices.isEmpty ? nil : vertices.reduce(0) { $0 + position[$1] } / Double(vertices.count)
  }

  /// The vertical middle of each vertex: near the mean of its neighbours, `gap` between vertices of one layer.
  func middles(heights: [Double], gap: Double) -> [Double] {
    var middle = Array(repeating: 0.0, count: layerOf.count)
    for layer in layers { place(layer, wanted: layer.map { _ in 0 }, heights, gap, &middle) }
    for pass in 0..<Self.passes {
      let forth = pass.isMultiple(of: 2)
      for number in forth ? Array(layers.indices) : layers.indices.reversed() {
        let wanted = layers[number].map { vertex in
          Self.mean(forth ? before[vertex] : after[vertex], middle) ?? middle[vertex]
        }
        place(layers[number], wanted: wanted, heights, gap, &middle)
      }
    }
    return middle
  }

  /// The positions nearest to the wanted ones, in least squares, that keep the order and the gaps: isotonic regression
  /// of what remains after the gaps are taken off, by pooling adjacent violators.
  private func place(_ layer: [Int], wanted: [Double], _ heights: [Double], _ gap: Double, _ middle: inout [Double]) {
    var offsets: [Double] = []
    var offset = 0.0
    for (place, vertex) in layer.enumerated() {
      if place > 0 { offset += (heights[layer[place - 1]] + heights[vertex]) / 2 + gap }
      offsets.append(offset)
    }
    var pools: [(sum: Double, count: Int)] = []
    for place in layer.indices {
      pools.append((wanted[place] - offsets[place], 1))
      while let last = pools.last, pools.count > 1, let above = pools.dropLast().last,
        above.sum * Double(last.count) > last.sum * Double(above.count)
      {
        pools.removeLast(2)
        pools.append((above.sum + last.sum, above.count + last.count))
      }
    }
    var place = 0
    for pool in pools {
      for _ in 0..<pool.count {
        middle[layer[place]] = pool.sum / Double(pool.count) + offsets[place]
        place += 1
      }
    }
  }
}

extension [Double] {
  /// Where the values of a sorted array that are above `limit` begin.
  fileprivate func partitioningIndex(above limit: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] > limit { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
