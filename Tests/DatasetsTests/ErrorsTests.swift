import Datasets
import Foundation
import Testing

@Suite struct ErrorsTests {
  @Test func `an impossible split and unequal images say what to do`() throws {
    let split = #expect(throws: DatasetError.self) { try Split(count: 10, training: 8, validation: 3, seed: 0) }
    #expect(
      split?.description == "split: a split of 11 items was asked of 10; ask for at least one and at most all of them")
    let set = try IDX.read(images: Samples.images, labels: Samples.labels, names: ("i", "l"))
    let other = try IDX.read(
      images: Samples.bigEndian(0x803, 1, 1, 1) + Data([5]), labels: Samples.bigEndian(0x801, 1) + Data([1]),
      names: ("i", "l"))
    let pixels = #expect(throws: DatasetError.self) { try set.appending(other, file: "b") }
    #expect(pixels?.localizedDescription == "b: its images have 1 pixels where 6 are expected; give files of one set")
  }

  @Test func `damaged compressed data carry zlib's reason`() {
    var damaged = Samples.gzip(Samples.labels)
    damaged[damaged.count - 8] ^= 1
    let error = #expect(throws: DatasetError.self) {
      try IDX.read(images: Samples.images, labels: damaged, names: ("i", "l"))
    }
    #expect(error?.description == "l: its compressed data are damaged (incorrect data check); copy the file again")
  }
}
