import Documents
import Foundation
import PlumbTestSupport
import Testing

@Suite struct ShowTableTests {
  @Test func `rows stand in columns, long numbers in six digits, and what is left out is said`() throws {
    let project = try TestProject.ran()
    let whole = try project.plumb("show", "fit", "--table")
    #expect(whole.code == 0 && whole.error.isEmpty)
    let lines = whole.output.split(separator: "\n")
    #expect(lines[0] == "fit.fits: 2 rows" && lines.count == 4)
    #expect(lines[1].hasPrefix("parity  ") && lines[2].hasPrefix("even    ") && lines[3].hasPrefix("odd     "))
    #expect(Set(lines.dropFirst().map(\.count)).count == 1 && lines[2].contains(#/ -?[0-9]\.[0-9]{4,5} /#))
    let some = try project.plumb("show", "spectrum", "--table", "coefficients", "--rows", "3").output
    let rows = some.split(separator: "\n")
    #expect(rows[0] == "spectrum.coefficients: 13 rows; the first 3 are shown, --rows 13 shows all")
    #expect(rows.count == 5)
  }

  @Test func `JSON has every digit and every row, or as many as are asked for`() throws {
    let project = try TestProject.ran()
    let all = try TestProject.parse(try project.plumb("show", "spectrum", "--table", "--json").output).elements?.first
    #expect(all?["rowCount"] == 13 && all?["rows"]?.elements?.count == 13 && all?["upToDate"] == true)
    let row = all?["rows"]?.elements?.last
    #expect(row?["kernel"] == "NTK, L = 3" || row?["kernel"]?.string != nil)
    #expect(row?["degree"] == 12 && row?["gamma"] == .init(.null))
    #expect((row?["value"]?.string ?? row?["value"]?.canonical ?? "").count > 15)
    let two = try TestProject.parse(
      try project.plumb("show", "spectrum", "--table", "--rows", "2", "--json").output
    ).elements?.first
    #expect(two?["rowCount"] == 13 && two?["rows"]?.elements?.count == 2)
  }

  @Test func `a matrix says its shape, and every instance of a sweep is shown`() throws {
    let project = try TestProject.ran()
    let points = try project.plumb("show", "points", "--table").output
    #expect(points.hasPrefix("points[seed=1].points: a matrix, 40 x 3\n\npoints[seed=2].points: "))
    let json = try TestProject.parse(try project.plumb("show", "points[seed=1]", "--table", "--json").output)
    #expect(json.elements?.first?["shape"] == [40, 3])
    #expect(try project.plumb("show", "C1", "--table", "verdict").output.hasPrefix("C1.verdict: verdict, "))
  }

  @Test(arguments: [nil, "damaged"]) func `a result that was lost is not called dropped`(_ text: String?) throws {
    let project = try TestProject.ran()
    let objects = project.place(".plumb/objects")
    for path in try FileManager.default.subpathsOfDirectory(atPath: objects.path(percentEncoded: false)) {
      let file = objects.appending(path: path)
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
      try FileManager.default.removeItem(at: file)
      if let text { try Data(text.utf8).write(to: file) }
    }
    let shown = try project.plumb("show", "fit", "--table")
    #expect(
      shown.code == 1
        && shown.error
          == "plumb: fit.fits is not in the cache: its file is missing or damaged; `plumb run 'fit'` makes it again\n"
    )
    #expect(try project.plumb("run", "fit").code == 0)
    #expect(try project.plumb("show", "fit", "--table").code == 0)
  }

  @Test func `a stage that failed has no result for that`() throws {
    let project = try TestProject(replacing: [(#""between": {"degree": [2, 12]}"#, #""between": {"degree": [2, 2]}"#)])
    #expect(try project.plumb("run").code == 1)
    let shown = try project.plumb("show", "fit", "--table").error
    #expect(
      shown.hasPrefix("plumb: fit has no result, as it failed: ") && shown.hasSuffix("or drop a term\n"), "\(shown)")
  }

  @Test func `what is not there is one sentence with what to do`() throws {
    let project = try TestProject()
    let never = try project.plumb("show", "fit", "--table")
    #expect(never.code == 1 && never.error == "plumb: fit has no result yet; `plumb run 'fit'` makes it\n")
    let name = try project.plumb("show", "fit", "--table", "fist")
    #expect(name.code == 2 && name.error == "fit has no output `fist`; did you mean `fits`?\n")
    let none = try project.plumb("show", "C1", "--table")
    #expect(none.code == 2 && none.error.hasPrefix("C1 makes no table; its outputs are `verdict`"), "\(none)")
    let rows = try project.plumb("show", "fit", "--rows", "3")
    #expect(rows.code == 2 && rows.error.hasPrefix("Error: --rows is a number from 0 on, with --table\n"))
    _ = try project.plumb("run", "fit")
    try project.change("\"degree\": [2, 12]", to: "\"degree\": [3, 12]")
    #expect(try project.plumb("show", "fit", "--table").output.hasPrefix("fit.fits, out of date: 2 rows\n"))
  }
}
