import Pipeline
import Verbs

/// Everything that a manifest of this program may name.
public enum PlumbCatalogue {
  /// The list of papers: the kinds that each brings besides those for anybody.
  private static let papers: [[any Stage.Type]] = [
    DeepEqualsShallow.kinds,
    DepthSeparations.kinds,
    RandomInitialisation.kinds,
    MinimaStability.kinds,
  ]

  /// Stage kinds, and the sections of the manifest whose entries they are.
  public static let standard = Catalogue(
    VerbCatalogue.kinds + papers.joined(), sections: VerbCatalogue.sections, provenance: VerbCatalogue.provenance,
    migrations: migrations, parts: VerbCatalogue.parts, examples: VerbCatalogue.examples)

  /// What changed in manifests since the first format.
  private static let migrations = [
    Migration([
      .key("column", of: "mean-interval", to: "of"), .list("of", of: "mean-interval"),
      .add("by", ["mean", "bootstrap", "count"], of: "mean-interval"),
      .kind("mean-interval", to: "summarise"), .key("column", of: "statistics", to: "of"),
      .list("of", of: "statistics"),
      .add("by", ["least", "greatest", "spread", "count"], of: "statistics"), .kind("statistics", to: "summarise"),
    ])
  ]
}
