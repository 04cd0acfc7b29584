import Pipeline

/// Safran, Eldan & Shamir (2019): Depth Separations in Neural Networks.
enum DepthSeparations {
  /// The kinds of stages that the paper brings.
  static let kinds: [any Stage.Type] = [
    FeatureWidthsStage.self, WidthNeededStage.self, EvenPowerStage.self, EvenPowerBoundStage.self,
    RadialNetworkStage.self, InnerProductStage.self,
  ]
}
