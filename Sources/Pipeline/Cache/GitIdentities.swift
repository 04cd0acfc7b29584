import Foundation

extension GitRepository {
  /// The addresses of the repositories that this one is fetched from or sent to, as its own configuration has them.
  public var remotes: [String] {
    configuration.filter { $0.section.hasPrefix("remote") && ["url", "pushurl"].contains($0.key) }.map(\.value)
  }

  /// Names and addresses of those who committed here, as the repository's own configuration and its log of `HEAD` have them.
  public var people: [(name: String, email: String)] {
    let own = configuration.filter { $0.section == "user" }
    func value(_ key: String) -> String { own.last { $0.key == key }?.value ?? "" }
    var people = [(name: value("name"), email: value("email"))]
    let log = (try? FileSystem.read(folder + "/logs/HEAD")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    for line in log.split(separator: "\n") {
      // Two names of commits, then `Name <address> seconds zone`, and after a tab what was done.
      guard let match = line.prefixMatch(of: #/[0-9a-f]+ [0-9a-f]+ ([^<\t]*)<([^>\t]*)>/#) else { continue }
      people.append((match.1.trimmingCharacters(in: .whitespaces), String(match.2)))
    }
    var seen: Set<String> = []
    return people.filter { seen.insert("\($0.name)\n\($0.email)").inserted && !($0.name + $0.email).isEmpty }
  }

  /// The lines `key = value` of `.git/config`, each with its section in small letters; what it includes is not read.
  private var configuration: [(section: String, key: String, value: String)] {
    guard let bytes = try? FileSystem.read(common + "/config") else { return [] }
    var (section, found): (String, [(String, String, String)]) = ("", [])
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("[") {
        section = text.dropFirst().prefix { $0 != "]" }.lowercased()
      } else if let equals = text.firstIndex(of: "=") {
        let key = text[..<equals].trimmingCharacters(in: .whitespaces).lowercased()
        found.append(
          (section, key, text[text.index(after: equals)...].trimmingCharacters(in: .init(charactersIn: " \t\""))))
      }
    }
    return found
  }
}
