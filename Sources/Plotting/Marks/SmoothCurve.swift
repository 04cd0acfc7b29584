/// A smooth curve through points whose x rises: a cubic between neighbours, with one slope at every point.
///
/// The slopes are those of the parabola through a point and its neighbours, so quadratics come out exact; where the points
/// rise or fall on both sides they are bounded by three times the lesser secant, so that the curve does so too.
/// Source: F. N. Fritsch, R. E. Carlson, Monotone piecewise cubic interpolation, SIAM J. Numer. Anal. 17 (1980).
struct SmoothCurve {
  private let xs: [Double]
  private let ys: [Double]
  private let slopes: [Double]

  /// The curve through (x, y); nil unless there are two points or more and x rises.
  init?(_ xs: [Double], _ ys: [Double]) {
    guard xs.count > 1, xs.count == ys.count, zip(xs, xs.dropFirst()).allSatisfy(<) else { return nil }
    (self.xs, self.ys) = (xs, ys)
    let steps = zip(xs, xs.dropFirst()).map { $1 - $0 }
    let secants = zip(steps, zip(ys, ys.dropFirst())).map { ($1.1 - $1.0) / $0 }
    slopes = xs.indices.map { index in
      if secants.count == 1 { return secants[0] }
      if index == 0 { return SmoothCurve.end(secants[0], secants[1], steps[0], steps[1]) }
      if index == secants.count {
        return SmoothCurve.end(secants[index - 1], secants[index - 2], steps[index - 1], steps[index - 2])
      }
      let (before, after) = (secants[index - 1], secants[index])
      let inner = (before * steps[index] + after * steps[index - 1]) / (steps[index - 1] + steps[index])
      return SmoothCurve.bounded(inner, before, after)
    }
  }

  /// The slope at an end, by the two secants next to it.
  private static func end(_ near: Double, _ far: Double, _ step: Double, _ next: Double) -> Double {
    let slope = near + (near - far) * step / (step + next)
    return near * far > 0 ? (slope * near < 0 ? 0 : bounded(slope, near, near)) : slope
  }

  private static func bounded(_ slope: Double, _ before: Double, _ after: Double) -> Double {
    if before * after < 0 { return slope }
    let limit = 3 * min(abs(before), abs(after))
    return min(max(slope, -limit), limit)
  }

  /// The height at `x`, between the first and the last point.
  func value(at x: Double) -> Double {
    var (low, high) = (0, xs.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if xs[middle] <= x { low = middle } else { high = middle }
    }
    let step = xs[high] - xs[low]
    let t = (x - xs[low]) / step
    let s = 1 - t
    return s * s * ((1 + 2 * t) * ys[low] + t * step * slopes[low])
      + t * t * ((1 + 2 * s) * ys[high] - s * step * slopes[high])
  }

  /// The page's points along the curve, at most `distance` apart in x; the points themselves where x does not rise.
  static func through(_ points: [Point], every distance: Double = 1.5) -> [Point] {
    guard points.count > 2, let curve = SmoothCurve(points.map(\.x), points.map(\.y)) else { return points }
    var result = [points[0]]
    for (a, b) in zip(points, points.dropFirst()) {
      let steps = min(max(Int(((b.x - a.x) / distance).rounded(.up)), 1), 2000)
      result += (1..<max(steps, 1)).map { step in
        let x = a.x + (b.x - a.x) * Double(step) / Double(steps)
        return Point(x, curve.value(at: x))
      }
      result.append(b)
    }
    return result
  }

  /// `values` at `places`, found again at `steps` even steps between neighbours; NaN next to a missing value.
  static func refined(_ values: [Double], at places: [Double], steps: Int) -> [Double] {
    guard places.count > 1, steps > 1 else { return values }
    var result = [Double](repeating: .nan, count: (places.count - 1) * steps + 1)
    var start = 0
    while start < values.count {
      var end = start
      while end < values.count, values[end].isFinite { end += 1 }
      if end - start == 1 { result[start * steps] = values[start] }
      if let curve = SmoothCurve(Array(places[start..<end]), Array(values[start..<end])) {
        for fine in (start * steps)...((end - 1) * steps) {
          let (index, part) = (min(fine / steps, places.count - 2), fine % steps)
          let isLast = fine / steps > places.count - 2
          let share = isLast ? 1 : Double(part) / Double(steps)
          result[fine] = curve.value(at: places[index] + share * (places[index + 1] - places[index]))
        }
      }
      start = end + 1
    }
    return result
  }
}
