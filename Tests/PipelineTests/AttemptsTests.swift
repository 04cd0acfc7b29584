import Foundation
import Synchronization
import Testing

@testable import Pipeline

@Suite struct AttemptsTests {
  @Test func `runs that begin while others end neither fail nor leave a folder`() throws {
    let sandbox = try Sandbox()
    let cache = sandbox.project.cache
    try Store(cache, writable: true).close()
    let errors = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<100 {
        do {
          let attempts = try Attempts(cache: cache)
          _ = try attempts.make()
          attempts.finish()
        } catch {
          errors.withLock { $0.append("\(error)") }
        }
      }
    }
    #expect(errors.withLock { $0 } == [])
    #expect(try FileSystem.names(in: cache + "/attempts") == [])
  }
}
