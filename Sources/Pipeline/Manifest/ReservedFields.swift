import Documents

/// What every entry may say about itself, whatever its kind.
struct ReservedFields {
  let isTransient: Bool
  let timeout: Double?
  let each: String?

  /// Reads the keys that `section` reserves, `kind` and `sweep` apart.
  init(_ fields: Fields, section: String) {
    isTransient = fields.boolean("transient", "whether outputs may be dropped after their last use", required: false)
    timeout = fields.optionalNumber("timeout", in: 0.001...31_536_000, "seconds after which an attempt is stopped")
    each = fields.optionalString("each", Self.eachHelp)
    _ = fields.optionalString("about", "a remark for readers")
    if section == ManifestSections.stages, let export = fields.optionalObject("export", Self.exportHelp) {
      for output in export.keys { _ = export.string(output, "a path in the project") }
    }
  }

  /// The keys that `section` reserves, with their meaning.
  static func descriptions(in section: String) -> [FieldDescription] {
    let fields = Fields.describing(section)
    if section == ManifestSections.stages { _ = fields.string("kind", kindHelp) }
    _ = fields.any("sweep", sweepHelp, required: false, isObject: true)
    _ = ReservedFields(fields, section: section)
    return fields.schema
  }

  static let exportHelp = "where outputs are published: a path in the project by output"
  static let sweepHelp = "lists of values by axis: one instance for each combination, the first axis slowest"
  static let eachHelp =
    "an entry, or a selection such as gram[n=100]: one instance for each of its instances, with their axes"
  static let kindHelp = "the kind of the stage"

  /// The keys that say something of a run, which a kind may have defaults for.
  static let ofRuns = ["transient", "timeout"]

  /// The keys that the entries of `section` do not hand on to their stage.
  static func keys(in section: String) -> [String] {
    let isStages = section == ManifestSections.stages
    return ["kind", "sweep", "each", "transient", "timeout", "about"] + (isStages ? ["export"] : [])
  }
}
