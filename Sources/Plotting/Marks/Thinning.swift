/// Lines through so many points that no resolution shows them all.
///
/// Points that follow each other within one of ten thousand stretches of the plot's width, or of its height, make a
/// stroke of which only the first, the last and the outermost in each direction can be told: the others lie between them.
/// A stretch is about a fiftieth of a point, so that the outline of the drawing moves by less than that anywhere.
enum Thinning {
  /// A line of fewer points keeps all of them.
  static let fewest = 5_000
  /// Stretches of the plot's width and height.
  static let stretches = 10_000.0

  /// The points of `line` that show in `frame`; all of them if they are few.
  static func thinned(_ line: [Point], in frame: Box) -> [Point] {
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
