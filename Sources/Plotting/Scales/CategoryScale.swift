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

  /// Every name, slanted if they are long, or every k-th when they do not fit.
  public func ticks(_ space: TickSpace) throws -> Ticks {
    // More names than points of length cannot all be labelled, so most of them need not be measured.
    let first = max(1, Int((Double(names.count) * space.fontSize / max(space.length, 1)).rounded(.up)))
    let labels = try names.enumerated().map { $0 % first == 0 ? try label($1, space) : nil }
    var step = first
    if try !fits(labels, step, space) {
      if space.fitsSlanted(names.count) { return ticks(labels, every: 1, angle: 45) }
      repeat { step += first } while try step < names.count && !fits(labels, step, space)
    }
    return ticks(labels, every: step, angle: 0)
  }

  private func ticks(_ labels: [String?], every step: Int, angle: Double) -> Ticks {
    let all = labels.indices.map { Tick(value: Double($0), label: $0 % step == 0 ? labels[$0] : nil) }
    return Ticks(all: all, angle: angle)
  }

  private func fits(_ labels: [String?], _ step: Int, _ space: TickSpace) throws -> Bool {
    let shown = stride(from: 0, to: names.count, by: step).compactMap { index in
      labels[index].map { (fraction(Double(index)), $0) }
    }
    return try space.fits(shown)
  }

  /// The name cut to a width of twelve letters or so.
  private func label(_ name: String, _ space: TickSpace) throws -> String {
    let short = String(name.prefix(60))
    let layout = try TextLayout(Markup.escaped(short.isEmpty ? "–" : short), size: space.fontSize)
    return Markup.escaped(layout.truncated(to: space.fontSize * 12).pieces.map(\.text).joined())
  }
}
