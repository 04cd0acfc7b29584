import Documents
import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// `Benchmarks/scaling`, the project whose stages time the program, and the page that is made of the times.
@Suite struct ScalingTests {
  private static let folder = LayersTests.root.appending(path: "Benchmarks/scaling")
  private static let python = TestTool(in: ["/usr/bin/", "/bin/", "/usr/local/bin/"], "python3")
  private static let curves = [
    "kernel matrix", "ridge path", "eigenvalues", "degrees", "digits", "first run", "nothing to do", "figure",
  ]

  /// A copy of what is in the repository, which times the program beside the tests.
  private func copy() throws -> TestProject {
    let project = try TestProject()
    for name in ["pipeline.json", "report.json", "prose.md", "measure.py", "page.py"] {
      try? project.remove(name)
      try FileManager.default.copyItem(at: Self.folder.appending(path: name), to: project.place(name))
    }
    return project
  }

  private func run(
    _ project: TestProject, _ targets: [String] = [], timing program: String
  ) throws -> TestProject.Result {
    try project.run(
      TestProject.program, ["run", "--profile", "quick", "--jobs", "4", "--allow-commands"] + targets,
      environment: ["PLUMB_TIMED": program])
  }

  /// The seconds that a figure shows as markers.
  private func seconds(_ figure: String, _ project: TestProject) throws -> [Double] {
    let data = try Data(contentsOf: project.place("quick/figures/\(figure).csv"))
    return try Table(csv: data, name: figure).filtered("mark", equals: "points").numbers("y")
  }

  @Test(.enabled(if: python.isWanted, "\(python.missing)"))
  func `at tiny sizes the program is timed, fitted, drawn and judged to the end`() throws {
    let project = try copy()
    #expect(try project.plumb("format", "--check", "pipeline.json", "report.json").code == 0)
    let start = ContinuousClock.now
    let result = try run(project, timing: TestProject.program.path(percentEncoded: false))
    let all = Double((ContinuousClock.now - start).components.seconds) + 1
    #expect(result.code == 0, "\(result.error)")
    let judged = try TestProject.parse(project.plumb("claims", "--profile", "quick", "--json").output).elements ?? []
    #expect(judged.compactMap { $0["id"]?.string } == ["S1", "S2", "S3", "S4"])
    #expect(judged.allSatisfy { $0["verdict"]?.string != "not run" }, "\(judged)")
    // Three sizes of each curve took some time, and together no more than there was on four cores.
    let times = try ["matrices", "spectra", "runs", "clouds"].map { try seconds($0, project) }
    #expect(times.map(\.count) == [9, 6, 6, 3])
    #expect(times.joined().allSatisfy { $0 > 1e-5 } && times.joined().reduce(0, +) < 4 * all)
    let page = try project.text("quick/results/scaling.md")
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }
    for curve in Self.curves {
      let row = try #require(rows.first { $0.hasPrefix("| **\(curve)**: ") })
      #expect(row.contains(#/ \d+ to \d+ \| [\d.]+ m?s \| \d+ MB \| −?[\d.]+ \[−?[\d.]+, −?[\d.]+\] \| /#), "\(row)")
    }
    #expect(page.contains("| 40 | ") && page.contains("| 400 | ") && !page.contains("None"))
  }

  /// Tells of times that are powers of the sizes in the manifest, and takes none itself.
  private static let exact = #"""
    #!/usr/bin/env python3
    import json, os
    with open("pipeline.json") as file:
        manifest = json.load(file)
    stages = manifest["stages"]
    n = stages.get("points", {}).get("n", 0)
    spectrum = stages.get("spectrum", {"degrees": 0, "digits": 0})
    points = sum(1 for _ in open("points.csv")) - 1 if os.path.exists("points.csv") else 0
    seconds = {"matrix": n**2 / 1000, "ridge": n**3 / 1e6, "eigenvalues": n**3 / 1e5, "figure": points / 100,
               "spectrum": spectrum["degrees"]**2 * spectrum["digits"]**3 / 1e6}
    machine = {"processor": "abacus", "cores": 3, "memory": 5e9, "system": "wood", "plumb": "1.2", "time": "2026-01-02T03:04:05Z"}
    told = [{"id": name, "seconds": value, "memory": 7 << 20} for name, value in seconds.items()]
    os.makedirs("reports", exist_ok=True)
    with open("reports/provenance.json", "w") as file:
        json.dump({"machine": machine, "stages": told}, file)
    """#

  @Test(.enabled(if: python.isWanted, "\(python.missing)"))
  func `times that are powers of the sizes come out with these powers as exponents`() throws {
    let project = try copy()
    try project.write(Self.exact, to: "exact.py")
    let program = project.place("exact.py").path(percentEncoded: false)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let result = try run(project, timing: program)
    #expect(result.code == 0, "\(result.error)")
    let page = try project.text("quick/results/scaling.md")
    let rows = page.split(separator: "\n")
    for (curve, end) in [
      ("kernel matrix", "20 to 80 | 6.4 s | 7 MB | 2.00 [2.00, 2.00] | 2 ± 0.2: reproduced |"),
      ("ridge path", "20 to 80 | 512 ms | 7 MB | 3.00 [3.00, 3.00] | below 3.2: reproduced |"),
      ("eigenvalues", "20 to 80 | 5.12 s | 7 MB | 3.00 [3.00, 3.00] | below 3.2: reproduced |"),
      ("degrees", "10 to 40 | 43.2 s | 7 MB | 2.00 [2.00, 2.00] | below 2.2: reproduced |"),
      ("digits", "10 to 40 | 10,240 s | 7 MB | 3.00 [3.00, 3.00] | below 3.2: reproduced |"),
      ("figure", "100 to 400 | 4 s | 7 MB | 1.00 [1.00, 1.00] | below 1.15: reproduced |"),
    ] {
      #expect(rows.contains { $0.hasPrefix("| **\(curve)**: ") && $0.hasSuffix(end) }, "\(curve): \(page)")
    }
    #expect(page.contains("2026-01-02: abacus, 3 cores, 5 GB, wood, Plumb 1.2"))
    #expect(try seconds("matrices", project).sorted() == [0.008, 0.064, 0.08, 0.4, 0.512, 0.64, 1.6, 5.12, 6.4])
  }

  @Test(.enabled(if: python.isWanted, "\(python.missing)"))
  func `a program that fails is an error that names it, and no time`() throws {
    let project = try copy()
    let result = try run(project, ["matrix"], timing: "/bin/false")
    #expect(result.code == 1 && !result.output.contains("3 stages ran"))
    #expect(result.error.contains("/bin/false ended with 1"), "\(result.error)")
  }

  @Test func `the page is linked, and has every curve, its figures and the commands that make it again`() throws {
    func text(_ path: String) throws -> String {
      try String(contentsOf: LayersTests.root.appending(path: path), encoding: .utf8)
    }
    #expect(try text("README.md").contains("](docs/scaling.md)"))
    let benchmarks = try text("Benchmarks/README.md")
    #expect(benchmarks.contains("](../docs/scaling.md)"))
    let page = try text("docs/scaling.md")
    for curve in Self.curves {
      #expect(page.contains("| **\(curve)**: ") && page.contains("- **\(curve)**: "), "\(curve)")
    }
    let links = page.matches(of: #/\]\(([^)]+)\)/#).map { String($0.1) }
    #expect(links.count >= 6)
    for link in links {
      let place = LayersTests.root.appending(path: "docs").appending(path: link).standardizedFileURL
      #expect(FileManager.default.fileExists(atPath: place.path(percentEncoded: false)), "\(link)")
    }
    let commands = page.split(separator: "\n").filter { $0.hasPrefix("    ") }
    #expect(commands.count == 2 && commands.allSatisfy { benchmarks.contains($0) })
  }
}
