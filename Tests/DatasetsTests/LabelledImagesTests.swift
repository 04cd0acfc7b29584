import Datasets
import Foundation
import Testing

@Suite struct LabelledImagesTests {
  @Test func `pixels are divided by 255`() throws {
    let set = try IDX.read(images: Samples.images, labels: Samples.labels, names: ("i", "l"))
    let inputs = try set.inputs(of: [1, 0, 1])
    #expect(inputs.rows == 3 && inputs.columns == 6)
    #expect(inputs.elements == [1, 0.8, 0.6, 0.4, 0.2, 0, 0, 0.2, 0.4, 0.6, 0.8, 1, 1, 0.8, 0.6, 0.4, 0.2, 0])
  }

  @Test func `sets of one image size are joined, others refused`() throws {
    let set = try IDX.read(images: Samples.images, labels: Samples.labels, names: ("i", "l"))
    let joined = try set.appending(set, file: "second")
    #expect(joined.labels == [7, 0, 7, 0] && joined.pixels == set.pixels + set.pixels)
    let other = try IDX.read(
      images: Samples.bigEndian(0x803, 1, 1, 1) + Data([5]), labels: Samples.bigEndian(0x801, 1) + Data([1]),
      names: ("i", "l"))
    #expect(throws: DatasetError.self) { try set.appending(other, file: "second") }
  }
}
