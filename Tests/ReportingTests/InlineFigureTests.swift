import Foundation
import Testing

@testable import Reporting

@Suite struct InlineFigureTests {
  private func svg(_ body: String = "", attributes: String = "") -> Data {
    let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"72.5pt\" height=\"36pt\" \(attributes)>"
    return Data("<?xml version=\"1.0\"?>\n\(head)\n<title id=\"plumb-title\">old</title>\(body)\n</svg>\n".utf8)
  }

  @Test func `identifiers get the page's own beginning, and the title what stands for the figure`() throws {
    let figure = try #require(
      InlineFigure(svg("<g clip-path=\"url(#plumb-1)\"><path class=\"plumb-f1\" d=\"M0 0\"/></g>")))
    let markup = figure.markup(prefix: "A1-f", title: "a < b")
    #expect(markup.contains("url(#A1-f-1)") && markup.contains("class=\"A1-f-f1\"") && !markup.contains("plumb-"))
    #expect(markup.contains("<title id=\"A1-f-title\">a &lt; b</title>") && markup.hasPrefix("<svg "))
    #expect(figure.size?.width == 72.5 && figure.size?.height == 36)
  }

  @Test(arguments: [
    "<script>x</script>", "<a href=\"https://example.org\"><path/></a>", "<image href=\"https://example.org/x.png\"/>",
    "<foreignObject/>", "<path onload=\"x\"/>", "<image xlink:href=\"x.png\"/>", "<use href=\"#plumb-1\"/>",
    "<image href='https://example.org/x.png'/>", "<image href=https://example.org/x.png />", "<path onload='x'/>",
    "<path onload=x />", "<path/onload=\"x\"/>", "<image\thref=\"x\"/>", "<!-- <path/> -->", "<![CDATA[<path/>]]>",
    "<?x?>",
    "<path fill=\"url(https://example.org/x)\"/>", "<path fill=\"u\\72l(https://example.org/x)\"/>",
    "<path fill=\"&#117;rl(https://example.org/x)\"/>", "<path style=\"fill:red\"/>", "<path d=\"M0 0",
    "<style>@import \"https://example.org/x\";</style>", "<style>.plumb-a{fill:URL(x)}</style>",
    "<path d='M0 0' href=\"https://example.org/x\"/>", "<image HREF=\"x.png\"/>",
  ]) func `what is not Plumb's own drawing is no part of a page`(_ body: String) {
    #expect(InlineFigure(svg(body)) == nil)
    #expect(InlineFigure(svg("<image href=\"data:image/png;base64,AAAA\"/>")) != nil)
  }
}
