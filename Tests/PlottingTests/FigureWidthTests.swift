import Testing

@testable import Plotting

/// How figures fill other widths, and what their legends and axes then say.
struct FigureWidthTests {
  private static let table = #"{"t": {"x": [1, 2, 3, 1, 2, 3], "y": [1, 2, 4, 2, 3, 5], "g": [1, 1, 1, 2, 2, 2]}}"#

  private func gallery(_ members: String, panels: Int = 1) throws -> Gallery {
    let axes = members.contains("\"x\": {\"scale\"") ? "" : #""x": {"label": "place"}, "#
    let panel = #"{\#(axes)"data": "t", "y": {"column": "y", "label": "height"}}"#
    let all = Array(repeating: panel, count: panels).joined(separator: ", ")
    return try Gallery("{\(members), \"panels\": [\(all)]}", tables: Self.table)
  }

  private static let curves = #""marks": [{"line": {"x": "x", "color": "g", "label": "series {g}"}}]"#

  @Test func `a width in points replaces that of the size, and letters keep theirs`() throws {
    let usual = try gallery("\(Self.curves), \"size\": \"double\"")
    let narrow = try gallery("\(Self.curves), \"size\": \"double\", \"width\": 345")
    #expect(try usual.drawing().width == 496.8 && narrow.drawing().width == 345)
    func sizes(_ drawing: Drawing) -> Set<Double> {
      Set(drawing.items.compactMap { $0.shape.text }.flatMap { $0.pieces.map(\.size) })
    }
    #expect(try sizes(usual.drawing()) == sizes(narrow.drawing()))
  }

  @Test func `for a text of a given width double figures fill it and narrower ones keep theirs as far as they fit`()
    throws
  {
    let (double, single) = (
      try gallery("\(Self.curves), \"size\": \"double\"").specification, try gallery(Self.curves).specification
    )
    func width(_ figure: FigureSpecification, _ text: Double) throws -> Double {
      try figure.fitted(to: text).draw(tables: gallery(Self.curves).tables).width
    }
    #expect(try width(double, 397) == 397 && width(single, 397) == 241.2 && width(single, 200) == 200)
    #expect(try width(double.set(theme: .dark), 10) == FigureSpecification.widths.lowerBound)
  }

  @Test func `where panels become too narrow a legend beside them goes below, then rows are broken`() throws {
    let figure = try gallery("\(Self.curves), \"size\": \"double\", \"columns\": 4, \"legend\": \"right\"", panels: 4)
    func layout(_ width: Double) throws -> (rows: Int, isBelow: Bool) {
      let drawing = try figure.specification.set(width: width).draw(tables: figure.tables)
      #expect(drawing.overlaps.isEmpty && drawing.width == width)
      let spines = drawing.items.filter { $0.role == .frame }.compactMap { $0.shape.stroke?.parts[0].points }
      let tops = Set(spines.filter { $0.count == 3 }.map { $0[0].y.rounded() })
      return (tops.count, try #require(drawing.legends.first).top > (tops.max() ?? 0) + 20)
    }
    #expect(try layout(496.8) == (1, false) && layout(370) == (1, true))
    #expect(try layout(250) == (2, true) && layout(130) == (4, true))
  }

  @Test func `equal labels of neighbours are written once, or at all panels`() throws {
    func labels(_ members: String) throws -> [Int] {
      let drawing = try gallery("\(Self.curves), \"size\": \"double\", \"columns\": 2, \(members)", panels: 3).drawing()
      return [drawing.texts("x label").count, drawing.texts("y label").count]
    }
    // The last panel of the second column is in the first row.
    #expect(try labels(#""share": "none""#) == [2, 2] && labels(#""labels": "all""#) == [3, 3])
  }

  @Test func `a label that is left out still leaves what its ticks are multiplied with`() throws {
    var figure = Figure()
    (figure.size, figure.columns) = (.double, 2)
    figure.panels = [1, 1e9].map { Fixture.panel(LineMark(Fixture.series(x: [0, 1], y: [0, $0]))) }
    #expect(try figure.drawing().texts("y label").count == 2)
  }

  @Test func `a mark with a key has one neutral entry in the legend, and its series none`() throws {
    let marks =
      #""marks": [{"curve": {"x": "x", "color": "g", "label": "series {g}", "line": {"key": "theory"}, "points": {}}}]"#
    let drawing = try gallery("\(marks), \"legend\": \"below\"").drawing()
    #expect(drawing.texts("legend") == ["theory", "series 1", "series 2"])
    let strokes = drawing.items.filter { $0.role == .legend }.compactMap { item in
      if case .stroke(_, let stroke) = item.shape { stroke.color } else { nil }
    }
    #expect(strokes == [Theme.light.muted])
    // The data still name the series.
    let texts = try gallery(marks).data().texts("series")
    #expect(Set(texts) == ["series 1", "series 2"])
  }

  @Test func `categories have labels with math, one for each name`() throws {
    let tables = #"{"t": {"x": ["a", "b"], "y": [1, 2]}}"#
    func figure(_ labels: String) throws -> Gallery {
      try Gallery(
        #"{"data": "t", "x": {"column": "x", "names": ["a", "b"], "labels": \#(labels)}, "y": {"column": "y"}, "marks": [{"points": {}}]}"#,
        tables: tables)
    }
    #expect(try figure(#"["$L = 2$", "none"]"#).drawing().texts("x tick") == ["L=2", "none"])
    let problem = try #require(try figure(#"["one"]"#).problems.first).description
    #expect(problem.contains("there are 1 labels for 2 names") && problem.hasSuffix("write one label for each name"))
  }

  @Test func `panels that share an axis have the label of each name, whatever their order and their set`() throws {
    let tables = #"{"t": {"x": ["a", "b"], "y": [1, 2]}, "s": {"x": ["c", "b", "a"], "y": [1, 2, 3]}}"#
    func figure(_ second: String, share: String = "x") throws -> Gallery {
      try Gallery(
        #"""
        {"size": "double", "columns": 1, "share": "\#(share)", "labels": "all", "y": {"column": "y"},
         "marks": [{"points": {}}],
         "panels": [{"data": "t", "x": {"column": "x", "names": ["a", "b"], "labels": ["alpha", "beta"]}},
                    {"data": "s", "x": {"column": "x", \#(second)}}]}
        """#, tables: tables)
    }
    func ticks(_ second: String, share: String = "x") throws -> [String] {
      try figure(second, share: share).drawing().texts("x tick")
    }
    let named = #""names": ["c", "b", "a"], "labels": ["gamma", "beta", "alpha"]"#
    #expect(try ticks(named) == ["alpha", "beta", "gamma"])
    #expect(try ticks(#""names": ["c", "b", "a"]"#) == ["alpha", "beta", "c"])
    #expect(try ticks(named, share: "none") == ["alpha", "beta", "gamma", "beta", "alpha"])
    let other = #""names": ["c", "b", "a"], "labels": ["gamma", "bet", "alpha"]"#
    let error = PlottingError.twoLabels(name: "b", axis: "x", first: "beta", second: "bet")
    #expect(throws: error) { try ticks(other) }
    #expect(error.description.contains("label `b` as `beta` and as `bet`; give it one label"))
    #expect(try ticks(other, share: "none").suffix(3) == ["gamma", "bet", "alpha"])
    let twice = try figure(#""names": ["c", "b", "c"], "labels": ["gamma", "beta", "other"]"#)
    #expect(twice.problems.map(\.description).contains { $0.contains("`c` stands in `names` twice") })
  }

  @Test func `ticks that are powers of ten are all written as powers once one of them must be`() throws {
    func ticks(_ values: String) throws -> [String] {
      try gallery(
        #"\#(Self.curves), "x": {"scale": "log", "from": 1, "to": 1e9, "ticks": \#(values)}"#
      ).drawing().texts("x tick")
    }
    #expect(try ticks("[100, 1e6]") == ["102", "106"] && ticks("[10, 1000]") == ["10", "1000"])
  }

  @Test func `a label at a line's end stands at the last point that the axes can show`() throws {
    let drawing = try Gallery(
      #"{"data": "t", "legend": "direct", "y": {"scale": "log"}, "marks": [{"line": {"x": "x", "y": "y", "label": "falls"}}]}"#,
      tables: #"{"t": {"x": [1, 2, 3], "y": [1, 0.1, 0]}}"#
    ).drawing()
    #expect(drawing.texts("end label") == ["falls"])
  }

  @Test func `an arrow up begins at its place, and in a legend it fits its line`() throws {
    let outline = MarkerShape.arrowUp.outline
    #expect(outline.map(\.y).min() == -2.4 && abs(outline.map(\.y).max() ?? 9) < 0.2)
    #expect(!MarkerShape.series.contains(.arrowUp) && MarkerShape.series.count == 8)
    let entry = LegendEntry(
      label: "above", swatches: [.marker(.arrowUp, size: 5, fill: Color(0, 0, 0), isOpen: false)])
    let block = try LegendBlock(column: [entry], .light, limit: 100)
    var drawing = Drawing(width: 100, height: 100)
    block.draw(at: Point(10, 10), on: &drawing)
    let marker = try #require(
      drawing.items.compactMap { item in if case .markers(let markers) = item.shape { markers } else { nil } }.first)
    let ys = outline.map { marker.points[0].y + $0.y * marker.size }
    #expect((ys.min() ?? 0) >= 10 && (ys.max() ?? 99) <= 10 + block.height)
  }

  @Test func `fixed colours and those of the theme stand out on either background`() throws {
    for paint in ["#000000", "#FFFFFF", "text", "muted", "3"] {
      let figure = try gallery("\"marks\": [{\"line\": {\"x\": \"x\", \"paint\": \"\(paint)\"}}]")
      for theme in [Theme.Name.light, .dark] {
        let drawing = try figure.specification.set(theme: theme).draw(tables: figure.tables)
        #expect(drawing.illegible().isEmpty, "\(paint)")
      }
    }
  }
}
