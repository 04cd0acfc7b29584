import Pipeline

/// Bietti & Bach (2021): Deep Equals Shallow for ReLU Networks in Kernel Regimes.
enum DeepEqualsShallow {
  /// The kinds of stages that the paper brings.
  static let kinds: [any Stage.Type] = [
    SampleSphere.self, KernelMatrixStage.self, Eigendecomposition.self, ClustersStage.self, EndConstantsStage.self,
    DecayFitStage.self, LearningCurveStage.self, RandomFeaturesStage.self, ClassificationStage.self,
  ]
}
