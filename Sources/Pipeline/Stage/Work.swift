/// How much a run has to do, for estimates of its time.
///
/// A kind says how the number of its elementary operations grows with its parameters, such as n³ for eigenvalues, n² d for
/// kernel matrices and steps · n · width for training. How many of them a second holds is learnt from what runs of the kind
/// took, and only before the first of them it is the kind's own number.
public struct Work: Sendable, Equatable {
  /// Elementary operations of one run.
  public let operations: Double
  /// Operations in a second on one core, as they were measured once.
  public let rate: Double

  /// So many operations, of which a second holds `rate`.
  public init(_ operations: Double, rate: Double) { (self.operations, self.rate) = (max(operations, 0), rate) }

  /// Seconds on one core, before anything was measured here.
  public var seconds: Double { operations / rate }
}

/// Rows and columns of a matrix that is not made yet.
public struct Shape: Sendable, Equatable {
  public let rows, columns: Int

  /// The shape of a matrix.
  public init(rows: Int, columns: Int) { (self.rows, self.columns) = (rows, columns) }

  /// The bytes of its file: a head of 128 and 8 for each entry.
  var bytes: Int { Resources.bytes(128 + 8 * Double(rows) * Double(columns)) }
}

extension Graph {
  /// What is known of the runs of a graph before any of them.
  struct Prospects {
    /// The work of each node; nil where its kind does not say.
    let works: [Work?]
    /// Bytes of the matrices that each node reads, by their paths.
    let sizes: [[String: Int]]
  }

  /// Walks through the graph once, from every matrix to its readers.
  var prospects: Prospects {
    var works: [Work?] = []
    var sizes: [[String: Int]] = []
    var shapes: [[String: Shape]] = []
    for node in nodes {
      var read: [String: Shape] = [:]
      for input in node.inputs {
        let behind = input.contents.map { content -> Shape? in
          if case .node(let above, let output) = content { shapes[above][output] } else { nil }
        }
        let known = behind.compactMap { $0 }
        guard known.count == behind.count, let first = known.first else { continue }
        read[input.path] = Shape(rows: known.reduce(0) { $0 + $1.rows }, columns: first.columns)
      }
      works.append(node.stage.work(reading: read))
      sizes.append(read.mapValues(\.bytes))
      let own = node.stage.outputs.compactMap { output in
        node.stage.shape(of: output.name, reading: read).map { (output.name, $0) }
      }
      shapes.append(Dictionary(own) { first, _ in first })
    }
    return Prospects(works: works, sizes: sizes)
  }
}
