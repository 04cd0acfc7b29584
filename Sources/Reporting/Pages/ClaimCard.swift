import Documents

/// The section of one claim: the verdict with the number nearest to failing, the figures, what to make of them; then,
/// folded, statement, theory and method, the numbers, and the stages behind them.
struct ClaimCard {
  let claim: ReportedClaim
  let profile: ReportedProfile

  private var result: ClaimResult { claim.result }

  var markdown: String {
    var text = "## \(Markdown.line(claim.heading))\n\n" + claim.line.verdictText(of: claim.id)
    text += " · \(Markdown.line(sentence))\n\n"
    if !result.pressure.isEmpty { text += "*Where it turns.* \(Markdown.line(result.pressure))\n\n" }
    if claim.isRecorded { text += "Not made again by this run: shown as `plumb.lock.json` records it.\n\n" }
    if let attested = claim.attested { text += Markdown.line(attested) + "\n\n" }
    // Without numbers there is no figure either.
    for (index, figure) in (result.checks.isEmpty ? [] : claim.figures).enumerated() {
      text += self.figure(figure, caption: index < result.captions.count ? result.captions[index] : "")
    }
    // It speaks of the numbers.
    if let discussion = result.discussion, !result.checks.isEmpty { text += Markdown.text(discussion) + "\n\n" }
    return text + method + numbers + stages + "\n"
  }

  private var sentence: String {
    let nearest = result.nearest
    return nearest.isEmpty || nearest.last == "." ? nearest : nearest + "."
  }

  /// A claim whose own stage failed has a title only.
  private var method: String {
    guard !result.statement.isEmpty else { return "" }
    let statement = Markdown.quote("\(result.statement)\n\n— \(result.source)")
    let body =
      "\(statement)\n\n*Theory.* \(Markdown.text(result.theory))\n\n*Here.* \(Markdown.text(result.method))\n"
      + (claim.criterion.map { "\n\(Markdown.line($0))\n" } ?? "")
    return Markdown.folded("Statement, theory and method", body) + "\n"
  }

  private var numbers: String {
    let all = result.numbers
    if all.isEmpty { return "" }
    let body = all.map { CheckSection($0, claim: claim.id, sources: claim.sources[$0.data] ?? []).markdown }
    return Markdown.folded("Numbers: \(roles)", String(body.joined().dropLast())) + "\n"
  }

  /// How many checks count, and how many of each other role there are.
  private var roles: String {
    let evidence = result.checks.count(where: \.isEvidence)
    let others = Role.allCases.compactMap { role -> String? in
      let count = result.checks.count { $0.role == role }
      return count == 0 ? nil : "\(count) \(role.rawValue)"
    }
    let told = result.values?.count ?? 0
    let parts = [
      evidence == 0 ? "" : "\(evidence.counted("check")) as evidence",
      others.isEmpty ? "" : others.joined(separator: ", ") + " (not counted)",
      told == 0 ? "" : "\(told) told without a criterion",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
  }

  private func figure(_ figure: ReportedFigure, caption: String) -> String {
    let (caption, heading) = (Markdown.line(caption), Markdown.line(claim.heading))
    if let reason = figure.missing { return "*\(caption)* The figure was not made: \(Markdown.line(reason)).\n\n" }
    return figure.markdown(caption: caption, alternative: heading)
  }

  private var stages: String {
    let rows = claim.stages.map { stage in
      let anchor = "<a id=\"\(Markdown.stageAnchor(stage.id, claim: claim.id))\"></a>"
      return [anchor + "`\(stage.id)`", stage.kind, stage.instances, stage.key.map { "`\($0.prefix(12))`" } ?? "none"]
    }
    let origin = claim.origin.map { "Defined in \($0.text). " } ?? ""
    let time = claim.time.map { ": \($0.text)" } ?? ""
    return Markdown.folded(
      "Rebuild just this with <code>\(profile.command) \(claim.id)</code>\(time); the stages behind it",
      origin + "`plumb show NAME` lists the instances of a stage with parameters and inputs; the key of several is the "
        + "digest of their keys.\n\n" + Markdown.table(["stage", "kind", "instances", "key"], rows, alignRight: [2]))
  }
}

extension ReportedFigure {
  /// The picture, then its caption with links to the other forms.
  func markdown(caption: String, alternative: String) -> String {
    let image = picture.map { "![\(alternative)](\($0))\n\n" } ?? ""
    let links = [("PDF", drawing), ("data", data)].compactMap { name, link in link.map { "[\(name)](\($0))" } }
    return image + (["*\(caption)*"] + (links.isEmpty ? [] : [links.joined(separator: ", ")])).joined(separator: " ")
      + "\n\n"
  }
}
