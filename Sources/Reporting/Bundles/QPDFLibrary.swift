import CQPDF

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
  static var version: String? {
    loaded.flatMap { $0.get_qpdf_version() }.map { String(cString: $0) }
  }

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
