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
  public static let sections = [
    Catalogue.Section("figures", kind: FigureStage.kind.name) { id in
      [("pdf", "figures/\(id).pdf"), ("png", "figures/\(id).png"), ("data", "figures/\(id).csv")]
    },
    Catalogue.Section("gallery", kind: FigureStage.kind.name) { id in
      [
        ("pdf", "figures/gallery/\(id).pdf"), ("png", "figures/gallery/\(id).png"),
        ("data", "figures/gallery/\(id).csv"),
      ]
    },
    Catalogue.Section("claims", kind: ClaimStage.kind.name),
    Catalogue.Section("papers", kind: PaperStage.kind.name) { [("page", "reports/\($0).md")] },
    Catalogue.Section("reports", kind: ReportStage.kind.name) { [("page", "reports/\($0).md")] },
  ]
}
