import Documents
import Foundation

extension ResearchCrate {
  /// The articles, where they appeared, and the authors of the crate and of the articles, each once.
  var works: [JSON] {
    let people = authors + articles.flatMap(\.people).map { Author(name: $0, isPerson: true) }
    var seen: Set<String> = []
    let venues = articles.compactMap(\.venue).filter { seen.insert("venue " + $0).inserted }
    return articles.indices.map(article)
      + venues.map { CrateEntity.entity(Self.venue($0), "CreativeWork", [("name", CrateEntity.text($0))]) }
      + people.filter { seen.insert($0.name).inserted }.map { author in
        CrateEntity.entity(
          Self.person(author.name), author.isPerson ? "Person" : "Organization",
          [("name", CrateEntity.text(author.name))] + (author.page.map { [("url", CrateEntity.text($0))] } ?? []))
      }
  }

  private func article(_ index: Int) -> JSON {
    let article = articles[index]
    let others = [
      ("datePublished", article.year.map { CrateEntity.text(String($0)) }),
      ("isPartOf", article.venue.map { CrateEntity.link(Self.venue($0)) }),
      ("url", article.link.map(CrateEntity.text)),
    ].compactMap { name, value in value.map { (name, $0) } }
    return CrateEntity.entity(
      address(index), "ScholarlyArticle",
      [("name", CrateEntity.text(article.title))] + CrateEntity.some("author", article.people.map(Self.person)) + others
    )
  }

  /// The article's own address where it has one that no other has.
  func address(_ index: Int) -> String {
    let link = articles[index].link
    let isOwn = link.map { link in articles.count { $0.link == link } == 1 && link.hasPrefix("https://") } ?? false
    return isOwn ? link ?? "" : "#article-\(index + 1)"
  }

  static func person(_ name: String) -> String { "#author-" + CrateEntity.plain(name.lowercased()) }
  private static func venue(_ name: String) -> String { "#venue-" + CrateEntity.plain(name.lowercased()) }
}
