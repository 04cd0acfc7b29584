import Foundation
import Pipeline
import Reporting

extension ReportMaterial {
  /// The tables that claims are judged on and the verdicts, by digest.
  func tables() throws -> [(digest: String, file: AttachedFile)] {
    var seen = Set(graph.nodes.flatMap { node in node.exports.compactMap { digest(node, $0.output) } })
    var (tables, names): ([(String, AttachedFile)], TableNames) = ([], TableNames())
    let (claims, verdict) = (self.names.claims, self.names.verdict)
    func add(_ node: Node, _ output: String, _ folder: String) throws {
      guard let digest = digest(node, output), seen.insert(digest).inserted,
        let data = try files.data(records[node.id]?.output(output))
      else { return }
      let ending = node.stage.outputs.first { $0.name == output }?.fileExtension ?? "bin"
      let path = names.path(of: node, output, in: folder, ending: ending, digest: digest)
      tables.append((digest, AttachedFile(path: path, data: data, summary: "output \(output) of \(node.id)")))
    }
    for claim in nodes(claims) {
      for case .node(let index, let output) in claim.inputs.flatMap({ Array($0.contents) }) {
        try add(graph.nodes[index], output, "tables")
      }
      try add(claim, verdict, claims)
    }
    return tables
  }

  private func digest(_ node: Node, _ output: String) -> String? { records[node.id]?.output(output)?.digest.hex }

  /// Every stage that has a result, with what it read and made.
  func actions(tables: [(digest: String, file: AttachedFile)]) -> [CrateAction] {
    var paths = Dictionary(tables.map { ($0.digest, $0.file.path) }) { first, _ in first }
    for node in graph.nodes {
      for export in node.exports { digest(node, export.output).map { paths[$0] = paths[$0] ?? path(export) } }
    }
    var seen: Set<String> = []
    return graph.nodes.compactMap { node in
      guard let record = records[node.id], seen.insert(record.key.hex).inserted else { return nil }
      let inputs = record.inputs.map {
        CrateAction.Value(name: $0.name, slot: $0.path, digest: $0.digest, path: paths[$0.digest])
      }
      let outputs = record.outputs.map {
        CrateAction.Value(
          name: "\(node.id), \($0.name)", slot: $0.name, digest: $0.digest.hex, path: paths[$0.digest.hex])
      }
      return CrateAction(
        id: node.id, kind: node.kind.name, revision: node.kind.revision, summary: node.kind.summary,
        key: record.key.hex, entry: node.entry,
        parameters: (anonymity?.hidden(node.parameters) ?? node.parameters).members ?? [], inputs: inputs,
        outputs: outputs, end: date(of: record), seconds: record.seconds)
    }
  }
}

/// Names of tables in a bundle: those of their stages.
private struct TableNames {
  private var taken: Set<String> = []

  /// `tables/fits.csv`, `tables/fits_d_3_.rows.csv` for one of several outputs of an instance; with a part of its digest where
  /// the name is taken.
  mutating func path(of node: Node, _ output: String, in folder: String, ending: String, digest: String) -> String {
    let part = node.stage.outputs.count(where: { !$0.isAside }) > 1 ? ".\(output)" : ""
    let name = String(
      (node.id + part).prefix(120).map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-=,".contains($0)) ? $0 : "_" }
    )
    let path = "\(folder)/\(name)"
    let isFree = taken.insert(path.lowercased()).inserted
    return (isFree ? path : "\(path)-\(digest.prefix(12))") + ".\(ending)"
  }
}
