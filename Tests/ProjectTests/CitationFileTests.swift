import Testing

@testable import Project

@Suite struct CitationFileTests {
  @Test func `authors are read as persons and as groups, with their pages`() {
    let file = CitationFile(
      """
      cff-version: 1.2.0
      title: "authors: nobody"
      authors:
      # A remark.
        - family-names: Beethoven
          name-particle: van
          given-names: 'Ludwig'
          orcid: "https://orcid.org/0000-0000-0000-0000"
        - name: "The Plumb authors"
      keywords:
        - name: no author
      version: 0.1.0
      """)
    #expect(file.authors.map(\.name) == ["Ludwig van Beethoven", "The Plumb authors"])
    #expect(file.authors.map(\.isPerson) == [true, false])
    #expect(file.authors.map(\.page) == ["https://orcid.org/0000-0000-0000-0000", nil])
    #expect(CitationFile("authors:\n").authors.isEmpty && CitationFile("x").authors.isEmpty)
  }
}
