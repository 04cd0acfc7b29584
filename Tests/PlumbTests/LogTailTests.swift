import Testing

@testable import plumb

@Suite struct LogTailTests {
  @Test func `the frames of a trap are left out`() {
    let log = """
      40 points
      Fatal error: failed to allocate 8000000000032 bytes of memory with alignment 8
      Current stack trace:
      0    plumb                              0x000055ac260efa11 <unavailable> + 2509329
      7    plumb                              0x000055ac261d7a00 static Sampling.sphere(count:dimension:stream:) + 313
      17   plumb                              0x000055ac260f8e70 _start + 33

      """
    #expect(
      LogTail.lines(log) == [
        "40 points", "Fatal error: failed to allocate 8000000000032 bytes of memory with alignment 8",
      ])
    #expect(LogTail.lines("3 steps 0x1f\n7 points") == ["3 steps 0x1f", "7 points"])
  }

  @Test func `the last ten lines are shown, and none of them steers the terminal`() {
    let log = (1...12).map { "line \($0)" }.joined(separator: "\n") + "\n"
    #expect(LogTail.lines(log) == (3...12).map { "line \($0)" })
    #expect(
      LogTail.lines("\u{1B}]0;title\u{7}\u{1B}[31mred\tπ\u{202E}\r\nend") == [
        "\u{FFFD}]0;title\u{FFFD}\u{FFFD}[31mred\tπ\u{FFFD}", "end",
      ])
    #expect(LogTail.lines("").isEmpty)
  }
}
