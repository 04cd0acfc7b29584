import Documents

extension ReportValues.Value {
  /// As LaTeX prints it.
  var tex: String {
    switch self {
    case .word(let word): word
    case .number(_, let numeral): numeral.tex
    case .count(let count): String(count)
    }
  }

  /// As Typst prints it.
  fileprivate var typst: String {
    switch self {
    case .word(let word): "[\(word)]"
    case .number(_, let numeral): "[\(numeral.typst)]"
    case .count(let count): "[\(count)]"
    }
  }

  /// For programs.
  fileprivate var json: JSON {
    switch self {
    case .word(let word): ["text": JSON(.string(word))]
    case .number(let value, let numeral):
      // JSON has no infinities; the text says them.
      ["value": value.isFinite ? JSON(.number(value)) : JSON(.null), "text": JSON(.string(numeral.text))]
    case .count(let count): ["value": JSON(.integer(count)), "text": JSON(.string(String(count)))]
    }
  }
}

extension ReportValues {
  /// The numbers for programs: by key, the value with every digit and the text that pages show.
  public var json: JSON { JSON(.object(entries.map { JSON.Member($0.key, $0.value.json) })) }

  /// The module for Typst.
  public var typst: String {
    """
    // Numbers of the report, written by `plumb attach --typst`. Use as
    //   #import "plumb-values.typ": *
    //   #plumbvalue("A1.verdict")      what stands under the key
    //   #plumbestimate(KEY)            value [low, high]; the value alone where it has no interval
    //   #plumbinterval(KEY)            [low, high]
    //   #plumbdeviation("A1")          the number nearest to failing (limit ...), of a claim or a check
    // An unknown key is an error, so that no number can silently go missing.
    #let plumb-values = (
    \(entries.map { "  \"\($0.key)\": \($0.value.typst)," }.joined(separator: "\n"))
    )
    #let plumbvalue(key) = {
      assert(key in plumb-values, message: "plumb: there is no value `" + key + "`")
      plumb-values.at(key)
    }
    #let plumbinterval(key) = [\\[#plumbvalue(key + ".low"), #plumbvalue(key + ".high")\\]]
    #let plumbestimate(key) = {
      plumbvalue(key)
      if key + ".low" in plumb-values [ #plumbinterval(key)]
    }
    #let plumbdeviation(key) = [#plumbvalue(key + ".nearest") (limit #plumbvalue(key + ".limit"))]

    """
  }

  /// The macro file for LaTeX.
  public var latex: String {
    let definitions = entries.map { "\\plumb@define{\($0.key)}{\($0.value.tex)}" }.joined(separator: "\n")
    return """
      % Numbers of the report, written by `plumb attach --latex`. Load with \\input{plumb-values}, use as
      %   \\plumbvalue{A1.verdict}   what stands under the key
      %   \\plumbestimate{KEY}       value [low, high]; the value alone where it has no interval
      %   \\plumbinterval{KEY}       [low, high]
      %   \\plumbdeviation{A1}       the number nearest to failing (limit ...), of a claim or a check
      % An unknown key is an error, so that no number can silently go missing.
      \\makeatletter
      \\providecommand{\\plumb@define}[2]{\\expandafter\\def\\csname plumb@\\detokenize{#1}\\endcsname{#2}}
      \\providecommand{\\plumbvalue}[1]{\\@ifundefined{plumb@\\detokenize{#1}}%
        {\\@latex@error{plumb: there is no value `\\detokenize{#1}'}{The keys are listed in plumb-values.tex.}}%
        {\\csname plumb@\\detokenize{#1}\\endcsname}}
      \\providecommand{\\plumbinterval}[1]{[\\plumbvalue{#1.low}, \\plumbvalue{#1.high}]}
      \\providecommand{\\plumbestimate}[1]{\\plumbvalue{#1}%
        \\@ifundefined{plumb@\\detokenize{#1}.low}{}{ \\plumbinterval{#1}}}
      \\providecommand{\\plumbdeviation}[1]{\\plumbvalue{#1.nearest} (limit \\plumbvalue{#1.limit})}
      \(definitions)
      \\makeatother

      """
  }

  /// The numbers as a table with the columns key, value and text.
  public var csv: String {
    let records = entries.map { entry -> [String] in
      let record = entry.value.json
      let value = record["value"].map(\.canonical) ?? ""
      return [entry.key, value == "null" ? "" : value, record["text"]?.string ?? ""]
    }
    return CSV.text([["key", "value", "text"]] + records)
  }
}
