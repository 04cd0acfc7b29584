import Datasets
import Foundation
import Testing

@Suite struct CIFAR10Tests {
  @Test func `each record is a label and its pixels`() throws {
    let set = try CIFAR10.read(sample, name: "batch", records: 2)
    #expect(set.labels == [3, 9] && set.pixelsPerImage == 3_072)
    #expect(set.pixels[0] == 1 && set.pixels[3_071] == 1 && set.pixels[3_072] == 2 && set.pixels[6_143] == 2)
    #expect(try CIFAR10.read(Samples.gzip(sample), name: "batch", records: 2) == set)
  }

  @Test func `sizes and labels that do not fit are refused`() {
    #expect(
      message(sample.dropLast()) == "batch: it must hold 6146 bytes and 6145 are there; copy the whole file")
    #expect(
      message(sample + sample)
        == "batch: it goes on after the 6146 bytes that were expected; check which file this is")
    #expect(message(Data()) == "batch: it must hold 6146 bytes and 0 are there; copy the whole file")
    let cut = Samples.gzip(sample.dropLast())
    #expect(message(cut) == "batch: it must hold 6146 bytes and 6145 are there; copy the whole file")
    #expect(
      message(Samples.gzip(sample).dropLast())
        == "batch: its compressed data are damaged (its end is missing); copy the file again")
    var wrong = sample
    wrong[3_073] = 10
    #expect(message(wrong) == "batch: label 1 (counted from 0) is 10; labels must be below 10")
  }

  private var sample: Data {
    Data([3]) + Data(repeating: 1, count: 3_072) + Data([9]) + Data(repeating: 2, count: 3_072)
  }

  private func message(_ data: Data) -> String? {
    do {
      _ = try CIFAR10.read(data, name: "batch", records: 2)
      return nil
    } catch { return "\(error)" }
  }
}
