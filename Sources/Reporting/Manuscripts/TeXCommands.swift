/// What the scanner of LaTeX knows of commands: which of their arguments nobody reads as text.
enum TeXCommands {
  /// The arguments that are skipped: `o` in brackets, `p` in parentheses, `m` in braces, in this order; nil for a command
  /// whose arguments are text.
  static func arguments(of name: String) -> String? {
    if let known = signatures[name] { return known }
    let lower = name.lowercased()
    // `\figsetgrpnum{1.2}` and the like number something.
    if lower.hasSuffix("num") || lower.hasSuffix("number") { return "m" }
    return lower.hasPrefix("cite") || lower.hasSuffix("cite") || lower.hasSuffix("cites") ? "oom" : nil
  }

  private static let signatures: [String: String] = {
    let lists: [String: String] = [
      "m": """
      label ref eqref autoref cref Cref pageref nameref vref Vref fref subref hyperlink hypertarget bibliography \
      bibliographystyle addbibresource usetikzlibrary includeonly verbatiminput vspace hspace addvspace stepcounter \
      refstepcounter newlength newsavebox linespread setstretch pagenumbering pagestyle thispagestyle enlargethispage \
      hypersetup geometry tikzset pgfplotsset sisetup lstset theoremstyle hyphenation url path nolinkurl texttt code \
      ang date email selectlanguage foreignlanguage phantom hphantom vphantom index gls Gls glspl ac acs acl tag \
      cline thanks orcid pacs keywords cmd cs env pkg cls opt file setmainfont
      """,
      "mm": """
      setlength addtolength settowidth setcounter addtocounter fontsize crefrange Crefrange colorlet lstdefinestyle \
      resizebox multicolumn DeclareMathOperator PassOptionsToPackage
      """,
      "mmm": "definecolor specialrule addtocontents",
      "om": """
      usepackage RequirePackage documentclass includepdf lstinputlisting VerbatimInput bibitem color textcolor colorbox \
      rotatebox href captionsetup setlist author affil affiliation address institute hyperref todo
      """,
      "omm": "rule fcolorbox",
      "o": """
      printbibliography num SI qty si unit SIrange qtyrange numrange numlist SIlist qtylist footnotemark addlinespace sqrt \
      toprule midrule bottomrule
      """,
      "moo": "raisebox", "oo": "makebox framebox", "ooom": "parbox", "mo": "scalebox newcounter", "omom": "multirow",
      "momo": "newtheorem", "pm": "cmidrule", "moomm": "newenvironment renewenvironment",
    ]
    return Dictionary(
      lists.flatMap { signature, names in names.split(separator: " ").map { (String($0), signature) } }
    ) { first, _ in first }
  }()

  /// Commands of the preamble whose arguments are read.
  static let ofPreamble: Set = [
    "begin", "title", "subtitle", "abstract", "newcommand", "renewcommand", "providecommand", "DeclareRobustCommand",
    "def", "gdef", "edef", "input", "include", "graphicspath",
  ]

  /// Primitives that take a number without braces.
  static let parameters: Set = [
    "penalty", "tolerance", "pretolerance", "hbadness", "vbadness", "kern", "hskip", "vskip", "hangindent", "hangafter",
    "looseness", "parindent", "parskip", "baselineskip", "count", "char", "catcode", "mathcode", "number",
    "clubpenalty", "widowpenalty", "mathchardef", "chardef", "romannumeral", "hsize", "vsize", "leftskip", "rightskip",
    "emergencystretch", "lineskip", "linewidth", "textwidth", "textheight", "advance", "by", "multiply", "divide",
    "mag", "magnification", "dimen", "skip", "toks", "fam", "mskip", "mkern", "raise", "lower", "moveleft", "moveright",
    "overfullrule", "hfuzz", "vfuzz", "unskip", "hrule", "vrule", "height", "width", "depth", "ifnum", "ifcase",
  ]

  /// Environments of which nothing is read: code, drawings, lists of literature.
  static let hidden: Set = [
    "verbatim", "Verbatim", "BVerbatim", "LVerbatim", "alltt", "lstlisting", "minted", "filecontents", "comment",
    "tikzpicture", "pgfpicture", "picture", "tikzcd", "thebibliography", "asy", "luacode", "macrocode",
  ]

  /// Environments that are formulas.
  static let formulas: Set = [
    "equation", "align", "gather", "multline", "flalign", "alignat", "eqnarray", "math", "displaymath", "dmath",
  ]

  /// The arguments of environments that are skipped.
  static let environments = [
    "tabular": "om", "tabular*": "mom", "tabularx": "mom", "tabulary": "mom", "longtable": "om", "array": "om",
    "minipage": "ooom", "wrapfigure": "omom", "wraptable": "omom", "figure": "o", "table": "o", "multicols": "m",
    "spacing": "m", "adjustwidth": "mm", "subfigure": "om", "subtable": "om", "alignat": "m", "alignedat": "om",
    "enumerate": "o", "itemize": "o", "description": "o", "list": "mm", "columns": "o", "column": "om",
    "adjustbox": "m", "tblr": "om", "sidewaystable": "o", "sidewaysfigure": "o", "algorithm": "o", "algorithmic": "o",
    "frame": "o", "aligned": "o", "gathered": "o", "SCfigure": "oo", "threeparttable": "o",
  ]
}
