import Datasets
import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Plotting
import Reporting
import Sphere

/// The kinds that serve any paper, and the sections of a manifest.
public enum VerbCatalogue {
  /// Kinds of stages that know no paper.
  public static let kinds: [any Stage.Type] = [
    CommandStage.self, TableStage.self, DatasetStage.self, SpectrumStage.self, LineFitStage.self,
    LocalExponentsStage.self, ExponentDriftStage.self, CorrelationStage.self, SummariseStage.self, RelativeStage.self,
    CompareStage.self, OrderedRatiosStage.self, FigureStage.self, ClaimStage.self, PaperStage.self, ReportStage.self,
  ]

  /// The sections besides `stages`: what their entries are and where their results are published.
  public static let sections = [figures, claims, papers, reports]
  public static let figures = section("figures", FigureStage.kind, in: "figures", FigureStage.all)
  public static let claims = Catalogue.Section("claims", kind: ClaimStage.kind.name)
  /// The page of a paper, and the figure of its turns among the other figures.
  public static let papers = section("papers", PaperStage.kind, figure: "turns")
  /// The page of a report, and the figure of its claims among the other figures.
  public static let reports = section("reports", ReportStage.kind, figure: "claims")

  /// The folder of the pages, and of what a run records of itself.
  private static let pages = "reports"
  public static let provenance = ProvenancePath(pages + "/provenance")

  public static let verdict = ClaimStage.verdict.name
  /// The output of a paper and of a report.
  public static let page = PaperStage.page.name
  /// The outputs of a figure: as pixels, as lines, as a part of pages, and as numbers.
  public static let (picture, drawing, data) = (FigureStage.png.name, FigureStage.pdf.name, FigureStage.data.name)
  public static let inline = FigureStage.svg.name

  /// The PDF of a figure drawn again for a text so many points wide; nil for other stages and pictures of programs.
  ///
  /// - Throws: `PlottingError` for a page without room, and what reading its tables throws.
  public static func redrawn(_ stage: any Stage, _ workspace: Workspace, width: Double) throws -> Data? {
    try FigureStage.redrawn(stage, workspace, width: width)
  }

  /// Pages published under the name of their entry, each with a figure called after both it and what it shows.
  private static func section(_ name: String, _ kind: StageKind, figure: String) -> Catalogue.Section {
    Catalogue.Section(name, kind: kind.name) { id in
      ([PaperStage.page.declaration] + FigureStage.all).map { output in
        output.name == page
          ? (output.name, "\(pages)/\(id).\(output.fileExtension)")
          : (output.name, "figures/\(id)-\(figure).\(output.fileExtension)")
      }
    }
  }

  /// Outputs published under the name of their entry in `folder`.
  private static func section(
    _ name: String, _ kind: StageKind, in folder: String, _ outputs: [OutputDeclaration]
  ) -> Catalogue.Section {
    Catalogue.Section(name, kind: kind.name) { id in outputs.map { ($0.name, "\(folder)/\(id).\($0.fileExtension)") } }
  }
}

/// A matrix is stored as `.npy`, which numpy, Julia and R read.
extension Matrix: Artifact {
  public static var typeName: String { "matrix" }
  public static var fileExtension: String { "npy" }

  public init(readingFrom file: URL) throws {
    do { try self.init(npy: Data(contentsOf: file, options: .mappedIfSafe)) } catch let error as LinearAlgebraError {
      throw MatrixInputError.unreadable(file: file.lastPathComponent, error)
    }
  }

  public func write(to file: URL) throws { try npyData().write(to: file) }
}

/// What reports keep is stored as JSON.
extension ReportRecord {
  public static var fileExtension: String { "json" }

  public init(readingFrom file: URL) throws { try self.init(encoded: Data(contentsOf: file)) }

  public func write(to file: URL) throws { try encoded().write(to: file) }
}

extension ClaimResult: Artifact { public static var typeName: String { "verdict" } }
extension PaperSummary: Artifact { public static var typeName: String { "paper-summary" } }

/// The libraries that results rest on.
public enum Libraries {
  /// Home pages, by the names of ``record``.
  public static let homes = [
    "OpenBLAS": "https://www.openblas.net", "FLINT": "https://flintlib.org", "OpenSSL": "https://www.openssl.org",
    "zlib": "https://zlib.net", "Cairo": "https://www.cairographics.org", "FreeType": "https://freetype.org",
    "fontconfig": "https://www.freedesktop.org/wiki/Software/fontconfig/",
    "cmark-gfm": "https://github.com/github/cmark-gfm", "qpdf": "https://qpdf.org", "libzip": "https://libzip.org",
  ]

  /// Versions, the BLAS and its kernel, and the fonts with their digests.
  public static var record: JSON {
    let fonts = ((try? Fonts.files) ?? []).map { font in
      let bytes = (try? Data(contentsOf: URL(filePath: font.path))) ?? Data()
      return JSON.Member(
        font.style.rawValue, ["file": JSON(.string(font.path)), "sha256": JSON(.string(Digest(of: bytes).hex))])
    }
    let versions = [("FLINT", FlintLibrary.version), ("OpenSSL", CryptoLibrary.version), ("zlib", ZlibLibrary.version)]
    let all = [("OpenBLAS", BLAS.configuration)] + versions + CairoLibraries.versions + BundleLibraries.versions
    return JSON(.object(all.map { JSON.Member($0.0, JSON(.string($0.1))) } + [.init("fonts", JSON(.object(fonts)))]))
  }
}
