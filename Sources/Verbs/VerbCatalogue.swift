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

  /// Figures, published in three formats.
  public static let figures = Catalogue.Section("figures", kind: FigureStage.kind.name) { published($0, in: "figures") }
  /// Claims, each judged.
  public static let claims = Catalogue.Section("claims", kind: ClaimStage.kind.name)
  /// Papers, a page each.
  public static let papers = Catalogue.Section("papers", kind: PaperStage.kind.name, exports: page)
  /// Pages that list papers.
  public static let reports = Catalogue.Section("reports", kind: ReportStage.kind.name, exports: page)

  /// The sections besides `stages`: what their entries are and where their results are published.
  public static let sections = [
    figures,
    Catalogue.Section("gallery", kind: FigureStage.kind.name) { published($0, in: "figures/gallery") },
    claims, papers, reports,
  ]

  private static func published(_ id: String, in folder: String) -> [(output: String, path: String)] {
    [("pdf", "pdf"), ("png", "png"), ("data", "csv")].map { output, ending in (output, "\(folder)/\(id).\(ending)") }
  }

  @Sendable private static func page(_ id: String) -> [(output: String, path: String)] {
    [("page", "reports/\(id).md")]
  }
}
