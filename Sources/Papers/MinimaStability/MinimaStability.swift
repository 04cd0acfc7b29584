import Pipeline

/// Nacson et al. (2023): The Implicit Bias of Minima Stability in Multivariate Shallow ReLU Networks.
enum MinimaStability {
  /// The kinds of stages that the paper brings.
  static let kinds: [any Stage.Type] = [
    RandomLabelsStage.self, ImagePairStage.self, GradientDescentStage.self, EscapeStage.self, ChainStage.self,
    LineLadderStage.self, LeastNormStage.self, GridLadderStage.self, DeepReturnStage.self,
  ]
}
