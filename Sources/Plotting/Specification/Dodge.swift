/// Places side by side for series that would hide each other, one for each colour.
struct Dodge {
  private var slots: [Color] = []
  private let markerSize: Double

  /// The places of `series`, in the order in which their colours appear; `markerSize` in points.
  init(_ series: [Series], markerSize: Double) {
    for one in series where !slots.contains(one.look.color) { slots.append(one.look.color) }
    self.markerSize = markerSize
  }

  /// `series`, neighbours `step` marker sizes apart on the page, symmetric about their true place.
  func shifted(_ series: [Series], by step: Double) -> [Series] {
    series.map { one in
      var result = one
      if let slot = slots.firstIndex(of: one.look.color) {
        result.shift = (Double(slot) - Double(slots.count - 1) / 2) * step * markerSize
      }
      return result
    }
  }
}
