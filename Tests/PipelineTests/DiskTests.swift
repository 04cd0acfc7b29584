import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

/// Disks that are full, broken or read-only, and clocks that lie: a line that says so, or a correct result.
@Suite(.serialized) struct DiskTests {
  private let sandbox = Sandbox()

  /// Whether file systems can be mounted here, in a namespace of their own.
  static let mayMount: Bool = {
    let test = ["-c", "unshare -Urm mount -t tmpfs none /mnt 2>/dev/null"]
    return (try? output("/bin/sh", test).status) == 0
  }()

  /// Whether a library can be put in front of the C library's.
  static let mayPreload: Bool = {
    #if canImport(Glibc)
      (try? output("/usr/bin/env", ["clang", "--version"]).status) == 0
    #else
      false
    #endif
  }()

  private static func output(
    _ program: String, _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> (status: Int32, text: String) {
    let pipe = Pipe()
    let process = Sandbox.process(program, arguments, to: pipe)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  /// Runs the test program with `code`, which replaces functions of the C library, in front.
  private func run(_ command: String, in front: String) throws -> (status: Int32, text: String) {
    let (source, shim) = (sandbox.root + "/shim.c", sandbox.root + "/shim.so")
    try sandbox.write("#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <errno.h>\n" + front, "shim.c")
    let compiler = ["clang", "-shared", "-fPIC", "-o", shim, source, "-ldl"]
    try #require(try Self.output("/usr/bin/env", compiler).status == 0)
    return try Self.output(Sandbox.program, [command, sandbox.root, "40", "1"], ["LD_PRELOAD": shim])
  }

  /// Runs `script` with file systems of its own; `$0` is the test program, `$1` the project.
  private func mounted(_ script: String) throws -> (status: Int32, lines: [Substring]) {
    try FileSystem.makeDirectories(sandbox.project.cache)
    let (status, text) = try Self.output(
      "/usr/bin/env", ["unshare", "-Urm", "sh", "-c", script, Sandbox.program, sandbox.root])
    return (status, text.split(separator: "\n"))
  }

  private static let paths = """
    #include <stdio.h>
    #include <string.h>
    #include <unistd.h>
    static int within(int f, const char *part) {
      char link[64], path[4096];
      snprintf(link, sizeof link, "/proc/self/fd/%d", f);
      ssize_t n = readlink(link, path, sizeof path - 1);
      if (n < 0) return 0;
      path[n] = 0;
      return strstr(path, part) != 0;
    }

    """

  @Test(
    .enabled(if: mayPreload, "needs clang"),
    arguments: [
      "int fsync(int f) { errno = EIO; return -1; }\nint syncfs(int f) { errno = EIO; return -1; }\n",
      paths + """
        ssize_t write(int f, const void *b, size_t n) {
          if (within(f, "/.plumb/records")) { errno = EIO; return -1; }
          return ((ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write"))(f, b, n);
        }
        """,
      "int rename(const char *a, const char *b) { errno = EIO; return -1; }\n",
    ])
  func `a failing disk is a one-line error, and the next run goes on`(front: String) throws {
    let (status, text) = try run("build", in: front)
    #expect(status == 3 || status == 1, "\(text)")
    if status == 3 { #expect(text.contains("input/output error; the disk fails")) }
    #expect(text.split(separator: "\n").count == 1)
    let summary = try sandbox.run(TestGraph.generated(40))
    #expect(summary.succeeded && summary.damage.isEmpty)
    #expect(try sandbox.engine.verify().damaged.isEmpty)
  }

  @Test(.enabled(if: mayPreload, "needs clang"))
  func `objects that cannot be read are an error and not taken for damaged ones`() throws {
    try sandbox.run(TestGraph.generated(40))
    unlink(sandbox.project.cache + "/verified")
    let front =
      Self.paths + """
        ssize_t read(int f, void *b, size_t n) {
          if (within(f, "/objects/")) { errno = EIO; return -1; }
          return ((ssize_t (*)(int, void *, size_t))dlsym(RTLD_NEXT, "read"))(f, b, n);
        }
        """
    let (status, text) = try run("build", in: front)
    #expect(status == 3 && text.contains("input/output error; the disk fails"), "\(text)")
    #expect(text.split(separator: "\n").count == 1)
    #expect(try FileSystem.names(in: sandbox.project.cache + "/quarantine").isEmpty)
    #expect(try sandbox.run(TestGraph.generated(40)).ran == 0)
  }

  @Test(.enabled(if: mayPreload, "needs clang"))
  func `a clock that jumps back and forth neither stops a run nor changes a result`() throws {
    // Every look at the wall clock is up to an hour off, to either side.
    let clock = """
      #include <stdlib.h>
      #include <time.h>
      #include <unistd.h>
      int clock_gettime(clockid_t c, struct timespec *t) {
        int r = ((int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime"))(c, t);
        static unsigned seed;
        if (!seed) seed = getpid();
        if (c == CLOCK_REALTIME) t->tv_sec += rand_r(&seed) % 7200 - 3600;
        return r;
      }
      """
    let start = ContinuousClock.now
    let (status, text) = try run("run", in: clock)
    #expect(status == 0 && start.elapsed < 60, "\(text)")
    let graph = TestGraph.generated(40, pause: 0.001)
    let clean = Sandbox()
    try clean.run(graph)
    #expect(try sandbox.results(graph) == clean.results(graph))
    #expect(try run("run", in: clock).text.hasPrefix("cached 40 ran 0"))
    #expect(try sandbox.run(graph).ran == 0)
  }

  @Test func `a cache that cannot be made is a one-line error`() throws {
    try sandbox.write("a file in its place", ".plumb")
    let (status, text) = try Self.output(Sandbox.program, ["run", sandbox.root, "20", "1"])
    #expect(status == 3 && text.hasPrefix("cannot make the folder \(sandbox.root)/.plumb"))
    #expect(text.split(separator: "\n").count == 1)
  }

  @Test(.enabled(if: mayMount, "needs the right to mount a file system"))
  func `a full disk is a one-line error, and the next run goes on`() throws {
    let (status, lines) = try mounted(
      """
      mount -t tmpfs -o size=300k none "$1/.plumb" && "$0" run "$1" 200 1; code=$?
      mount -o remount,size=100M "$1/.plumb" && "$0" run "$1" 200 1 && "$0" run "$1" 200 1
      exit $code
      """)
    // Either a stage meets it first, or the run itself.
    #expect((status == 1 || status == 3) && lines.count == 3, "\(lines)")
    #expect(lines.first?.contains("no space left on device; free some space") == true)
    #expect(lines.last?.hasPrefix("cached 200 ran 0 failed 0") == true)
  }

  @Test(.enabled(if: mayMount, "needs the right to mount a file system"))
  func `a read-only cache serves what nothing changed, and refuses a run in a line`() throws {
    try sandbox.write("", "build.ninja")
    let (status, lines) = try mounted(
      """
      mount -t tmpfs none "$1/.plumb" && "$0" build "$1" 40 && mount -o remount,ro "$1/.plumb" || exit 9
      "$0" no-op "$1" && "$0" run "$1" 40 1
      """)
    #expect(status == 3 && lines.count == 3, "\(lines)")
    #expect(lines.count == 3 && lines[1].hasPrefix("cached 40 ran 0 failed 0"))
    #expect(
      lines.last?.hasSuffix("read-only file system; make it writable or choose another cache with --cache") == true)
  }

  @Test(.enabled(if: mayMount, "needs the right to mount a file system"))
  func `in a read-only project what is published fails, and the results are kept`() throws {
    let (status, lines) = try mounted(
      """
      mount --bind "$1" "$1" && mount -t tmpfs none "$1/.plumb" && mount -o remount,ro,bind "$1" || exit 9
      "$0" build "$1" 60; mount -o remount,rw,bind "$1"; "$0" build "$1" 60
      """)
    // One stage of this graph publishes a file.
    #expect(status == 0 && lines.count == 2, "\(lines)")
    #expect(lines.first?.contains("failed 1") == true && lines.last?.contains("failed 0") == true)
    #expect(sandbox.read("results/s10.json") != nil)
  }
}
