/// The style sheet of HTML reports: contents beside the pages, below them on a phone; light and dark; wide tables, formulas
/// and figures scroll within themselves; on paper folded parts stay as they are.
enum HTMLStyle {
  static let sheet = [colors, frame, contents, text, claims, figures, paper].joined(separator: "\n")

  /// Every pair of text and ground has a contrast of 4.5 or more (WCAG 2.2, 1.4.3); `Benchmarks/accessibility` measures it.
  private static let colors = """
    :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fafaf8; --card: #ffffff; --quiet: #57606a; --line: #d9dde2;
      --tint: #f3f5f7; --link: #0b57d0; --good: #116329; --good-tint: #dcf5e3; --bad: #a40e26; --bad-tint: #ffe9e7;
      --open: #7a4b00; --open-tint: #fff1cc; --none: #4f5863; --none-tint: #e9edf1;
      --sans: Inter, "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans Condensed", "DejaVu Sans", sans-serif;
      --serif: Charter, "Bitstream Charter", "Source Serif 4", Cambria, Georgia, "DejaVu Serif Condensed", "DejaVu Serif", serif;
      --figure-paper: transparent; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6e9ed; --paper: #0f1318; --card: #161b21; --quiet: #a3adb8; --line: #303740; --tint: #1f252d;
        --link: #8ab4f8; --good: #7ee2a8; --good-tint: #12301f; --bad: #ffa198; --bad-tint: #3f191b; --open: #f2c46d;
        --open-tint: #352a0e; --none: #b6bfc9; --none-tint: #272e36; }
    }
    .good { --look: var(--good); --look-tint: var(--good-tint); } .bad { --look: var(--bad); --look-tint: var(--bad-tint); }
    .open { --look: var(--open); --look-tint: var(--open-tint); } .none { --look: var(--none); --look-tint: var(--none-tint); }
    """

  private static let frame = """
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 1.03rem/1.58 var(--serif); overflow-wrap: break-word;
      display: grid; grid-template-columns: minmax(16rem, 20rem) minmax(0, 1fr); }
    body.plain { display: block; }
    main { width: 100%; max-width: 58rem; margin: 0 auto; padding: 1.5rem 2rem 5rem; min-width: 0; }
    .page + .page { margin-top: 4rem; padding-top: 1.5rem; border-top: 3px double var(--line); }
    .skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; z-index: 3; padding: .5rem 1rem;
      background: var(--card); }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .jump { display: none !important; }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    @media (max-width: 60rem) {
      body { display: flex; flex-direction: column; font-size: 1rem; } main { padding: 1rem 1rem 5rem; }
      .jump { display: block !important; position: fixed; right: .8rem; bottom: .8rem; z-index: 2; padding: .55rem 1rem;
        border-radius: 99px; border: 1px solid var(--line); background: var(--card); color: var(--ink);
        font: 600 .85rem var(--sans); text-decoration: none; box-shadow: 0 2px 10px #0003; }
    }
    """

  private static let contents = """
    nav { font: .84rem/1.38 var(--sans); position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.3rem 1rem 2rem 1.3rem;
      border-right: 1px solid var(--line); background: var(--card); scrollbar-width: thin; }
    nav ul { list-style: none; margin: .1rem 0 1rem; padding: 0; } nav .group > p { margin: .9rem 0 .2rem; font-weight: 600; }
    nav a { color: inherit; text-decoration: none; display: block; padding: .22rem .5rem; border-radius: 6px; }
    nav a:hover { background: var(--tint); } nav a[aria-current] { background: var(--tint); box-shadow: inset 3px 0 var(--link); }
    nav .claim a { padding-left: 1.75rem; position: relative; }
    nav .claim a::before { position: absolute; left: .45rem; top: .28rem; width: 1rem; height: 1rem; border-radius: 50%;
      display: grid; place-items: center; font: 700 .66rem/1 var(--sans); color: var(--look); background: var(--look-tint); }
    nav .good a::before, .badge.good::before { content: "✓" / ""; } nav .bad a::before, .badge.bad::before { content: "✗" / ""; }
    nav .open a::before, .badge.open::before { content: "?" / ""; } nav .none a::before, .badge.none::before { content: "–" / ""; }
    .search { margin: 0 0 .8rem; } .search label { display: block; font-weight: 600; margin-bottom: .2rem; }
    .search input { width: 100%; font: inherit; padding: .4rem .6rem; color: inherit; background: var(--paper);
      border: 1px solid var(--quiet); border-radius: 6px; }
    #found { color: var(--quiet); }
    .choice { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem; }
    .choice legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .choice input { position: absolute; opacity: 0; }
    .choice label { padding: .18rem .6rem; border-radius: 99px; border: 1px solid var(--line); cursor: pointer;
      color: var(--look, var(--ink)); background: var(--look-tint, none); }
    .choice input:checked + label { border-color: currentColor; box-shadow: inset 0 0 0 1px currentColor; }
    .choice input:focus-visible + label { outline: 2px solid var(--link); outline-offset: 2px; }
    nav:has(#only-good:checked) .claim:not(.good), nav:has(#only-bad:checked) .claim:not(.bad),
    nav:has(#only-open:checked) .claim:not(.open), nav:has(#only-none:checked) .claim:not(.none) { display: none; }
    .unfold { border-top: 1px solid var(--line); padding-top: .8rem; color: var(--quiet); } .fold { display: none !important; }
    :root:has(#unfold:target) .fold { display: block !important; }
    :root:has(#unfold:target) details::details-content { content-visibility: visible; display: block; block-size: auto; }
    @media (max-width: 60rem) {
      nav { order: 1; position: static; height: auto; border: 0; border-top: 1px solid var(--line); padding: 1rem 1rem 5rem; }
    }
    """

  private static let text = """
    h1, h2, h3, h4, h5 { font-family: var(--sans); line-height: 1.25; text-wrap: balance; }
    h1 { font-size: 2rem; margin: .6rem 0 .5rem; } h2 { font-size: 1.5rem; margin: 1.4rem 0 .6rem; }
    h3 { font-size: 1.15rem; margin: 1.6rem 0 .5rem; } h4, h5 { font-size: 1rem; margin: 1.3rem 0 .4rem; }
    a { color: var(--link); } .perma { color: var(--quiet); text-decoration: none; opacity: 0; font-weight: 400; }
    :is(h1, h2, h3, h4, h5):hover .perma, .perma:focus-visible { opacity: 1; }
    @media (hover: none) { .perma { opacity: 1; } }
    .byline { color: var(--quiet); font: .9rem/1.5 var(--sans); margin-bottom: 1.4rem; } .byline p { margin: .2rem 0; }
    blockquote { margin: 1rem 0; padding: .1rem 1rem; border-left: 4px solid var(--line); color: var(--quiet); }
    .wide { overflow-x: auto; margin: .9rem 0; } .formula { overflow-x: auto; margin: 1rem 0; padding: .2rem 0; text-align: center; }
    math[display="block"] { display: block math; }
    table { border-collapse: collapse; font: .85rem/1.42 var(--sans); font-variant-numeric: tabular-nums; min-width: 40%; }
    th, td { border-bottom: 1px solid var(--line); padding: .34rem .65rem; text-align: left; vertical-align: top; }
    th { border-bottom: 2px solid var(--line); } td[align="right"], th[align="right"] { text-align: right; white-space: nowrap; }
    td .badge { white-space: nowrap; }
    code { font: .84em/1.4 "DejaVu Sans Mono", Menlo, Consolas, monospace; background: var(--tint); padding: .1em .3em;
      border-radius: 4px; overflow-wrap: anywhere; }
    td code { overflow-wrap: normal; } a code { padding: 0; background: none; }
    pre { overflow-x: auto; background: var(--tint); padding: .6rem .8rem; border-radius: 6px; } pre code { background: none; padding: 0; }
    details { margin: .5rem 0 0; padding: .35rem 0; border-top: 1px solid var(--line); }
    summary { cursor: pointer; color: var(--quiet); font: .9rem/1.5 var(--sans); } summary:hover { color: var(--ink); }
    details[open] > summary { color: var(--ink); font-weight: 600; margin-bottom: .3rem; }
    img { max-width: 100%; height: auto; }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; }
    @media (max-width: 60rem) { h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; } h3 { font-size: 1.08rem; } }
    """

  private static let claims = """
    .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1.3rem 1rem; margin: 1.1rem 0; }
    .card > :is(h2, h3):first-child { margin-top: .1rem; } .card > :last-child { margin-bottom: 0; }
    .claim.card { border-left: 4px solid var(--look); }
    .card:target { box-shadow: 0 0 0 2px var(--link); }
    .badge { display: inline-block; padding: .06em .65em; border: 1px solid; border-radius: 99px; color: var(--look);
      background: var(--look-tint); font: 600 .8rem/1.5 var(--sans); }
    .badge::before { margin-right: .35em; font-weight: 700; }
    td .badge { font-size: .76rem; }
    @media (max-width: 60rem) { .card { padding: .7rem .9rem .8rem; } }
    """

  private static let figures = """
    figure { margin: 1.2rem 0; } figcaption { font: .9rem/1.5 var(--sans); color: var(--quiet); margin-top: .5rem; }
    .tools { display: block; margin-top: .2rem; font-size: .84rem; } .tools code { font-size: .8rem; }
    .frame { overflow-x: auto; text-align: center; }
    .frame > svg, .frame > img { display: block; width: 100%; height: auto; margin: 0 auto; min-width: min(var(--width, 0px), 40rem);
      max-width: calc(var(--width, 40rem) * 1.3); }
    .frame.pixels > img, .stage > img { background: #fff; padding: .4rem; border-radius: 4px; }
    .close { display: none; }
    .frame:target { position: fixed; inset: 0; z-index: 4; overflow: auto; padding: 3.2rem 1rem 1rem; background: var(--card); }
    .frame:target > svg, .frame:target > img { width: max(100%, 70rem); max-width: none; }
    .frame:target .close { display: block; position: fixed; top: .7rem; right: 1rem; padding: .4rem 1rem; border-radius: 99px;
      background: var(--ink); color: var(--paper); font: 600 .9rem var(--sans); text-decoration: none; }
    .zoom { width: 100vw; height: 100vh; height: 100dvh; max-width: none; max-height: none; margin: 0; padding: 0; border: 0;
      background: var(--card); color: var(--ink); }
    .zoom[open] { display: grid; grid-template-rows: auto minmax(0, 1fr); } .zoom form { display: flex; gap: .5rem; padding: .6rem 1rem; }
    .zoom button { font: 600 1rem var(--sans); min-width: 2.4rem; padding: .35rem .8rem; border-radius: 6px; cursor: pointer;
      border: 1px solid var(--quiet); background: var(--tint); color: var(--ink); } .zoom .end { margin-left: auto; }
    .stage { overflow: auto; padding: 0 1rem 1rem; cursor: grab; } .stage > * { display: block; height: auto; max-width: none; user-select: none; }
    """

  private static let paper = """
    @media print {
      @page { margin: 16mm 15mm; }
      :root { color-scheme: light; --ink: #000; --paper: #fff; --card: #fff; --quiet: #444; --line: #bbb; --tint: #f4f4f4; --link: #000;
        --good: #116329; --good-tint: #fff; --bad: #a40e26; --bad-tint: #fff; --open: #7a4b00; --open-tint: #fff; --none: #4f5863;
        --none-tint: #fff; }
      nav, .jump, .skip, .perma, .tools, .close, dialog { display: none !important; }
      html { font-size: 9.5pt; } body { display: block; font-size: 1rem; line-height: 1.42; } main { max-width: none; padding: 0; }
      h1 { font-size: 18pt; } h2 { font-size: 14pt; } h3 { font-size: 11.5pt; } table { font-size: 8pt; } figcaption { font-size: 8.5pt; }
      .page + .page { break-before: page; border: 0; margin: 0; padding: 0; }
      .card { padding: 2mm 3.5mm; margin: 4mm 0; } .card:target { box-shadow: none; }
      figure, tr, blockquote { break-inside: avoid; } h1, h2, h3, h4, summary { break-after: avoid; } thead { display: table-header-group; }
      p { orphans: 3; widows: 3; } .wide, .frame, .formula { overflow: visible; }
      .frame, .frame:target { position: static; padding: 0; } .frame > svg, .frame > img, .frame:target > svg, .frame:target > img {
        width: 100%; min-width: 0; max-width: 150mm; max-height: 200mm; }
    }
    """
}
