import Foundation
import Testing

@testable import Plotting

struct DrawingTests {
  @Test func `a drawing survives being encoded and decoded`() throws {
    let drawing = try Gallery("learning-curves").drawing()
    let data = try JSONEncoder().encode(drawing)
    #expect(try JSONDecoder().decode(Drawing.self, from: data) == drawing)
  }

  @Test func `items are kept back to front with their roles`() {
    var drawing = Drawing(width: 10, height: 20)
    drawing.add(.frame, .fill(Path(drawing.page), Color(1, 2, 3)))
    drawing.add(.data, .stroke(Path([Point(0, 0), Point(1, 1)]), Stroke(Color(0, 0, 0), width: 1)))
    #expect(drawing.items.map(\.role) == [.frame, .data])
    #expect(drawing.page == Box(x: 0, y: 0, width: 10, height: 20))
  }

  @Test func `every kind of call is one line`() throws {
    var drawing = Drawing(width: 20, height: 10.25)
    let black = Color(0, 0, 0)
    drawing.add(.frame, .stroke(Path([Point(0, 0), Point(1.26, 2)]), Stroke(black, width: 0.5, dash: [2, 1])))
    drawing.add(.data, .fill(Path(Box(x: 0, y: 0, width: 1, height: 1)), black.faded(0.5)))
    let points = (0..<9).map { Point(Double($0), 0) }
    drawing.add(.data, .markers(Markers(shape: .diamond, size: 3, fill: black, points: points)))
    drawing.add(.data, .markers(Markers(shape: .plus, size: 2, fill: black, points: [Point(1, 2)], isOpen: true)))
    drawing.add(.data, .raster(Raster(box: drawing.page, columns: 2, rows: 1, cells: [black, nil])))
    let item = try TextLayout("a\\mu", size: 7).placed("note", at: Point(-0.01, 3), .left, angle: 90, color: black)
    drawing.add(.label, .text(item))
    drawing.legends = [Box(x: 1, y: 1, width: 2, height: 2)]
    #expect(
      drawing.record == """
        page 20 x 10.2
        frame stroke #000000 0.5 dash 2 1: 0,0 1.3,2
        data fill #000000/0.50: 0,0 1,0 1,1 0,1 close
        data markers diamond 3 #000000: 0,0 1,0 2,0 ... 6,0 7,0 8,0 (9 points)
        data markers open plus 2 #000000: 1,2
        data raster 2 x 1 in 0,0 20,10.2: #000000 to none
        label text note #000000 at 0,3 turned 90: aμ
        legend box 1,1 3,3

        """)
  }

  private let box = Box(left: 0, top: 0, right: 4, bottom: 2)

  @Test func `a box knows its size, middle and corners, and its edges belong to it`() {
    #expect(box.width == 4 && box.height == 2 && box.center == Point(2, 1))
    #expect(box.corners == [Point(0, 0), Point(4, 0), Point(4, 2), Point(0, 2)])
    #expect(box == Box(x: 0, y: 0, width: 4, height: 2))
    #expect(box.contains(Point(4, 2)) && !box.contains(Point(4.001, 2)))
    #expect(box.contains(box) && !box.contains(box.expanded(by: 1)))
    #expect(box.contains(box.expanded(by: 1), slack: 1))
    #expect(Box.around([Point(1, 5), Point(-1, 2)]) == Box(left: -1, top: 2, right: 1, bottom: 5))
    #expect(Box.around([]) == nil)
  }

  @Test func `samples of a path are close together and include its corners`() {
    let samples = Path(box).samples(every: 0.5)
    #expect(box.corners.allSatisfy(samples.contains))
    #expect(zip(samples, samples.dropFirst()).allSatisfy { abs($0.x - $1.x) <= 0.5 && abs($0.y - $1.y) <= 0.5 })
    #expect(samples.last == box.corners[0])
  }

  @Test func `positions without meaning cannot be drawn`() {
    #expect(Point(1, 2).isDrawable)
    #expect(![Point(.nan, 0), Point(0, .infinity), Point(1e9, 0)].contains { $0.isDrawable })
  }
}

struct ColorTests {
  @Test func `hexadecimal texts are read strictly, and printed with an opacity only if there is one`() {
    #expect(Color("#0072B2") == Color(0, 0x72, 0xB2))
    #expect(["0072B2", "#0072B", "#0072BG", "#+072B2", "", "red"].allSatisfy { Color($0) == nil })
    #expect(Color(hex: 0x0072B2).text == "#0072B2" && Color(hex: 0x0072B2).faded(0.25).text == "#0072B2/0.25")
  }

  @Test func `linear light follows IEC 61966-2-1 and returns to every byte`() {
    // 0.21586 is the standard's value for 128/255.
    #expect(abs(Color(128, 0, 255).linear.x - 0.215_860_5) < 1e-6 && Color(128, 0, 255).linear.z == 1)
    for byte in 0...255 {
      let color = Color(UInt8(byte), UInt8(255 - byte), 7)
      #expect(Color(linear: color.linear) == color)
    }
  }

  @Test func `sequential maps go one way in lightness`() {
    for map in [ColorMap.viridis, .plasma, .grey] {
      let light = (0...50).map { map.color(Double($0) / 50).lab.x }
      let steps = zip(light.dropFirst(), light).map { $0 - $1 }
      #expect(steps.allSatisfy { $0 > 0 } || steps.allSatisfy { $0 < 0 }, "\(map)")
    }
  }

  @Test func `viridis begins, ends and passes the middle as published, and goes no further`() {
    #expect(ColorMap.viridis.color(0) == Color(hex: 0x440154))
    #expect(ColorMap.viridis.color(1) == Color(hex: 0xFDE725))
    #expect(ColorMap.viridis.color(0.5).difference(Color(hex: 0x21918C)) < 3)
    #expect([-3, 7, .nan].map(ColorMap.viridis.color) == [0, 1, 0].map(ColorMap.viridis.color))
  }

  @Test func `the diverging map is symmetric in lightness and pale in the middle`() {
    for step in 0...20 {
      let light = [Double(step) / 40, 1 - Double(step) / 40].map { ColorMap.diverging.color($0).lab.x }
      #expect(abs(light[0] - light[1]) < 3)
    }
    #expect(ColorMap.diverging.color(0.5).lab.x > 93)
  }

  private func leastDifference(_ palette: [Color], _ vision: ColorVision) -> Double {
    let seen = palette.map(vision.simulated)
    return seen.indices.flatMap { a in seen.indices.filter { $0 > a }.map { seen[a].difference(seen[$0]) } }.min() ?? 0
  }

  @Test(arguments: ColorVision.allCases)
  func `every pair of colours can be told apart by every reader`(vision: ColorVision) {
    // 2.3 is a just noticeable difference (Mahy et al. 1994).
    #expect(leastDifference(Palette.light, vision) > 28 && leastDifference(Palette.dark, vision) > 20)
  }

  @Test func `every colour stands out from its page, and the first three differ in grey print`() {
    for color in Palette.light { #expect(color.lab.x < 62) }
    for color in Palette.dark { #expect(color.lab.x > 50) }
    let greys = Palette.light.prefix(3).map { $0.lab.x }.sorted()
    #expect(zip(greys.dropFirst(), greys).allSatisfy { $0 - $1 > 7 })
  }

  @Test func `every series has a dash and a marker of its own`() {
    #expect(Set(Theme.dashes).count == Palette.light.count && MarkerShape.series.count == Palette.light.count)
    #expect(Palette.light.count == Palette.dark.count)
  }

  @Test(arguments: Theme.Name.allCases)
  func `text stands out from the background`(name: Theme.Name) throws {
    let theme = Theme.named(name)
    let background = try #require(theme.background)
    #expect(theme.text.difference(background) > 75 && theme.muted.difference(background) > 40)
    #expect(theme.grid.difference(background) < 25)
  }

  @Test func `greys look the same to all readers, red and green are close for a deuteranope, blue is not`() {
    for grey in [0, 100, 255].map({ Color($0, $0, $0) }) {
      for vision in ColorVision.allCases { #expect(vision.simulated(grey).difference(grey) < 0.5) }
    }
    let (red, green, blue) = (Color(190, 90, 0), Color(120, 130, 0), Color(0, 90, 190))
    let seen = [red, green, blue].map(ColorVision.deuteranopia.simulated)
    #expect(seen[0].difference(seen[1]) < red.difference(green) / 3 && seen[0].difference(seen[2]) > 60)
  }

  @Test func `CIE Lab values are those of the standard`() {
    // sRGB red under D65: L* 53.24, a* 80.09, b* 67.20 (Lindbloom).
    let lab = Color(255, 0, 0).lab
    #expect(abs(lab.x - 53.24) < 0.01 && abs(lab.y - 80.09) < 0.01 && abs(lab.z - 67.20) < 0.02)
    #expect(abs(Color(255, 255, 255).lab.x - 100) < 1e-3 && Color(lab: lab) == Color(255, 0, 0))
  }
}
