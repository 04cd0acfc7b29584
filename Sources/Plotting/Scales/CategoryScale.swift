/// One place for each name; name i stands at the value i.
public struct CategoryScale: Scale, Equatable {
  public let names: [String]

  /// The scale of `names`, in order.
  public init(_ names: [String]) { self.names = names }

  public var domain: ClosedRange<Double> { -0.5...max(Double(names.count) - 0.5, 0.5) }

  public func fraction(_ value: Double) -> Double {
    guard value.isFinite else { return .nan }
    return (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
  }

  /// Every name, or every k-th when they do not fit.
  public func ticks(_ space: TickSpace) throws -> Ticks {
    let labels = try names.map { name -> String in
      let label = Markup.escaped(name.isEmpty ? "–" : String(name.prefix(200)))
      let limit = space.fontSize * 12
      return try TextLayout(label, size: space.fontSize).width > limit
        ? Markup.escaped(shortened(name, space, limit)) : label
    }
    var step = 1
    while step < names.count {
      let shown = stride(from: 0, to: names.count, by: step).map { (fraction(Double($0)), labels[$0]) }
      if try space.fits(shown) { break }
      step += 1
    }
    return Ticks(
      all: labels.indices.map { Tick(value: Double($0), label: $0 % step == 0 ? labels[$0] : nil) })
  }

  private func shortened(_ name: String, _ space: TickSpace, _ limit: Double) throws -> String {
    try TextLayout(Markup.escaped(name), size: space.fontSize).truncated(to: limit).pieces.map(\.text).joined()
  }
}
