import Foundation
import Testing

@testable import Reporting

/// Texts of claims as LaTeX takes them.
@Suite struct TeXTextTests {
  @Test(arguments: [
    ("5 % of A&B_1 #2 {x}", ##"5 \% of A\&B\_1 \#2 \{x\}"##), ("slope $k^{-d}$, 100 %", #"slope $k^{-d}$, 100 \%"#),
    ("costs 3 $", #"costs 3 \$"#), ("η² ≤ 1", #"\ensuremath{\eta}\ensuremath{^{2}} \ensuremath{\le} 1"#),
    ("$μ_k ≥ 0$", #"$\mu _k \ge  0$"#),
    ("naïve – “so”", #"naïve \textendash{} \textquotedblleft{}so\textquotedblright{}"#),
    (#"a\b ~ ^ < >"#, #"a\textbackslash{}b \textasciitilde{} \textasciicircum{} \ensuremath{<} \ensuremath{>}"#),
    ("漢", "[U+6F22]"), ("two\nlines", "two lines"), ("$$", ""),
  ])
  func `what is no formula is escaped`(_ pair: (String, String)) { #expect(TeXText.escaped(pair.0) == pair.1) }

  @Test func `commands keep their signs and may break after some of them`() {
    #expect(TeXText.code("run a_b/c") == #"\texttt{run a\_\allowbreak{}b/\allowbreak{}c}"#)
  }
}
