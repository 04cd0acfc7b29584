import Pipeline

/// Chen, Li & Lin (2024): On the Impacts of the Random Initialization in the NTK Theory.
enum RandomInitialisation {
  /// The kinds of stages that the paper brings.
  static let kinds: [any Stage.Type] = [
    InitialisationTrialsStage.self, ErrorEquivalentStage.self, SmoothnessThresholdStage.self, WidthDynamicsStage.self,
    TangentKernelStage.self, TrainedErrorStage.self, StartDecayStage.self, LabelSmoothnessStage.self,
  ]
}
