import Testing

@testable import Plotting

struct ErrorsTests {
  @Test(arguments: [
    (
      PlottingError.fontMissing(family: "DejaVu Sans Condensed", style: "bold", package: "fonts-dejavu-extra"),
      "the font DejaVu Sans Condensed bold is not installed; install the package fonts-dejavu-extra"
    ),
    (
      .fontUnreadable(path: "/x.ttf", code: 2),
      "the font file /x.ttf cannot be read (FreeType error 2); reinstall its package"
    ),
    (
      .unknownCommand("kapa", text: "$\\kapa$"),
      "unknown command `\\kapa` in the label `$\\kapa$`; did you mean `\\kappa`?"
    ),
    (
      .unknownCommand("xyzzy", text: "\\xyzzy"),
      "unknown command `\\xyzzy` in the label `\\xyzzy`; write the character itself"
    ),
    (
      .unbalanced("$", text: "a $b"),
      "unbalanced `$` in the label `a $b`; close it, or write `\\$` for the character"
    ),
    (
      .notNumbers(column: "name", mark: "line"),
      "column `name` of the mark `line` holds texts; name a column of numbers"
    ),
    (.noTable(input: "data"), "no table was given for `data`; give one"),
    (
      .noValue("evn", column: "parity", known: ["even", "odd"]),
      "no row has `parity` = `evn`; did you mean `even`?"
    ),
    (
      .noFacet(column: "knd", known: ["kind", "n"]),
      "no table of the panel has the column `knd` of its facet; did you mean `kind`?"
    ),
    (
      .unknownPlaceholder("layer", text: "$L = {layer}$", known: ["layers"]),
      "`{layer}` in the label `$L = {layer}$` is no column; did you mean `layers`?"
    ),
    (
      .nothingPositive(axis: "y", columns: ["low", "high"]),
      "no value of `low`, `high` is positive, and the y axis is logarithmic; choose `linear` or `symlog`"
    ),
    (
      .beyondBins(columns: ["x"], value: 1.7e308),
      "`x` holds 1.7e+308, too large for a histogram; leave out such rows with `between`"
    ),
    (
      .noSpread(columns: ["x"]),
      "the values of `x` are all equal and have no density; draw the form `bars`"
    ),
    (
      .slopeWithoutValue(exponent: 2, x: 0),
      "the slope of exponent 2 begins at x = 0, where a power law has no value; let its `x` begin above 0"
    ),
    (
      .slopeTooSteep(exponent: 100),
      "the slope of exponent 100 leaves the range of numbers or of the axes; give it a shorter `x` or another `y`"
    ),
    (
      .noGlyph(["日", "本"], text: "日本"),
      "the font DejaVu Sans Condensed has no `日`, `本` of the text `日本`; write it with other characters"
    ),
    (
      .emptyScale(axis: "x", reason: "a log scale needs positive ends"),
      "the x axis cannot be drawn: a log scale needs positive ends; correct its `from` and `to`"
    ),
    (
      .tooManySeries(column: "seed", count: 500, limit: 400),
      "column `seed` makes 500 series, more than 400; filter the rows with `where`"
    ),
    (
      .tooManyPanels(column: "seed", count: 500, limit: 60),
      "column `seed` makes 500 panels, more than 60; filter the rows with `where`"
    ),
    (
      .tooManyCells(mark: "heatmap", count: 10, limit: 4),
      "the mark `heatmap` has 10 cells, more than 4; aggregate the data first"
    ),
    (
      .notGrid(mark: "contour", cells: 6, values: 5),
      "the mark `contour` wants one value for each of 6 cells and found 5; remove repeated cells"
    ),
    (
      .tooSmall(width: 10.5, height: 3),
      "the plot area would be 10 by 3 points; use a wider size or fewer columns"
    ),
    (.cairo(output: "PDF", status: "out of memory"), "the PDF could not be written: out of memory; report this figure"),
  ])
  func `every error is one line with the remedy`(error: PlottingError, sentence: String) {
    #expect(error.description == sentence)
    #expect(!error.description.contains("\n"))
  }

  @Test func `a long or broken label is shortened in the message`() {
    let error = PlottingError.unbalanced("$", text: "a\n" + String(repeating: "b", count: 500))
    #expect(error.description.count < 180)
    #expect(!error.description.contains("\n"))
  }
}
