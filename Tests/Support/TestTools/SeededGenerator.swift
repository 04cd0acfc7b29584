import Foundation

/// The random choices of a test: another seed in every run, which the failure names, or that of `PLUMB_SEED`, to repeat one.
///
/// SplitMix64: Steele, Lea & Flood (2014), Fast splittable pseudorandom number generators.
public struct SeededGenerator: RandomNumberGenerator, CustomStringConvertible {
  /// What repeats the choices.
  public let seed: UInt64
  private var state: UInt64

  /// A generator with the seed of the environment, or a new one.
  public init() {
    let given = ProcessInfo.processInfo.environment["PLUMB_SEED"].flatMap { UInt64($0) }
    self.init(seed: given ?? UInt64.random(in: 0..<1 << 32))
  }

  /// A generator whose choices follow from `seed`.
  public init(seed: UInt64) { (self.seed, state) = (seed, seed) }

  public var description: String { "PLUMB_SEED=\(seed)" }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
