import Documents
import Foundation
import Pipeline
import Reporting

/// Where the forms are written that a report is attached in; a form without a place is not wanted.
public struct AttachmentPlaces: Sendable {
  /// One HTML file.
  public var html: String?
  /// A folder of LaTeX macros, figures and a sample.
  public var latex: String?
  /// A folder of values for Typst, and figures.
  public var typst: String?
  /// A JSON file of values.
  public var values: String?
  /// A folder of ancillary files for arXiv.
  public var arxiv: String?
  /// An RO-Crate.
  public var crate: String?
  /// An archive for Zenodo or Software Heritage.
  public var archive: String?
  /// A folder of the artifact appendix, checklists and descriptions.
  public var appendix: String?
  /// A PDF, and the copy of it that carries the report.
  public var paper: (original: String, copy: String)?
  /// The width of the paper's text in points, for which figures are drawn again in LaTeX and Typst; nil to take them as they are.
  public var width: Double?
  /// Whether those that hold files of any kind (arXiv, crate, PDF) carry an archive of the results.
  public var carriesResults = false
  /// For a double-blind review, the words that are no names although they look like one; nil for any other use.
  public var anonymousBut: Set<String>?

  /// Places; see the properties.
  public init(
    html: String? = nil, latex: String? = nil, typst: String? = nil, values: String? = nil, arxiv: String? = nil,
    crate: String? = nil, paper: (original: String, copy: String)? = nil
  ) {
    (self.html, self.latex, self.typst, self.values) = (html, latex, typst, values)
    (self.arxiv, self.crate, self.paper) = (arxiv, crate, paper)
  }
}

extension LoadedProject {
  /// Writes the report of the last run in the forms that have a place, and tells each as it is done; `replacesAll` permits
  /// to replace files that plumb did not write.
  ///
  /// - Throws: ``CommandError`` when the results are not whole, `BundleError` for what cannot be made, `EngineError` for
  ///   what cannot be written.
  public func attach(_ places: AttachmentPlaces, replacesAll: Bool, tell: (String) -> Void) throws {
    let material = try ReportMaterial(self, anonymousBut: places.anonymousBut)
    // Records of results name machines, and their logs folders.
    let wantsResults = (places.carriesResults || places.archive != nil) && places.anonymousBut == nil
    let results = try wantsResults ? material.results() : nil
    let forms = try AttachmentForms(
      material, engine.outputWriter(graph, kept, replacesAll: replacesAll),
      results: places.carriesResults ? results : nil, width: places.width)
    for path in provenanceFiles where !FileManager.default.fileExists(atPath: path) {
      tell("\(path) is missing and is not attached; `plumb run` writes it")
    }
    if let path = places.html { tell(try forms.writeHTML(to: path)) }
    if let folder = places.latex { tell(try forms.write(try forms.latex(), to: folder)) }
    if let folder = places.typst { tell(try forms.write(try forms.typst(), to: folder)) }
    if let path = places.values { tell(try forms.writeValues(to: path)) }
    if let folder = places.arxiv {
      let place = ArxivFolder.location(URL(filePath: folder)).path(percentEncoded: false)
      tell(try forms.write(try forms.arxiv(), to: place))
    }
    if let path = places.crate { tell(try forms.writeCrate(to: path)) }
    if let path = places.archive { try forms.with(results).writeArchive(to: path).forEach(tell) }
    if let folder = places.appendix { tell(try forms.write(try forms.appendix(), to: folder)) }
    if let (original, copy) = places.paper { try forms.attach(to: original, output: copy).forEach(tell) }
  }
}

extension LoadedProject {
  /// The report of the last run as one HTML page.
  ///
  /// - Throws: ``CommandError`` when the results are not whole.
  func reportPage() throws -> String {
    let forms = try AttachmentForms(
      ReportMaterial(self), engine.outputWriter(graph, kept, replacesAll: false))
    return String(decoding: try forms.report(), as: UTF8.self)
  }
}
