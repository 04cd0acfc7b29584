import Foundation

/// The elements of an HTML page, read without a browser.
public struct HTMLStructure {
  public struct Element {
    public let name: String
    public let attributes: [String: String]
    /// The names of the elements around it, outermost first.
    public let around: [String]
  }

  public private(set) var elements: [Element] = []
  /// What is not well formed.
  public private(set) var faults: [String] = []

  private static let void: Set = ["meta", "link", "img", "br", "hr", "input", "col", "wbr"]

  /// Reads `html`; a script and a style sheet are texts.
  public init(_ html: String) {
    var open: [String] = []
    var rest = html[...]
    while let start = rest.firstIndex(of: "<") {
      rest = rest[start...]
      if rest.hasPrefix("<!DOCTYPE html>") {
        rest = rest.dropFirst(15)
        continue
      }
      guard
        let tag = rest.prefixMatch(
          of: /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z][A-Za-z0-9:\-]*(?:="[^"]*")?)*)\s*(\/?)>/)
      else {
        faults.append("no tag: \(rest.prefix(60))")
        rest = rest.dropFirst()
        continue
      }
      rest = rest[tag.range.upperBound...]
      let name = String(tag.2)
      if tag.1 == "/" {
        if open.last == name { open.removeLast() } else { faults.append("</\(name)> within \(open.suffix(3))") }
        continue
      }
      var attributes: [String: String] = [:]
      for part in tag.3.matches(of: /([A-Za-z][A-Za-z0-9:\-]*)(?:="([^"]*)")?/) {
        if attributes.updateValue(String(part.2 ?? ""), forKey: String(part.1)) != nil {
          faults.append("twice \(part.1)")
        }
      }
      elements.append(Element(name: name, attributes: attributes, around: open))
      if Self.void.contains(name) || tag.4 == "/" { continue }
      open.append(name)
      if name == "script" || name == "style", let end = rest.firstRange(of: "</\(name)>") {
        rest = rest[end.lowerBound...]
      }
    }
    faults += open.map { "<\($0)> is not closed" }
  }

  public func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// What is wrong with a report's page as a whole: nothing, if it holds what is promised of all.
  public var complaints: [String] {
    var found = faults
    let ids = elements.compactMap { $0.attributes["id"] }
    found += Dictionary(grouping: ids) { $0 }.filter { $1.count > 1 }.keys.sorted().map { "the id \($0) stands twice" }
    let known = Set(ids)
    for link in all("a") {
      let address = link.attributes["href"] ?? ""
      let id = String(address.dropFirst()).removingPercentEncoding ?? ""
      if address.hasPrefix("#"), !known.contains(id) { found.append("\(address) leads nowhere") }
      if link.around.contains("a") { found.append("a link within a link") }
    }
    // A link to the web is followed by a click only; nothing else leads there.
    for element in elements where element.name != "a" {
      for (name, value) in element.attributes
      where ["src", "href", "srcset", "poster", "data", "action", "xlink:href"].contains(name) {
        if !value.hasPrefix("data:"), !value.hasPrefix("#") {
          found.append("\(element.name) fetches \(value.prefix(60))")
        }
      }
      for name in element.attributes.keys where name.hasPrefix("on") { found.append("\(element.name) obeys \(name)") }
    }
    let headings = elements.filter { $0.name.count == 2 && $0.name.first == "h" && $0.name.last?.isNumber == true }
    if headings.count(where: { $0.name == "h1" }) != 1 { found.append("not one h1") }
    for (above, heading) in zip(headings, headings.dropFirst()) {
      let (level, before) = (heading.name.last?.wholeNumberValue ?? 0, above.name.last?.wholeNumberValue ?? 0)
      if level > before + 1 { found.append("\(heading.name) below \(above.name)") }
    }
    found += headings.filter { $0.attributes["id"] == nil }.map { "\($0.name) has no id" }
    found += all("img").filter { $0.attributes["alt"] == nil }.map { _ in "a picture without a text" }
    return found
  }
}
