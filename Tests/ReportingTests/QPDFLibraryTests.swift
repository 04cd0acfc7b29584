import CQPDF
import Foundation
import Testing

@testable import Reporting

@Suite struct QPDFLibraryTests {
  @Test func `the library is found, and its functions are its own`() throws {
    let version = try #require(QPDFLibrary.version)
    #expect(version.split(separator: ".").count == 3 && version.first?.isNumber == true)
    let qpdf = try QPDFLibrary.functions()
    var handle: qpdf_data? = qpdf.`init`()
    #expect(handle != nil && qpdf.has_error(handle) == 0)
    qpdf.cleanup(&handle)
    #expect(handle == nil)
  }

  @Test func `a library without these functions is not taken for it`() throws {
    let other = try #require(dlopen("libz.so.1", RTLD_LAZY) ?? dlopen("libz.dylib", RTLD_LAZY))
    let place = UnsafeMutablePointer<QPDFFunctions>.allocate(capacity: 1)
    defer { place.deallocate() }
    #expect(!plumb_find_qpdf_functions(other, place))
  }

  @Test func `its absence is told with what to install`() {
    #expect(
      "\(BundleError.pdfLibraryMissing)"
        == "the library qpdf is not installed, or older than 11; install libqpdf29 or later, or Homebrew's qpdf")
  }
}
