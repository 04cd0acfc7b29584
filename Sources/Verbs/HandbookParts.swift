import Documents
import Pipeline
import Plotting

extension VerbCatalogue {
  /// What people write by itself inside figures and claims, for the reference.
  public static let parts: [Catalogue.Part] =
    FigureSpecification.marks.map { mark in
      figure(mark.name, "a mark of a figure", at: ["marks", mark.name], "{\"marks\": \(mark.example)}")
    } + [
      figure("panel", "a part of a figure", at: ["panels"], panels, summary: "a panel of a figure"),
      figure("inset", "a part of a figure", at: ["panels", "inset"], inset),
      figure("axis", "a part of a figure", at: ["x"], "", summary: "an axis of a figure or a panel: `x` or `y`"),
      figure(
        "look", "a part of a figure", at: ["looks"], looks, summary: "how one value of the grouping column is shown"),
      figure("facet", "a part of a figure", at: ["facets"], facets, summary: "one value of `facet`, which has a panel"),
      Catalogue.Part(
        "check", "a part of a claim", of: ClaimStage.kind.name, at: ["checks"],
        summary: "a criterion of a claim: which numbers, and what must hold of them"),
    ]

  private static func figure(
    _ name: String, _ role: String, at path: [String], _ example: String, summary: String? = nil
  ) -> Catalogue.Part {
    Catalogue.Part(name, role, of: FigureStage.kind.name, at: path, summary: summary, example: example)
  }

  private static let panels = #"""
    {
      "x": {"column": "n", "scale": "log", "label": "points $n$"},
      "panels": [
        {"title": "runs", "marks": [{"points": {"data": "table", "y": "error"}}]},
        {"title": "means", "data": "summarise", "marks": [{"line": {"y": "mean"}}, {"errorbars": {"y": "mean"}}]}
      ]
    }
    """#

  private static let inset = #"""
    {
      "data": "table",
      "panels": [
        {
          "marks": [{"points": {"x": "n", "y": "error"}}],
          "inset": {"marks": [{"points": {"x": "n", "y": "error", "between": {"n": [100, null]}}}], "corner": "top right"}
        }
      ]
    }
    """#

  private static let looks = #"""
    {
      "data": "table",
      "color": "seed",
      "looks": [{"value": 1, "label": "first run", "dash": "dashed"}, {"value": 2, "label": "second run", "paint": "5"}],
      "marks": [{"line": {"x": "n", "y": "error"}}]
    }
    """#

  private static let facets = #"""
    {
      "data": "table",
      "facet": "seed",
      "facets": [{"value": 1, "label": "first run"}, {"value": 2, "label": "second run"}],
      "marks": [{"line": {"x": "n", "y": "error"}}]
    }
    """#

  /// Manifests that show what stands around entries and in all of them.
  public static let examples: [String: JSON] = [
    "manifest": [
      "format": 2, "profiles": ["quick", "full"], "values": ["level": 0.95, "n": [10, 100]],
      "defaults": ["fit": ["model": "power", "level": "{values.level}"]],
      "stages": [
        "spectrum": [
          "kind": "spectrum", "kernel": "ntk", "layers": 2, "dimension": 3, "degrees": ["quick": 30, "full": 300],
          "digits": 20,
        ],
        "runs": ["kind": "table", "columns": ["n": "{values.n}", "error": [0.3, 0.1]]],
        "slope": ["kind": "fit", "data": "spectrum", "x": "centred", "y": "mu", "where": ["parity": "even"]],
      ],
    ],
    "entry": [
      "format": 2,
      "stages": [
        "points": [
          "kind": "sample-sphere", "about": "four sets of points", "n": 50,
          "sweep": ["dimension": [3, 4], "seed": [1, 2]],
        ],
        "gram": [
          "kind": "kernel-matrix", "kernel": "ntk", "layers": 2, "points": "points", "each": "points",
          "transient": true,
        ],
        "eigen": [
          "kind": "eigendecomposition", "matrix": "gram[dimension=3,seed=1]", "timeout": 60,
          "export": ["values": "results/eigenvalues.npy"],
        ],
      ],
    ],
  ]
}
