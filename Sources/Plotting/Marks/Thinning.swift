import Foundation

/// Lines through so many points that no resolution shows them all.
enum Thinning {
  /// A line of fewer points keeps all of them.
  static let fewest = 5_000
  /// A line that goes to and fro may keep more points than are drawn in good time: then only outermost ones are kept.
  static let most = 200_000
  /// How far the outline of a line may move, in points: at 192 pixels to the inch, two of 255 levels of one pixel.
  static let tolerance = 0.0025

  /// What shows in `frame` of a line, as lines whose strokes together look like its own; the line itself if its points are
  /// few. Dashes follow the line: of a dashed one only its outermost points are kept.
  static func thinned(_ line: [Point], _ stroke: Stroke, in frame: Box) -> [Path.Part] {
    guard line.count >= fewest, frame.width > 0, frame.height > 0, stroke.dash.isEmpty else {
      return [Path.Part(points: outline(line, in: frame))]
    }
    let (line, width) = (straightened(line, within: tolerance / 2), stroke.width)
    // A disc as wide as the line, between two others this far apart, is covered by them up to the tolerance.
    let window = min(2 * (width * tolerance).squareRoot(), width)
    let upright = shown(line, window, width, isUpright: true)
    let lying = shown(line, window, width, isUpright: false)
    let fewer = count(upright) <= count(lying) ? upright : lying
    return count(fewer) <= most ? fewer : [Path.Part(points: outline(line, in: frame))]
  }

  private static func count(_ parts: [Path.Part]) -> Int { parts.reduce(0) { $0 + $1.points.count } }

  /// The line without the points that lie within `limit` of the straight way past them.
  ///
  /// From a point that is kept, the directions of a way that passes all points since at that distance make up an angle; the
  /// last point before it closes, or before the line turns back, is kept next.
  static func straightened(_ line: [Point], within limit: Double) -> [Point] {
    var result = [line[0]]
    var (anchor, last, reach) = (line[0], line[0], 0.0)
    // Directions are measured from that of the first point beyond the limit.
    var (reference, low, high) = (0.0, 0.0, 0.0)
    func angle(_ point: Point) -> Double { atan2(point.y - anchor.y, point.x - anchor.x) }
    func begin(_ point: Point, _ distance: Double) {
      reference = angle(point)
      high = asin(limit / distance)
      low = -high
    }
    for point in line.dropFirst() {
      var distance = hypot(point.x - anchor.x, point.y - anchor.y)
      if reach <= limit {
        if distance > limit { begin(point, distance) }
      } else {
        let turn = remainder(angle(point) - reference, 2 * .pi)
        if distance >= reach, turn >= low, turn <= high {
          let half = asin(limit / distance)
          (low, high) = (max(low, turn - half), min(high, turn + half))
        } else {
          result.append(last)
          anchor = last
          distance = hypot(point.x - anchor.x, point.y - anchor.y)
          if distance > limit { begin(point, distance) }
          reach = 0
        }
      }
      (last, reach) = (point, max(reach, distance))
    }
    result.append(last)
    return result
  }

  /// The line cut into windows so narrow that at each height only its first and its last way across can be told.
  ///
  /// The line's part in a window covers all heights between its ends. Its first way across a height is on a segment that
  /// reaches beyond all before it, its last one on a segment that reaches beyond all after it. What these add makes up a
  /// closed line around the window; whatever else is there lies within, between two strokes that meet.
  private static func shown(_ line: [Point], _ window: Double, _ width: Double, isUpright: Bool) -> [Path.Part] {
    let places = line.map { isUpright ? $0.x : $0.y }
    let heights = line.map { isUpright ? $0.y : $0.x }
    var parts: [Path.Part] = []
    var open: [Point] = []
    var start = 0
    while start < line.count {
      let end = windowEnd(places, start, window)
      let loop = end - start > crowd ? outermost(line, heights, start..<end, isUpright: isUpright) : []
      if loop.isEmpty || loop.count + 4 >= end - start {
        open += line[start..<end]
      } else {
        parts.append(Path.Part(points: loop, isClosed: true))
        // The way in and the way out, each with as much of the segment behind it as makes the corner.
        open.append(line[start])
        open.append(line[start].toward(line[start + 1], by: width))
        parts.append(Path.Part(points: open))
        open = [line[end - 1].toward(line[end - 2], by: width), line[end - 1]]
      }
      start = end
    }
    return parts + [Path.Part(points: open)]
  }

  /// Windows of fewer points keep all of them.
  private static let crowd = 12

  private static func windowEnd(_ places: [Double], _ start: Int, _ window: Double) -> Int {
    var (end, direction) = (start + 1, 0.0)
    while end < places.count {
      let step = places[end] - places[end - 1]
      if abs(places[end] - places[start]) >= window || step * direction < 0 { break }
      if direction == 0 { direction = step }
      end += 1
    }
    return end
  }

  /// The closed line around a window: from its first point up along what leaves the range before it, down along what leaves
  /// the range behind it, and up again.
  private static func outermost(
    _ line: [Point], _ heights: [Double], _ range: Range<Int>, isUpright: Bool
  ) -> [Point] {
    let last = range.upperBound - 1
    let (aboveFirst, belowFirst) = beyond(line, heights, from: range.lowerBound, to: last, isUpright)
    let (aboveLast, belowLast) = beyond(line, heights, from: last, to: range.lowerBound, isUpright)
    return [line[range.lowerBound]] + aboveFirst + aboveLast.reversed() + [line[last]] + belowLast
      + belowFirst.reversed()
  }

  /// The parts of segments beyond all heights met on the way from one point to another: above and below.
  private static func beyond(
    _ line: [Point], _ heights: [Double], from start: Int, to end: Int, _ isUpright: Bool
  ) -> (above: [Point], below: [Point]) {
    var (above, below): ([Point], [Point]) = ([], [])
    var (low, high) = (heights[start], heights[start])
    let step = end > start ? 1 : -1
    for index in stride(from: start + step, through: end, by: step) {
      let height = heights[index]
      if height > high {
        above += [line[index - step].at(high, toward: line[index], isUpright), line[index]]
        high = height
      } else if height < low {
        below += [line[index - step].at(low, toward: line[index], isUpright), line[index]]
        low = height
      }
    }
    return (above, below)
  }

  /// Stretches of the width and the height of a plot in which ``outline(_:in:)`` tells the outermost points alone.
  static let stretches = 10_000.0

  /// The points of an edge of an area that show in `frame`; all of them if they are few. Of those that follow each other
  /// within a fiftieth of a point the first, the last and the outermost in each direction are kept.
  static func outline(_ line: [Point], in frame: Box) -> [Point] {
    guard line.count >= fewest, frame.width > 0, frame.height > 0 else { return line }
    let upright = kept(line, along: { ($0.x - frame.left) / frame.width }, across: \.y)
    let lying = kept(line, along: { ($0.y - frame.top) / frame.height }, across: \.x)
    return upright.count <= lying.count ? upright : lying
  }

  private static func kept(_ line: [Point], along: (Point) -> Double, across: (Point) -> Double) -> [Point] {
    var result: [Point] = []
    var start = 0
    while start < line.count {
      let place = (along(line[start]) * stretches).rounded(.down)
      var outermost = (start, start, start, start)
      var end = start + 1
      while end < line.count, (along(line[end]) * stretches).rounded(.down) == place {
        if across(line[end]) < across(line[outermost.0]) { outermost.0 = end }
        if across(line[end]) > across(line[outermost.1]) { outermost.1 = end }
        if along(line[end]) < along(line[outermost.2]) { outermost.2 = end }
        if along(line[end]) >= along(line[outermost.3]) { outermost.3 = end }
        end += 1
      }
      var last = -1
      for index in [start, outermost.0, outermost.1, outermost.2, outermost.3, end - 1].sorted() where index > last {
        result.append(line[index])
        last = index
      }
      start = end
    }
    return result
  }
}

extension Point {
  /// The point `distance` on the way to `end`, or `end` if that is nearer.
  fileprivate func toward(_ end: Point, by distance: Double) -> Point {
    let share = distance / hypot(end.x - x, end.y - y)
    return share < 1 ? Point(x + share * (end.x - x), y + share * (end.y - y)) : end
  }

  /// Where the way to `end` has the given height: y where the line is upright, else x.
  fileprivate func at(_ height: Double, toward end: Point, _ isUpright: Bool) -> Point {
    let share = isUpright ? (height - y) / (end.y - y) : (height - x) / (end.x - x)
    return isUpright ? Point(x + share * (end.x - x), height) : Point(height, y + share * (end.y - y))
  }
}
