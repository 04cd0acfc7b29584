/// A small project that works, what `plumb init` writes: a script, a sweep over seeds, an interval, a fit, a figure, a claim
/// that is reproduced and one that is not, a report.
public enum StarterProject {
  /// The program of the stage that is swept, for python3 alone.
  public static let script = """
    \"""How far a Monte Carlo estimate of pi is off, for growing numbers of samples.\"""
    import csv, math, random, sys

    random.seed(int(sys.argv[1]))
    with open("errors.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["n", "error"])
        for n in [16, 64, 256, 1024]:
            squares = 0.0
            for _ in range(100):
                inside = sum(random.random() ** 2 + random.random() ** 2 < 1 for _ in range(n))
                squares += (4 * inside / n - math.pi) ** 2
            table.writerow([n, math.sqrt(squares / 100)])

    """

  /// The manifest.
  public static let manifest = #"""
    {
      "$schema": "pipeline.schema.json",
      "format": 2,
      "stages": {
        "simulate": {
          "kind": "command",
          "arguments": ["python3", "simulate.py", "{seed}"],
          "sources": [{"name": "simulate.py", "file": "simulate.py"}],
          "outputs": ["errors.csv"],
          "tables": [
            {
              "file": "errors.csv",
              "columns": [
                {"name": "n", "type": "integer", "meaning": "samples of one estimate"},
                {"name": "error", "type": "number", "meaning": "root mean square error of the estimate"}
              ]
            }
          ],
          "sweep": {"seed": [1, 2, 3, 4, 5, 6, 7, 8]}
        },
        "means": {"kind": "summarise", "data": "simulate", "of": ["error"], "by": ["mean"], "group": ["n"], "level": 0.95},
        "slopes": {
          "kind": "fit",
          "data": "simulate",
          "x": "n",
          "y": "error",
          "model": "power",
          "group": ["seed"],
          "level": 0.95
        },
        "slope": {"kind": "summarise", "data": "slopes", "of": ["slope"], "by": ["mean"], "level": 0.95}
      },
      "figures": {
        "error": {
          "data": "means",
          "panels": [
            {
              "x": {"scale": "log", "label": "samples $n$"},
              "y": {"scale": "log", "label": "error of the estimate"},
              "marks": [
                {"curve": {"x": "n", "y": "mean", "label": "mean of eight seeds", "band": {}, "line": {}, "points": {}}},
                {"slope": {"exponent": -0.5, "text": "$n^{-1/2}$"}}
              ]
            }
          ]
        }
      },
      "claims": {
        "M1": {
          "title": "The error falls like the square root",
          "statement": "The error of a mean of $n$ samples is of the order of $n^{-1/2}$.",
          "source": "Section 1",
          "theory": "$-1/2$",
          "method": "Slope of log error against log n for each seed; their mean, with Student's interval.",
          "checks": [
            {"id": "slope", "name": "Slope", "data": "slope", "theory-value": -0.5, "relation": "within", "tolerance": 0.05}
          ],
          "figures": [
            {
              "figure": "error",
              "caption": "Error against samples: mean of the seeds, with a 95 % interval, and the theory's slope."
            }
          ]
        },
        "M2": {
          "title": "Ten times the samples, ten times the accuracy",
          "statement": "The error is of the order of $1/n$. (It is not: this claim is here to show what that looks like.)",
          "source": "nowhere",
          "theory": "$-1$",
          "method": "As M1.",
          "checks": [
            {"id": "slope", "name": "Slope", "data": "slope", "theory-value": -1, "relation": "within", "tolerance": 0.05}
          ]
        }
      },
      "papers": {
        "paper": {
          "title": "My paper",
          "authors": "A. Author",
          "year": 2026,
          "venue": "Draft",
          "link": "https://example.org",
          "introduction": "What the paper claims, and what one command makes of it.",
          "claims": ["M1", "M2"]
        }
      },
      "reports": {
        "report": {
          "title": "My paper, rebuilt",
          "introduction": "Every claim with its numbers and its verdict.",
          "papers": ["paper"]
        }
      }
    }

    """#
}
