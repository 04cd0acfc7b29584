/// The style sheet of HTML reports: one column, light and dark, wide tables scroll within themselves, folded parts are
/// open on paper.
enum HTMLStyle {
  static let sheet = """
    :root { --ink: #1b1f24; --paper: #ffffff; --quiet: #57606a; --line: #d0d7de; --tint: #f6f8fa; --link: #0b57d0; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6edf3; --paper: #0f1318; --quiet: #9aa5b1; --line: #30363d; --tint: #181d24; --link: #8ab4f8; }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word;
      font: 17px/1.6 Charter, "Bitstream Charter", Cambria, Georgia, "DejaVu Serif", serif; }
    main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
    section + section { margin-top: 4rem; padding-top: 2rem; border-top: 3px double var(--line); }
    h1, h2, h3 { line-height: 1.25; font-family: "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
    h1 { font-size: 1.75rem; } h2 { font-size: 1.3rem; margin-top: 3rem; } h3 { font-size: 1.1rem; }
    a { color: var(--link); } a[id] { color: inherit; }
    blockquote { margin: 1rem 0; padding: .1rem 1rem; border-left: 4px solid var(--line); color: var(--quiet); }
    img { display: block; max-width: 100%; height: auto; margin: 1.5rem auto .5rem; padding: .4rem; background: #fff;
      border: 1px solid var(--line); border-radius: 6px; }
    .wide { overflow-x: auto; margin: 1rem 0; }
    table { border-collapse: collapse; font: .86rem/1.45 "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
      font-variant-numeric: tabular-nums; min-width: 40%; }
    th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
    th { background: var(--tint); } td[align="right"], th[align="right"] { text-align: right; white-space: nowrap; }
    code { font: .85em/1.4 "DejaVu Sans Mono", Menlo, Consolas, monospace; background: var(--tint); padding: .1em .3em;
      border-radius: 4px; overflow-wrap: anywhere; }
    td code { overflow-wrap: normal; } a code { padding: 0; background: none; }
    details { margin: 1rem 0; padding: .4rem .8rem; border: 1px solid var(--line); border-radius: 6px; }
    summary { cursor: pointer; color: var(--quiet); }
    math { font-size: 1.02em; }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; }
    :target { outline: 2px solid var(--link); outline-offset: 3px; }
    @media (max-width: 40rem) {
      body { font-size: 16px; } h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; } th, td { padding: .3rem .4rem; }
    }
    @media print {
      :root { --ink: #000; --paper: #fff; --quiet: #444; --line: #bbb; --tint: #f4f4f4; --link: #000; }
      body { font-size: 10pt; } main { max-width: none; padding: 0; } .wide { overflow: visible; }
      section + section { break-before: page; border: 0; margin: 0; } img, tr, blockquote { break-inside: avoid; }
      details::details-content { content-visibility: visible; display: block; }
      h2, h3 { break-after: avoid; } table { font-size: 8pt; }
    }
    """
}
