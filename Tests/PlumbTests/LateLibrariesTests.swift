#if os(Linux) && arch(x86_64)
  import Foundation
  import PlumbTestSupport
  import Testing

  /// Libraries that are loaded by the first call of one of their functions (Sources/CLateLibraries).
  @Suite struct LateLibrariesTests {
    static let names = ["libopenblas", "libflint", "libcairo"]

    @Test func `a start loads none of them`() throws {
      let project = try TestProject()
      // The loader says what it would load, and starts nothing.
      let told = try project.start(["--version"], environment: ["LD_TRACE_LOADED_OBJECTS": "1"]).result()
      #expect(told.output.contains("libcrypto"))
      for name in Self.names { #expect(!told.output.contains(name), "a function is not listed in CLateLibraries") }
    }

    @Test func `their versions come from the libraries themselves`() throws {
      let told = try TestProject().start(["libraries"]).result()
      #expect(told.code == 0)
      #expect(told.output.contains(/"OpenBLAS": "OpenBLAS [0-9.]+ .*core \w+"/))
      #expect(told.output.contains(/"FLINT": "[0-9.]+(, Arb [0-9.]+)?"/))
      for name in ["Cairo", "FreeType", "fontconfig"] {
        #expect(try told.output.contains(Regex("\"\(name)\": \"[0-9.]+\"")))
      }
    }

    @Test func `one that cannot be loaded is named, with what to do`() throws {
      let project = try TestProject()
      try Data("no library".utf8).write(to: project.root.appending(path: "libopenblas.so.0"))
      let told = try project.start(["libraries"], environment: ["LD_LIBRARY_PATH": project.root.path]).result()
      #expect(told.code == 127)
      #expect(told.error.hasPrefix("plumb: cannot load libopenblas.so.0: "))
      #expect(told.error.hasSuffix("; install its package\n"))
    }
  }
#endif
