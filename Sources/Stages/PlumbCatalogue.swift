import Pipeline

/// Everything that a manifest of this program may name.
public enum PlumbCatalogue {
  /// Stage kinds, and the sections of the manifest whose entries they are.
  public static let standard = Catalogue(
    [
      CommandStage.self, TableStage.self, SampleSphere.self, SpectrumStage.self, KernelMatrixStage.self,
      Eigendecomposition.self,
      ClustersStage.self,
      EndConstantsStage.self, DecayFitStage.self, LineFitStage.self, LocalExponentsStage.self, MeanStage.self,
      RandomLabelsStage.self, ImagePairStage.self, GradientDescentStage.self, EscapeStage.self, ChainStage.self,
      LineLadderStage.self,
      DatasetStage.self, LearningCurveStage.self, RandomFeaturesStage.self, ClassificationStage.self,
      LeastNormStage.self, GridLadderStage.self, DeepReturnStage.self,
      StatisticsStage.self, RelativeStage.self, CompareStage.self, ExponentDriftStage.self,
      FigureStage.self, ClaimStage.self, PaperStage.self,
      ReportStage.self,
      InitialisationTrialsStage.self, ErrorEquivalentStage.self, SmoothnessThresholdStage.self, WidthDynamicsStage.self,
      TangentKernelStage.self, FeatureWidthsStage.self, WidthNeededStage.self, EvenPowerStage.self,
      RadialNetworkStage.self, InnerProductStage.self, TrainedErrorStage.self,
      StartDecayStage.self, LabelSmoothnessStage.self,
    ],
    sections: [
      Catalogue.Section("figures", kind: FigureStage.kind.name) { id in
        [("pdf", "figures/\(id).pdf"), ("png", "figures/\(id).png"), ("data", "figures/\(id).csv")]
      },
      Catalogue.Section("claims", kind: ClaimStage.kind.name),
      Catalogue.Section("papers", kind: PaperStage.kind.name) { [("page", "reports/\($0).md")] },
      Catalogue.Section("reports", kind: ReportStage.kind.name) { [("page", "reports/\($0).md")] },
    ])
}
