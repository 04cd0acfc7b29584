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
      .emptyScale(axis: "x", reason: "a log scale needs positive ends"),
      "the x axis cannot be drawn: a log scale needs positive ends; correct its `domain`"
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
