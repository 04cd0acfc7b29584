import Foundation
import Testing

@testable import Plotting

struct IdentifiersTests {
  @Test func `identifiers and their uses are renumbered together`() {
    let svg = ##"<a id="image17"/><b id="g5"/><use xlink:href="#g5"/><c clip-path="url(#image17)" d="id=17"/>"##
    let wanted = ##"<a id="i1"/><b id="i2"/><use xlink:href="#i2"/><c clip-path="url(#i1)" d="id=17"/>"##
    #expect(Identifiers.renumbered(Data(svg.utf8)) == Data(wanted.utf8))
  }

  @Test func `a use without a definition is left alone`() {
    let svg = Data(##"<use href="#nowhere"/>"##.utf8)
    #expect(Identifiers.renumbered(svg) == svg)
    #expect(Identifiers.renumbered(Data()) == Data())
  }
}
