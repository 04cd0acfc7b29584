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
