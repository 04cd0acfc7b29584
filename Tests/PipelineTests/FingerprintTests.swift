import Testing

@testable import Pipeline

@Suite struct FingerprintTests {
  private func isRecent(modified: Int64, changed: Int64, now: Int64) -> Bool {
    Fingerprint(size: 1, modified: modified, changed: changed, inode: 1).isRecent(at: now)
  }

  @Test func `a file proves nothing within a tick of its file system, of whole seconds or of milliseconds`() {
    let second: Int64 = 1_000_000_000
    #expect(isRecent(modified: 9 * second + 1, changed: 9 * second + 1, now: 9 * second + 40_000_000))
    #expect(!isRecent(modified: 9 * second + 1, changed: 9 * second + 1, now: 9 * second + 60_000_000))
    #expect(isRecent(modified: 8 * second, changed: 8 * second, now: 10 * second - 1))
    #expect(!isRecent(modified: 8 * second, changed: 8 * second, now: 10 * second))
    // Unpacked with an old time, or from the future.
    #expect(isRecent(modified: second + 1, changed: 9 * second, now: 9 * second))
    #expect(isRecent(modified: 20 * second, changed: second, now: 9 * second))
  }
}
