import Foundation

/// Asks for large pages under memory that is about to be filled: a big matrix is otherwise paid for page by page, which
/// costs as much as computing a kernel's values. Without effect on systems that know no such request.
enum LargePages {
  static let size = 1 << 21

  static func request(_ memory: UnsafeMutableRawBufferPointer) {
    #if canImport(Glibc)
      guard memory.count >= 2 * size, let start = memory.baseAddress else { return }
      let first = start.alignedUp(toMultipleOf: size)
      let count = (memory.count - (first - start)) / size * size
      madvise(first, count, MADV_HUGEPAGE)
    #endif
  }
}
