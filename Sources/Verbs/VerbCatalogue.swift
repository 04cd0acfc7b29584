import Pipeline

/// The kinds that serve any paper, and the sections of a manifest.
public enum VerbCatalogue {
  /// Kinds of stages that know no paper.
  public static let kinds: [any Stage.Type] = [
    CommandStage.self, TableStage.self, DatasetStage.self, SpectrumStage.self,
    LineFitStage.self, LocalExponentsStage.self, ExponentDriftStage.self, SummariseStage.self,
    RelativeStage.self, CompareStage.self,
    FigureStage.self, ClaimStage.self, PaperStage.self, ReportStage.self,
  ]

  /// The sections besides `stages`: what their entries are and where their results are published.
  public static let sections = [figures, claims, papers, reports]
  public static let figures = section("figures", FigureStage.kind, in: "figures", FigureStage.all)
  public static let claims = Catalogue.Section("claims", kind: ClaimStage.kind.name)
  public static let papers = section("papers", PaperStage.kind, in: pages, [PaperStage.page.declaration])
  public static let reports = section("reports", ReportStage.kind, in: pages, [ReportStage.page.declaration])

  /// The folder of the pages, and of what a run records of itself.
  private static let pages = "reports"
  public static let provenance = ProvenancePath(pages + "/provenance")

  /// The output of a claim.
  public static let verdict = ClaimStage.verdict.name
  /// The output of a paper and of a report.
  public static let page = PaperStage.page.name
  /// The outputs of a figure: as pixels, as lines, and as numbers.
  public static let (picture, drawing, data) = (FigureStage.png.name, FigureStage.pdf.name, FigureStage.data.name)

  /// Outputs published under the name of their entry in `folder`.
  private static func section(
    _ name: String, _ kind: StageKind, in folder: String, _ outputs: [OutputDeclaration]
  ) -> Catalogue.Section {
    Catalogue.Section(name, kind: kind.name) { id in
      outputs.map { ($0.name, "\(folder)/\(id).\($0.fileExtension)") }
    }
  }
}
