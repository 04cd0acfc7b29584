import CQPDF
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A PDF read by qpdf.
final class PDFDocument {
  private let qpdf: QPDFFunctions
  private var handle: qpdf_data?

  /// Reads the file at `path`, strictly: nothing is repaired.
  ///
  /// - Throws: ``BundleError``: no PDF, encrypted, damaged, no qpdf.
  init(_ path: String) throws {
    try Self.checkStart(path)
    qpdf = try QPDFLibrary.functions()
    handle = qpdf.`init`()
    qpdf.silence_errors(handle)
    qpdf.set_suppress_warnings(handle, 1)
    qpdf.set_attempt_recovery(handle, 0)
    _ = qpdf.read(handle, path, nil)
    if let error = error {
      if error.code == qpdf_e_password { throw BundleError.encryptedPDF(path) }
      throw BundleError.damagedPDF(path, reason: error.text)
    }
    if qpdf.is_encrypted(handle) != 0 { throw BundleError.encryptedPDF(path) }
    let pages = qpdf.get_num_pages(handle)
    if let error = error { throw BundleError.damagedPDF(path, reason: error.text) }
    if pages < 1 { throw BundleError.damagedPDF(path, reason: "it has no pages") }
  }

  deinit { if handle != nil { qpdf.cleanup(&handle) } }

  /// The document at `path`, of which every stream was read.
  ///
  /// - Throws: as ``init(_:)``.
  static func checked(_ path: String) throws -> PDFDocument {
    let document = try PDFDocument(path)
    _ = document.qpdf.check_pdf(document.handle)
    if let error = document.error { throw BundleError.damagedPDF(path, reason: error.text) }
    return document
  }

  private static func checkStart(_ path: String) throws {
    // Reading a pipe or a device could wait for ever.
    let place = URL(filePath: path).resolvingSymlinksInPath()
    let isPlain = (try? place.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
    guard !FileManager.default.fileExists(atPath: path) || isPlain else {
      throw BundleError.cannotRead(path, reason: "it is no plain file")
    }
    guard let file = FileHandle(forReadingAtPath: path) else {
      let reason = FileManager.default.fileExists(atPath: path) ? "no permission" : "there is no such file"
      throw BundleError.cannotRead(path, reason: reason)
    }
    defer { try? file.close() }
    let start = (try? file.read(upToCount: 1024)) ?? nil
    guard start?.range(of: Data("%PDF-".utf8)) != nil else { throw BundleError.notPDF(path) }
  }

  private var error: (code: qpdf_error_code_e, text: String)? {
    guard qpdf.has_error(handle) != 0, let error = qpdf.get_error(handle) else { return nil }
    let text = qpdf.get_error_message_detail(handle, error).map { String(cString: $0) } ?? "unreadable"
    return (qpdf.get_error_code(handle, error), text)
  }

  /// Gives every embedded file named in `relationships` its `AFRelationship`, and lists these files in the catalogue's
  /// `AF`, after what stands there.
  func relate(_ relationships: [String: String]) {
    let root = qpdf.get_root(handle)
    let old = qpdf.oh_get_key(handle, root, "/AF")
    let list = qpdf.oh_new_array(handle)
    var listed: Set<Int32> = []
    func append(_ item: qpdf_oh) {
      if listed.insert(qpdf.oh_get_object_id(handle, item)).inserted { qpdf.oh_append_item(handle, list, item) }
    }
    if qpdf.oh_is_array(handle, old) != 0 {
      for index in 0..<qpdf.oh_get_array_n_items(handle, old) {
        let item = qpdf.oh_get_array_item(handle, old, index)
        // A file that was attached before and is replaced now is listed once more below.
        if relationships[text(item, "/UF")] == nil { append(item) }
      }
    }
    for (name, file) in embedded {
      guard let relationship = relationships[name] else { continue }
      qpdf.oh_replace_key(handle, file, "/AFRelationship", qpdf.oh_new_name(handle, relationship))
      append(file)
    }
    qpdf.oh_replace_key(handle, root, "/AF", list)
  }

  /// The files within the document, by name, with their descriptions.
  var attachments: [(name: String, description: String)] { embedded.map { ($0.0, text($0.1, "/Desc")) } }

  /// Whether a signature covers it: a form that says so (ISO 32000-2, table 225, bit 1), or permissions by signature.
  var isSigned: Bool {
    let root = qpdf.get_root(handle)
    let form = qpdf.oh_get_key_if_dict(handle, root, "/AcroForm")
    let flags = qpdf.oh_get_key_if_dict(handle, form, "/SigFlags")
    let isFlagged = qpdf.oh_is_integer(handle, flags) != 0 && qpdf.oh_get_int_value(handle, flags) & 1 != 0
    let permissions = qpdf.oh_get_key_if_dict(handle, root, "/Perms")
    return isFlagged || qpdf.oh_is_dictionary(handle, permissions) != 0
  }

  private var embedded: [(String, qpdf_oh)] {
    let names = qpdf.oh_get_key_if_dict(handle, qpdf.get_root(handle), "/Names")
    return leaves(of: qpdf.oh_get_key_if_dict(handle, names, "/EmbeddedFiles"), depth: 0)
  }

  private func text(_ dictionary: qpdf_oh, _ key: String) -> String {
    let value = qpdf.oh_get_key_if_dict(handle, dictionary, key)
    guard qpdf.oh_is_string(handle, value) != 0 else { return "" }
    return qpdf.oh_get_utf8_value(handle, value).map { String(cString: $0) } ?? ""
  }

  /// The names of a name tree and what they stand for; trees deeper than any writer makes are cut off.
  private func leaves(of node: qpdf_oh, depth: Int) -> [(String, qpdf_oh)] {
    guard depth < 32, qpdf.oh_is_dictionary(handle, node) != 0 else { return [] }
    var found: [(String, qpdf_oh)] = []
    let names = qpdf.oh_get_key(handle, node, "/Names")
    if qpdf.oh_is_array(handle, names) != 0 {
      for index in stride(from: 0, to: qpdf.oh_get_array_n_items(handle, names) - 1, by: 2) {
        let key = qpdf.oh_get_utf8_value(handle, qpdf.oh_get_array_item(handle, names, index))
        found.append((key.map { String(cString: $0) } ?? "", qpdf.oh_get_array_item(handle, names, index + 1)))
      }
    }
    let kids = qpdf.oh_get_key(handle, node, "/Kids")
    guard qpdf.oh_is_array(handle, kids) != 0 else { return found }
    for index in 0..<qpdf.oh_get_array_n_items(handle, kids) {
      found += leaves(of: qpdf.oh_get_array_item(handle, kids, index), depth: depth + 1)
    }
    return found
  }

  /// Writes the document; the same document gives the same bytes.
  ///
  /// - Throws: ``BundleError/pdfLibrary(_:)``.
  func write(to path: String) throws {
    _ = qpdf.init_write(handle, path)
    if error == nil {
      qpdf.set_deterministic_ID(handle, 1)
      _ = qpdf.write(handle)
    }
    if let error { throw BundleError.pdfLibrary(error.text) }
  }
}

/// The library that reads and writes PDF files, loaded when the first one is opened.
enum QPDFLibrary {
  /// Its functions.
  ///
  /// - Throws: ``BundleError/pdfLibraryMissing``.
  static func functions() throws -> QPDFFunctions {
    guard let loaded else { throw BundleError.pdfLibraryMissing }
    return loaded
  }

  /// Its version; nil when it is not there.
  static var version: String? { loaded.flatMap { $0.get_qpdf_version() }.map { String(cString: $0) } }

  /// The names under which systems keep it: the development package's, then those of the versions that have every function.
  private static let names = ["libqpdf.so", "libqpdf.so.30", "libqpdf.so.29"]

  private static let loaded: QPDFFunctions? = {
    // A system that links it all the same has it loaded by now.
    if let everything = dlopen(nil, RTLD_LAZY), let functions = find(in: everything) { return functions }
    return names.lazy.compactMap { dlopen($0, RTLD_LAZY) }.compactMap(find).first
  }()

  private static func find(in library: UnsafeMutableRawPointer) -> QPDFFunctions? {
    withUnsafeTemporaryAllocation(of: QPDFFunctions.self, capacity: 1) { buffer in
      guard let place = buffer.baseAddress, plumb_find_qpdf_functions(library, place) else { return nil }
      return place.pointee
    }
  }
}
