import Datasets
import Foundation
import Testing

@Suite struct ErrorsTests {
  @Test func `an impossible split says what to do`() {
    let split = #expect(throws: DatasetError.self) { try Split(count: 10, training: 8, validation: 3, seed: 0) }
    #expect(
      split?.description == "split: a split of 11 items was asked of 10; ask for at least one and at most all of them")
  }

  @Test func `damaged compressed data carry zlib's reason`() {
    var damaged = Samples.gzip(Samples.labels)
    damaged[damaged.count - 8] ^= 1
    let error = #expect(throws: DatasetError.self) { try Samples.set(labels: damaged) }
    #expect(
      error?.description == "x-labels: its compressed data are damaged (incorrect data check); copy the file again")
  }
}
