import Documents
import Pipeline

/// What a shell offers while a command line is typed. A manifest that cannot be read offers nothing.
public enum Completion {
  /// Sections and entries, and instances once a bracket is opened.
  ///
  /// - Parameters:
  ///   - words: the words of the command line so far.
  ///   - word: the one at the cursor, up to the cursor.
  public static func targets(_ words: [String], _ word: String, _ program: Program) -> [String] {
    guard let graph = graph(words, program) else { return [] }
    return word.contains("[") ? graph.nodes.map(\.id) : Set(graph.nodes.flatMap { [$0.section, $0.entry] }).sorted()
  }

  /// `ENTRY.` for a setting; after its `=` the columns of the tables that the entry reads. Some shells take the `=` for the
  /// end of a word.
  public static func settings(_ words: [String], _ index: Int, _ word: String, _ program: Program) -> [String] {
    guard let graph = graph(words, program) else { return [] }
    let before = words.prefix(max(0, index)).suffix(2)
    if let equals = word.firstIndex(of: "=") {
      return columns(readBy: word, graph).map { word[...equals] + $0 }
    }
    if before.last == "=", let setting = before.first { return columns(readBy: setting, graph) }
    return Set(graph.nodes.map { $0.entry + "." }).sorted()
  }

  /// The columns of the tables that the entry of `setting` reads.
  private static func columns(readBy setting: String, _ graph: Graph) -> [String] {
    let entry = setting.prefix { $0 != "." }
    var names: Set<String> = []
    for node in graph.nodes where node.entry == entry {
      for item in node.inputs.flatMap(\.items) {
        guard case .node(let above, let output) = item.content else { continue }
        names.formUnion(graph.nodes[above].columns[output]?.map(\.name) ?? [])
        names.formUnion(item.labels.map(\.axis))
      }
    }
    return names.sorted()
  }

  /// The graph of the manifest and the profile that the words name.
  private static func graph(_ words: [String], _ program: Program) -> Graph? {
    func value(_ option: String) -> String? {
      words.firstIndex(of: option).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
    }
    let file = value("--file") ?? ProjectSettings.manifest
    return try? ProjectSettings(file: file, profile: value("--profile")).load(program).graph
  }
}
