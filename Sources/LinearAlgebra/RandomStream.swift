import Foundation

/// An endless sequence of independent random draws in which draw i is computed from i alone, so that neither the order
/// nor the number of threads that ask for draws changes any of them.
///
/// The generator is Philox 4x32-10. Its key is the seed; the two upper words of its counter are the 64-bit FNV-1a hash
/// of the purpose's UTF-8 bytes, the two lower ones the index of a block of 128 bits. Streams of different seeds or
/// purposes never share a block (up to a collision of the hash, of probability 2^-64 per pair).
///
/// All kinds of draw read the same words: use one stream, that is one purpose, per quantity drawn.
public struct RandomStream: Sendable, Equatable {
  private let key: SIMD2<UInt32>
  private let domain: SIMD2<UInt32>

  /// The stream of a seed and a purpose, such as "weights": the same two give the same draws, on every machine.
  public init(seed: UInt64, purpose: String) {
    key = SIMD2(truncating: seed)
    domain = SIMD2(truncating: RandomStream.fnv1a(purpose))
  }

  /// The 64 random bits at `index`: half `index % 2` of block `index / 2`.
  public func word(at index: Int) -> UInt64 {
    let pair = words(inBlock: index >> 1)
    return index & 1 == 0 ? pair.0 : pair.1
  }

  /// A uniform draw from the open interval (0, 1): a multiple of 2^-53, or 2^-54 in place of 0.
  public func uniform(at index: Int) -> Double { RandomStream.unit(word(at: index)) }

  /// A standard normal draw, by the Box-Muller transform of block `index / 2`.
  public func gaussian(at index: Int) -> Double {
    let pair = gaussians(inBlock: index >> 1)
    return index & 1 == 0 ? pair.0 : pair.1
  }

  /// The standard normal draws at `start`, `start + 1`, ... into `buffer`, each equal to `gaussian(at:)` of its index.
  public func fillGaussians(_ buffer: UnsafeMutableBufferPointer<Double>, from start: Int) {
    var offset = 0
    while offset < buffer.count {
      let index = start + offset
      let pair = gaussians(inBlock: index >> 1)
      if index & 1 == 0 {
        buffer.initializeElement(at: offset, to: pair.0)
        offset += 1
        guard offset < buffer.count else { return }
      }
      buffer.initializeElement(at: offset, to: pair.1)
      offset += 1
    }
  }

  /// `count` standard normal draws, those at `start`, `start + 1`, ...
  public func gaussians(_ count: Int, from start: Int = 0) -> [Double] {
    [Double](unsafeUninitializedCapacity: max(count, 0)) { buffer, filled in
      filled = max(count, 0)
      fillGaussians(UnsafeMutableBufferPointer(rebasing: buffer[..<filled]), from: start)
    }
  }

  /// A uniform draw from 0, 1, ..., bound - 1, exactly unbiased; 0 if `bound` is 1 or less.
  ///
  /// Lemire's multiplication with rejection: a rejected word (probability below bound / 2^64) is replaced by the word
  /// 2^56 places further on, so indices from 2^56 on must not be used beside it. Source: Lemire, ACM TOMACS 29 (2019).
  public func integer(below bound: Int, at index: Int) -> Int {
    guard bound > 1 else { return 0 }
    let range = UInt64(bound)
    let threshold = (0 &- range) % range
    var place = index
    while true {
      let product = range.multipliedFullWidth(by: word(at: place))
      guard product.low < threshold else { return Int(product.high) }
      place &+= 1 << 56
    }
  }

  /// A uniformly random order of 0, 1, ..., count - 1, by Fisher and Yates; it reads the draws 1 to count - 1.
  public func permutation(of count: Int) -> [Int] {
    var order = Array(0..<max(count, 0))
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1, at: last))
    }
    return order
  }

  private func words(inBlock block: Int) -> (UInt64, UInt64) {
    let index = SIMD2(truncating: UInt64(bitPattern: Int64(block)))
    let bits = Philox.block(counter: SIMD4(lowHalf: index, highHalf: domain), key: key)
    return (UInt64(bits.x) | UInt64(bits.y) << 32, UInt64(bits.z) | UInt64(bits.w) << 32)
  }

  private func gaussians(inBlock block: Int) -> (Double, Double) {
    let pair = words(inBlock: block)
    let radius = (-2 * log(RandomStream.unit(pair.0))).squareRoot()
    let angle = 2 * Double.pi * RandomStream.unit(pair.1)
    return (radius * cos(angle), radius * sin(angle))
  }

  private static func unit(_ word: UInt64) -> Double { max(Double(word >> 11), 0.5) * 0x1p-53 }

  /// The 64-bit FNV-1a hash of the UTF-8 bytes of `text`. Source: Fowler, Noll, Vo; RFC 9923.
  static func fnv1a(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }
}

extension SIMD2<UInt32> {
  fileprivate init(truncating word: UInt64) {
    self.init(UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word >> 32))
  }
}

/// The counter-based generator Philox 4x32-10: a keyed bijection of 128-bit counters whose outputs are random bits.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
enum Philox {
  /// The 128 random bits at `counter` under `key`; words are least significant first, as in Random123.
  @inline(__always)
  static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var state = counter
    var key = key
    for _ in 0..<10 {
      let first = (0xD251_1F53 as UInt32).multipliedFullWidth(by: state.x)
      let second = (0xCD9E_8D57 as UInt32).multipliedFullWidth(by: state.z)
      state = SIMD4(second.high ^ state.y ^ key.x, second.low, first.high ^ state.w ^ key.y, first.low)
      key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    return state
  }
}

public enum Sampling {
  /// `count` independent points, uniform on the unit sphere S^{dimension-1} of R^dimension, one per row: normalised
  /// standard normal vectors. Row i depends on the stream, i and the dimension alone, so a longer sample begins with
  /// the shorter one.
  ///
  /// Source: Muller, Communications of the ACM 2 (1959).
  /// - Throws: `LinearAlgebraError.empty` if `count` or `dimension` is less than 1, `tooLarge` if the product overflows.
  public static func sphere(count: Int, dimension: Int, stream: RandomStream) throws -> Matrix {
    guard count > 0, dimension > 0 else { throw LinearAlgebraError.empty(what: "the sample on the sphere") }
    return try Matrix(rows: count, columns: dimension) { elements in
      stream.fillGaussians(elements, from: 0)
      for row in 0..<count {
        let point = elements[row * dimension..<(row + 1) * dimension]
        let norm = point.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for index in point.indices { elements[index] /= norm }
      }
    }
  }
}
