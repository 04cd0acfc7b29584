import Testing

@testable import Plotting

struct ErrorsTests {
  @Test(
    arguments: [
      "the font DejaVu Sans Condensed bold is not installed; install the package fonts-dejavu-extra":
        .fontMissing(family: "DejaVu Sans Condensed", style: "bold", package: "fonts-dejavu-extra"),
      "the font file /x.ttf cannot be read (FreeType error 2); reinstall its package":
        .fontUnreadable(path: "/x.ttf", code: 2),
      "unknown command `\\kapa` in the label `$\\kapa$`; did you mean `\\kappa`?":
        .unknownCommand("kapa", text: "$\\kapa$"),
      "unknown command `\\xyzzy` in the label `\\xyzzy`; write the character itself":
        .unknownCommand("xyzzy", text: "\\xyzzy"),
      "unbalanced `$` in the label `a $b`; close it, or write `\\$` for the character": .unbalanced("$", text: "a $b"),
      "out.csv: record 5 has `n.a.` in column `y`, and the y axis shows numbers; correct the cell, leave it empty where a "
        + "number is missing, or choose the scale `category`": .textOnAxis(
          axis: "y", cell: CellPlace(table: "out.csv", row: "record 5", column: "y", text: "n.a.")),
      "`n` = `3` is none of the names along the x axis; draw names and numbers in panels of their own":
        .noName("3", axis: "x", column: "n"),
      "out.csv: no row has kernel = NTK, so that the mark `line` draws nothing; correct its `where`, or leave the mark out":
        .nothingSelected(mark: "line", table: "out.csv", reason: "no row has kernel = NTK"),
      "the mark `line` draws nothing: no row has numbers in `n`, `e` that both axes can show; choose `linear` or `symlog`":
        .nothingShown(mark: "line", columns: ["n", "e"]),
      "the text `א b` runs from right to left at `א`, which labels do not; write it in letters that go from left to right":
        .rightToLeft(["א"], text: "א b"), "no table was given for `data`; give one": .noTable(input: "data"),
      "no row has `parity` = `evn`; did you mean `even`?": .noValue("evn", column: "parity", known: ["even", "odd"]),
      "no table of the panel has the column `knd` of its facet; did you mean `kind`?":
        .noFacet(column: "knd", known: ["kind", "n"]),
      "`{layer}` in the label `$L = {layer}$` is no column; did you mean `layers`?":
        .unknownPlaceholder("layer", text: "$L = {layer}$", known: ["layers"]),
      "no value of `low`, `high` is positive, and the y axis is logarithmic; choose `linear` or `symlog`":
        .nothingPositive(axis: "y", columns: ["low", "high"]),
      "`x` holds 1.7e+308, too large for a histogram; leave out such rows with `between`":
        .beyondBins(columns: ["x"], value: 1.7e308),
      "the values of `x` are all equal and have no density; draw the form `bars`": .noSpread(columns: ["x"]),
      "the slope of exponent 2 begins at x = 0, where a power law has no value; let its `x` begin above 0":
        .slopeWithoutValue(exponent: 2, x: 0),
      "the slope of exponent 100 leaves the range of numbers or of the axes; give it a shorter `x` or another `y`":
        .slopeTooSteep(exponent: 100),
      "the font DejaVu Sans Condensed has no `日`, `本` of the text `日本`; write it with other characters":
        .noGlyph(["日", "本"], text: "日本"),
      "the x axis cannot be drawn: a log scale needs positive ends; correct its `from` and `to`":
        .emptyScale(axis: "x", reason: "a log scale needs positive ends"),
      "column `seed` makes 500 series, more than 400; filter the rows with `where`":
        .tooManySeries(column: "seed", count: 500, limit: 400),
      "column `seed` makes 500 panels, more than 60; filter the rows with `where`":
        .tooManyPanels(column: "seed", count: 500, limit: 60),
      "the mark `heatmap` has 10 cells, more than 4; aggregate the data first":
        .tooManyCells(mark: "heatmap", count: 10, limit: 4),
      "the mark `contour` wants one value for each of 6 cells and found 5; remove repeated cells":
        .notGrid(mark: "contour", cells: 6, values: 5),
      "the plot area would be 10 by 3 points; use a wider size or fewer columns": .tooSmall(width: 10.5, height: 3),
      "the PDF could not be written: out of memory; report this figure": .cairo(output: "PDF", status: "out of memory"),
    ] as [String: PlottingError])
  func `every error is one line with the remedy`(sentence: String, error: PlottingError) {
    #expect(error.description == sentence && !error.description.contains("\n"))
  }

  @Test func `a long or broken label is shortened in the message`() {
    let error = PlottingError.unbalanced("$", text: "a\n" + String(repeating: "b", count: 500))
    #expect(error.description.count < 180 && !error.description.contains("\n"))
  }
}
