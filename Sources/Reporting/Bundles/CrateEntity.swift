import Documents
import Foundation

/// How entities of a crate are written: JSON-LD, flat, with links by `@id`.
enum CrateEntity {
  static func text(_ text: String) -> JSON { JSON(.string(text)) }
  /// A time as the profiles write it: with a zone in numbers, in UTC.
  static func time(_ date: Date) -> JSON { JSON(.string(date.formatted(.iso8601).dropLast() + "+00:00")) }
  static func link(_ id: String) -> JSON { JSON(.object([.init("@id", JSON(.string(id)))])) }

  /// Links to entities, each once.
  static func links(_ ids: [String]) -> JSON {
    var seen: Set<String> = []
    let distinct = ids.filter { seen.insert($0).inserted }
    // JSON-LD writes a set of one as its member.
    return distinct.count == 1 ? link(distinct[0]) : JSON(.array(distinct.map(link)))
  }

  /// A member with links to entities, where there are any.
  static func some(_ name: String, _ ids: [String]) -> [(String, JSON)] { ids.isEmpty ? [] : [(name, links(ids))] }

  static func entity(_ id: String, _ type: String, _ members: [(String, JSON)]) -> JSON {
    entity(id, type: text(type), members)
  }

  static func entity(_ id: String, _ types: [String], _ members: [(String, JSON)]) -> JSON {
    entity(id, type: JSON(.array(types.map(text))), members)
  }

  private static func entity(_ id: String, type: JSON, _ members: [(String, JSON)]) -> JSON {
    JSON(.object([.init("@id", text(id)), .init("@type", type)] + members.map { JSON.Member($0.0, $0.1) }))
  }

  /// A name as a part of an `@id`.
  static func plain(_ name: String) -> String {
    name.addingPercentEncoding(withAllowedCharacters: allowed) ?? "unknown"
  }

  private static let allowed = CharacterSet(charactersIn: "a"..."z").union(.init(charactersIn: "A"..."Z"))
    .union(.init(charactersIn: "0"..."9")).union(.init(charactersIn: "-._"))

  /// The `@id` of a file: its path as a part of an address.
  static func path(_ path: String) -> String {
    path.addingPercentEncoding(withAllowedCharacters: allowed.union(.init(charactersIn: "/"))) ?? path
  }
}
