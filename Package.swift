// swift-tools-version: 6.1
import Foundation
import PackageDescription

// qpdf is loaded when it is needed (Sources/CQPDF/shim.h), and so is libcurl. What pkg-config says would link them; their
// headers are where every system of packages keeps headers, except Homebrew's of qpdf.
#if os(Linux)
  let qpdfPackage: String? = nil
#else
  let qpdfPackage: String? = "libqpdf"
#endif

// Libraries that lie beside the program count before the system's, also for those that need one another: `./plumb package`.
#if os(Linux)
  let programLinks: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "--disable-new-dtags"])]
#else
  let programLinks: [LinkerSetting] = []
#endif

// FLINT 2 has Arb as a library beside it, with headers of its own and without a description for pkg-config; FLINT 3 contains it.
let arbIsApart = FileManager.default.fileExists(atPath: "/usr/include/arb.h")

// OpenBLAS, FLINT and Cairo are loaded by the stages that need them (Sources/CLateLibraries) where files lie as on Debian, and
// linked elsewhere. What pkg-config says would link them all the same.
#if os(Linux) && arch(x86_64)
  /// The name by which the loader knows FLINT: libflint.so.17 where the file is libflint.so.17.0.0.
  let flintName: String? = {
    let folder = "/usr/lib/x86_64-linux-gnu"
    let file = try? FileManager.default.destinationOfSymbolicLink(
      atPath: "\(folder)/\(arbIsApart ? "libflint-arb.so" : "libflint.so")")
    let parts = file?.split(separator: ".") ?? []
    let others = ["\(folder)/libopenblas.so", "\(folder)/libcairo.so", "/usr/include/freetype2/ft2build.h"]
    let areThere = others.allSatisfy(FileManager.default.fileExists)
    return areThere && parts.count > 2 && Int(parts[2]) != nil ? parts.prefix(3).joined(separator: ".") : nil
  }()
#else
  let flintName: String? = nil
#endif
let lateLibraries: [Target] =
  flintName.map { [.target(name: "CLateLibraries", cSettings: [.define("PLUMB_FLINT", to: "\"\($0)\"")])] } ?? []
let isLate = !lateLibraries.isEmpty

// One code generation for every machine: AVX2 and FMA on x86-64, so that the same source gives the same bits, and no
// errno from sqrt, so that loops over it vectorise.
let clangFlags =
  (isLate ? ["-I/usr/include/cairo", "-I/usr/include/freetype2"] : []) + ["-fno-math-errno"]
#if arch(x86_64)
  let codeGeneration: [SwiftSetting] = [.unsafeFlags((clangFlags + ["-march=x86-64-v3"]).flatMap { ["-Xcc", $0] })]
#else
  let codeGeneration: [SwiftSetting] = [.unsafeFlags(clangFlags.flatMap { ["-Xcc", $0] })]
#endif

/// Links libraries; those that are loaded late only into programs, such as tests, that call more of them than is listed there.
@MainActor func linking(_ names: [String]) -> [LinkerSetting] {
  guard isLate else { return names.map { .linkedLibrary($0) } }
  let flags = ["--as-needed"] + names.map { "-l" + $0 } + ["--no-as-needed"]
  return [.unsafeFlags(flags.flatMap { ["-Xlinker", $0] })]
}

/// A module of this package: `Sources/<name>`, tested by `Tests/<name>Tests`, which may need more and whose `Data` folder
/// the tests find by path.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], tests: [Target.Dependency] = [], testData: Bool = false,
  links: [LinkerSetting] = []
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, swiftSettings: codeGeneration, linkerSettings: links),
    .testTarget(
      name: name + "Tests", dependencies: [.byName(name: name)] + dependencies + tests,
      exclude: testData ? ["Data"] : [], swiftSettings: codeGeneration),
  ]
}

let package = Package(
  name: "plumb",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLAPACK", pkgConfig: isLate ? nil : "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CFlint", pkgConfig: isLate || arbIsApart ? nil : "flint",
      providers: [.apt(["libflint-dev"]), .brew(["flint"])]),
    .systemLibrary(
      name: "CCairo", pkgConfig: isLate ? nil : "cairo-ft",
      providers: [.apt(["libcairo2-dev", "libfontconfig-dev"]), .brew(["cairo", "fontconfig"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CMarkGFM", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
    .systemLibrary(name: "CToolchain"),
    // Built for any processor, unlike all others.
    .target(name: "CProcessor"),
    .systemLibrary(name: "CQPDF", pkgConfig: qpdfPackage, providers: [.apt(["libqpdf-dev"]), .brew(["qpdf"])]),
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
  ]
    + lateLibraries
    + module("Documents")
    + module("LinearAlgebra", ["CLAPACK"], links: linking(["openblas"]))
    + module(
      "Plotting", ["Documents", "CCairo"], tests: ["TestTools"], testData: true,
      links: linking(["cairo", "freetype", "fontconfig", "z"]))
    + [
      .target(
        name: "Pipeline",
        dependencies: [
          "Documents", "CCrypto", "CZlib", .product(name: "HeapModule", package: "swift-collections"),
          .product(name: "OrderedCollections", package: "swift-collections"),
        ], swiftSettings: codeGeneration),
      .testTarget(
        name: "PipelineTests",
        dependencies: ["Pipeline", "Documents", "PipelineTestSupport", "TestWorker", "TestTools"],
        swiftSettings: codeGeneration),
      .target(name: "TestTools", path: "Tests/Support/TestTools"),
      .target(
        name: "PipelineTestSupport", dependencies: ["Pipeline", "Documents", "TestTools"],
        path: "Tests/Support/PipelineTestSupport"),
      .target(
        name: "VerbsTestSupport", dependencies: ["Pipeline", "Documents", "LinearAlgebra", "Verbs"],
        path: "Tests/Support/VerbsTestSupport", swiftSettings: codeGeneration),
      .executableTarget(
        name: "TestWorker", dependencies: ["Pipeline", "PipelineTestSupport", "Documents"],
        path: "Tests/Support/TestWorker"),
    ]
    + module("Reporting", ["Documents", "CMarkGFM", "CQPDF", "CZip"], tests: ["TestTools"])
    + module(
      "Sphere", ["CFlint"], tests: ["LinearAlgebra"], testData: true,
      links: linking(arbIsApart ? ["flint-arb", "flint", "gmp"] : ["flint", "gmp"]))
    + module("Kernels", ["LinearAlgebra"])
    + module("Networks", ["LinearAlgebra"])
    + module("Statistics", ["LinearAlgebra"])
    + module("KernelRegression", ["LinearAlgebra", "Statistics", "CLAPACK"])
    + module("Datasets", ["LinearAlgebra", "CZlib", "CCurl"])
    + module(
      "Verbs",
      [
        "Documents", "LinearAlgebra", "Plotting", "Pipeline", "Reporting", "Sphere", "Kernels", "Statistics",
        "Datasets",
      ],
      tests: ["VerbsTestSupport", "Papers"])
    + module(
      "Papers",
      [
        "Documents", "LinearAlgebra", "Pipeline", "Verbs", "Sphere", "Kernels", "Networks", "Statistics",
        "KernelRegression", "Datasets",
      ],
      tests: ["VerbsTestSupport", "PipelineTestSupport", "Reporting", "Plotting", "TestTools"])
    + module(
      "Project", ["Documents", "Pipeline", "Reporting", "CToolchain"], tests: ["PlumbTestSupport", "TestTools"])
    + [
      .executableTarget(
        name: "plumb",
        dependencies: [
          "Documents", "Pipeline", "Verbs", "Papers", "Project", "CProcessor",
          .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ] + lateLibraries.map { .byName(name: $0.name) },
        swiftSettings: codeGeneration, linkerSettings: programLinks),
      .target(
        name: "PlumbTestSupport", dependencies: ["plumb", "Documents", "TestTools"],
        path: "Tests/Support/PlumbTestSupport", swiftSettings: codeGeneration),
      .testTarget(
        name: "PlumbTests",
        dependencies: ["plumb", "Documents", "PipelineTestSupport", "PlumbTestSupport", "TestTools"],
        exclude: ["Data"], swiftSettings: codeGeneration),
      .executableTarget(
        name: "Bench",
        dependencies: [
          "Documents", "LinearAlgebra", "Kernels", "Sphere", "Networks", "KernelRegression", "Datasets", "Plotting",
          "Pipeline", "Reporting", "Papers", "PipelineTestSupport",
        ],
        path: "Benchmarks/Bench", swiftSettings: codeGeneration),
    ],
  swiftLanguageModes: [.v6]
)
