import Documents

extension ManifestFault: CustomStringConvertible {
  /// One line: `fact; remedy`.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason, let near):
      "the manifest file `\(path.printable)` cannot be read: \(reason); "
        + Self.meant(near, "give the path of a \(path.hasSuffix(Prose.ending) ? "Markdown" : "JSON") file")
    case .fileTooLarge(let path, let limit):
      "the manifest file `\(path.printable)` is larger than \(limit >> 20) MB; split it by `include`"
    case .pathEmpty: "a path is empty; give a path relative to the project"
    case .pathAbsolute(let path): "the path `\(path.printable)` is absolute; give it relative to the project"
    case .pathLeaves(let path): "the path `\(path.printable)` leaves the project; drop the `..`"
    case .pathTooLong(let path, let limit):
      "the path `\(path.printable)` is longer than \(limit) bytes; shorten it"
    case .nameTooLong(let path, let limit):
      "the path `\(path.printable)` has a name longer than \(limit) bytes; shorten it"
    case .pathNotPlain(let path):
      "the path `\(path.printable)` is not plain; "
        + (ProjectPath.plain(path).map { "write `\($0.printable)`" } ?? "write names with single slashes between them")
    case .pathThroughLink(let path):
      "the path `\(path.printable)` leads out of the project by a symbolic link; put the file itself into the project"
    case .proseNotText(let path): "the file `\(path.printable)` is no UTF-8 text; save it as UTF-8"
    case .proseBeforeEntry:
      "a text stands under no entry and part; put it below `# ENTRY` and `## KEY`, such as `# M1` and `## statement`"
    case .proseHeading(let line):
      "`\(line.printable)` is no heading; put a space behind the `#`, or more words into the line"
    case .proseOfUnknownEntry(let name, let near):
      "there is no entry `\(name.printable)` to take a text; " + Self.meant(near, "name an entry of the manifest")
    case .proseTwice(let key, let id, let first):
      "`\(key.printable)` of `\(id.printable)` stands already at \(first); drop one of the two"
    case .includeCycle(let paths): "the files include each other: \(Self.chain(paths)); drop one of these includes"
    case .includeTooDeep(let limit): "includes are nested deeper than \(limit); include the file from further up"
    case .includedTwice(let path, let first):
      "the file `\(path.printable)` is included already at \(first); drop one of the two"
    case .notAnObject(let what, let found): "\(what) must be an object, not \(found.printable); write { ... }"
    case .unknownSection(let name, let known):
      "unknown key `\(name.printable)` in the manifest; " + Suggestion.sentence(for: name, among: known)
    case .outsideMain(let key, let main): "`\(key)` stands in an included file; move it to `\(main.printable)`"
    case .emptyManifest(let newest):
      "the manifest is empty; begin it with \"format\": \(newest), or let `plumb init` write one"
    case .oldFormat(let format, let newest):
      "the manifest is of format \(format), and this program reads \(newest); run `plumb migrate`"
    case .newFormat(let format, let newest):
      "the manifest is of format \(format.printable), and this program reads \(newest); install a newer Plumb"
    case .badName(let what, let name):
      "`\(name.printable)` is no name for \(what == "entry" || what == "axis" ? "an" : "a") \(what); "
        + "use up to 100 letters, digits, `-` and `_`, a letter or digit first"
    case .repeatedProfile(let name): "the profile `\(name.printable)` is listed twice; keep one"
    case .unknownProfile(let name, let known):
      "there is no profile `\(name.printable)`; " + Suggestion.sentence(for: name, among: known)
    case .noValueForProfile(let profile, let context, let given):
      "a value in \(context) is given for \(Self.list(given)) but not for the profile `\(profile.printable)`; add it"
    case .profileInProfile(let context):
      "a value per profile in \(context) holds another value per profile; give each profile its value directly"
    case .idIsSection(let id): "the entry `\(id)` has the name of a section; rename it"
    case .duplicateID(let id, let first): "the entry `\(id)` exists already at \(first); rename one of the two"
    case .lacksKind(let id): "stage `\(id)` lacks `kind`; add the kind of the stage"
    case .kindInSection(let id, let section, let kind):
      "`\(id)` gives a `kind`, but every entry of `\(section)` is a \(kind); drop the key"
    case .unknownKind(let kind, let id, let known):
      "unknown kind `\(kind.printable)` of stage `\(id)`; " + Suggestion.sentence(for: kind, among: known)
    case .duplicateValue(let name, let first): "the value `\(name)` exists already at \(first); rename one of the two"
    case .unknownValueOwner(let name, let reference, let context, let near):
      "`{\(reference.printable)}` in \(context) names `\(name.printable)`, which does not exist; "
        + Self.meant(near, "name an entry or a value, or put a space behind the brace of a text")
    case .unknownValue(let key, let reference, let context, let known):
      "`{\(reference.printable)}` in \(context) leads to no value: there is no `\(key.printable)`; "
        + Suggestion.sentence(for: key, among: known)
    case .objectInText(let reference, let context):
      "`{\(reference.printable)}` in a text of \(context) is an object; name one of its members"
    case .valueCycle(let references): "values refer to each other: \(Self.chain(references)); write one of them out"
    case .valueTooDeep(let limit): "references lead on to others more than \(limit) times; name the value itself"
    case .tooManyValues(let limit): "references stand for more than \(limit) values in all; refer to smaller ones"
    case .defaultsOfUnknownKind(let kind, let known):
      "there are defaults of the unknown kind `\(kind.printable)`; " + Suggestion.sentence(for: kind, among: known)
    case .unusedDefault(let key, let kind): "no \(kind) of this file takes the default `\(key.printable)`; remove it"
    case .eachCycle(let id): "`each` of `\(id)` leads back to itself; follow an entry that does not follow this one"
    case .eachTooDeep(let limit):
      "`each` follows more than \(limit) entries, one after the other; follow an entry nearer to the start"
    case .axisOfEach(let axis, let context, let each):
      "\(context) has the axis `\(axis)` from `each` already, which follows `\(each)`; remove it from `sweep`"
    case .badSweep(let context, let found):
      "`sweep` in \(context) must be an object of axes, not \(Self.emptyOr(found)); write { \"axis\": [ ... ] }"
    case .badAxis(let axis, let context, let found):
      "the axis `\(axis.printable)` in \(context) must be a list of values, not \(Self.emptyOr(found)); write [ ... ]"
    case .badAxisValue(let axis, let context, let found):
      "the axis `\(axis.printable)` in \(context) cannot take \(found.printable); "
        + "give a short string, a number, true, false or a list of these; reach into objects by dotted names"
    case .mixedAxis(let axis, let context):
      "the axis `\(axis.printable)` in \(context) mixes objects with plain values; use one or the other"
    case .repeatedAxis(let axis, let context):
      "the axis `\(axis.printable)` in \(context) is set by two lists of the sweep; drop one"
    case .axisAlsoGiven(let axis, let context):
      "`\(axis.printable)` in \(context) is both swept and given; keep the sweep or the value"
    case .axisInsideValue(let axis, let context):
      "the axis `\(axis.printable)` in \(context) reaches into a value that is no object; sweep one of the two"
    case .unusedAxis(let axis, let context, let templates):
      "the axis `\(axis.printable)` of \(context) changes nothing; write `{\(axis.printable)}` in its "
        + (templates.first.map { "`\($0)`" } ?? "texts")
    case .unknownParameter(let name, let context, let known):
      "`{\(name.printable)}` in \(context) is the name of no axis and no parameter; write `{{\(name.printable)}}` for the "
        + "text itself, or " + Self.parameter(name, known)
    case .repeatedInstance(let id): "the sweep makes `\(id.printable)` twice; drop the repeated values"
    case .tooManyNodes(let count, let limit):
      "the sweep makes \(count) instances, and the manifest may have \(limit) in all; sweep over fewer values"
    case .badReference(let text, let context):
      "`\(text.printable)` in \(context) is no reference; write stage, stage.output or stage[axis=value].output"
    case .unknownEntry(let name, let context, let near):
      "\(context) refers to `\(name.printable)`, which does not exist; "
        + Self.meant(near, "name an entry of the manifest")
    case .unknownOutput(let name, let entry, let context, let known):
      "\(context) refers to the output `\(name.printable)`, which `\(entry)` does not have; "
        + Suggestion.sentence(for: name, among: known)
    case .wrongOutputType(let reference, let context, let expected, let found):
      "\(context) needs a \(expected), and `\(reference.printable)` is a \(found); refer to an output of the right type"
    case .noOutputOfType(let entry, let context, let expected, let outputs):
      "\(context) needs a \(expected), which `\(entry)` does not make; "
        + (outputs.isEmpty ? "refer to another entry" : "it makes \(Self.list(outputs))")
    case .severalOutputsOfType(let entry, let context, let expected, let outputs):
      "\(context) needs a \(expected), of which `\(entry)` makes several; "
        + "name one: " + Self.list(outputs.map { "\(entry).\($0)" })
    case .unknownAxis(let axis, let entry, let context, let known):
      "\(context) picks `\(entry)` by the axis `\(axis.printable)`, which it does not have; "
        + (known.isEmpty ? "`\(entry)` is not swept" : Suggestion.sentence(for: axis, among: known))
    case .noInstance(let reference, let context, let wanted, let example):
      "no instance of `\(reference.printable)` has \(wanted.printable), which \(context) needs; "
        + "its first instance is `\(example.printable)`"
    case .severalInstances(let reference, let context, let matched, let count, let free):
      "\(context) needs one value, and `\(reference.printable)` stands for \(count): \(Self.list(matched))"
        + (count > matched.count ? ", ...; " : "; ")
        + (free.isEmpty
          ? "name one"
          : "fix \(free.joined(separator: " and ")): "
            + "\(reference.printable)[\(free.map { "\($0)=..." }.joined(separator: ","))]")
    case .selfReference(let context): "\(context) refers to itself; refer to another entry"
    case .cycle(let ids): "entries wait for each other: \(Self.chain(ids)); drop one of these references"
    case .tooManyEdges(let limit):
      "references stand for more than \(limit) values in all; fix more axes, or give both sides the same axes"
    case .unknownColumn(let name, let context, let known):
      "\(context) names the column `\(name.printable)`, which its table does not have; "
        + (Suggestion.nearest(to: name, among: known).map { "did you mean `\($0.printable)`? " } ?? "")
        + Self.all(known)
    case .columnOfTexts(let name, let context):
      "\(context) needs numbers, and the column `\(name.printable)` holds texts; name a column of numbers"
    case .textInColumn(let cell, let context):
      "\(context) needs numbers, and \(cell), which is no number; correct what made it, or leave a cell empty where its "
        + "number is missing"
    case .otherTable(let key, let context, let column, let holdsTexts, let maker):
      "the table `\(key)` of \(context) "
        + (holdsTexts
          ? "holds texts in the column `\(column)`, where numbers are needed"
          : "has no column `\(column)`, which is needed") + "; give tables of stages of kind \(maker)"
    case .columnsDiffer(let key, let context, let names):
      "\(context) leaves out `\(key)` where it would stand for different columns: \(Self.list(names)); "
        + "give `\(key)`, each time on its own"
    case .columnNotGiven(let key, let context, let known):
      "\(context) lacks `\(key)`, and its table does not say which column is meant; "
        + ("add `\(key)`"
          + (known.isEmpty ? ", or the columns of a program's table under `tables`" : "; " + Self.all(known)))
    case .range(let fault): fault.description
    case .unknownExport(let name, let id, let known):
      "`\(id)` exports `\(name.printable)`, which it does not make; " + Suggestion.sentence(for: name, among: known)
    case .exportOfSweep(let id):
      "`\(id)` is swept, and its instances cannot all be published at one path; export from an entry that gathers them"
    case .exportAtTop(let path):
      "the export `\(path.printable)` would stand beside the project's own files; choose a folder such as results/"
    case .exportHidden(let path):
      "the export `\(path.printable)` names a hidden file or folder; choose names that do not begin with a dot"
    case .exportEnding(let path, let output, let expected):
      "the export `\(path.printable)` does not have the ending of `\(output)`; "
        + (expected.isEmpty ? "drop the ending" : "end it with \(expected)")
    case .exportOverManifest(let path): "the export `\(path.printable)` would replace the manifest; choose another path"
    case .exportOverProvenance(let path):
      "the export `\(path.printable)` is where a run records itself; choose another name"
    case .exportWithin(let path, let file, let owner):
      "`\(path.printable)` would lie within `\(file.printable)`, "
        + (owner.map { "a file that `\($0.printable)` publishes" } ?? "which is a file") + "; choose another path"
    case .exportInSource(let path, let folder, let reader):
      "`\(path.printable)` would lie within the folder `\(folder.printable)`, which `\(reader.printable)` reads as a whole; "
        + "choose another path"
    case .sourceIsPublished(let path, let context, let owner, let output):
      "\(context) reads the file `\(path.printable)`, which "
        + (owner.map { "`\($0.printable)` publishes; read `\($0.printable).\(output)` as an input" }
          ?? "it publishes itself; export to another path")
    case .sourceIsRecord(let path, let context):
      "\(context) reads the file `\(path.printable)`, where a run records itself; read another file"
    case .exportClash(let path, let first):
      "`\(path.printable)` is published by `\(first.printable)` already; choose another path"
    case .badSetting: "a setting must read entry.key=value; write, for example, --set gram.layers=3"
    case .badSettingValue: "the value begins like JSON but is none; close its brackets and quotes"
    case .settingUnknownEntry(let name, let near):
      "there is no entry `\(name.printable)`; " + Self.meant(near, "name an entry of the manifest")
    case .settingUnknownValue(let name, let known):
      "there is no value `\(name.printable)`; " + Suggestion.sentence(for: name, among: known)
    case .settingOfBundle(let key, let id, let axis):
      "`\(key.printable)` of `\(id)` is set together with others by the axis `\(axis.printable)`; set that axis"
    case .settingThroughValue(let key, let id, let found):
      "`\(key.printable)` of `\(id)` would lie inside \(found.printable); set the value around it"
    case .settingIndex(let key, let id, let count):
      "`\(key.printable)` of `\(id)` would lie inside a list of \(count); "
        + (count == 0 ? "set the list itself" : "give a position from 0 to \(count - 1)")
    case .unknownTarget(let name, let known):
      "there is no entry, instance or section `\(name.printable)`; " + Suggestion.sentence(for: name, among: known)
    case .noTargetMatches(let pattern): "nothing matches `\(pattern.printable)`; see plumb list"
    }
  }

  private static func chain(_ names: [String]) -> String { names.map(\.printable).joined(separator: " -> ") }

  private static func list(_ names: [String]) -> String {
    names.prefix(8).map { "`\($0.printable)`" }.joined(separator: ", ") + (names.count > 8 ? ", ..." : "")
  }

  private static func all(_ columns: [String]) -> String {
    columns.isEmpty ? "it has no columns" : "its columns: " + columns.map(\.printable).joined(separator: ", ")
  }

  private static func parameter(_ name: String, _ known: [String]) -> String {
    Suggestion.nearest(to: name, among: known).map { "`{\($0.printable)}`" }
      ?? (known.isEmpty ? "add a sweep over it" : "one of " + list(known))
  }

  private static func emptyOr(_ found: String) -> String {
    found == "a list" ? "an empty list" : found == "an object" ? "an empty one" : found.printable
  }

  private static func meant(_ near: String?, _ otherwise: String) -> String {
    near.map { "did you mean `\($0.printable)`?" } ?? otherwise
  }
}
