import Datasets
import Foundation
import Testing

@Suite struct IDXTests {
  @Test(arguments: [false, true]) func `a set reads the same compressed or not`(compressed: Bool) throws {
    let set = try read(
      images: compressed ? Samples.gzip(Samples.images) : Samples.images,
      labels: compressed ? Samples.gzip(Samples.labels) : Samples.labels)
    #expect(set.count == 2 && set.pixelsPerImage == 6 && set.labels == [7, 0])
    #expect(set.pixels == [0, 51, 102, 153, 204, 255, 255, 204, 153, 102, 51, 0])
  }

  @Test func `a file written by another gzip is read`() throws {
    // python3: gzip.compress(struct.pack(">II", 0x801, 2) + bytes([7, 0]), mtime=0)
    let bytes = Data(base64Encoded: "H4sIAAAAAAACA2Ng4GBkYGBgYmcAAN463doKAAAA")
    #expect(try read(images: Samples.images, labels: #require(bytes)).labels == [7, 0])
  }

  @Test func `a wrong magic number is named`() {
    #expect(
      message(images: Samples.labels + Data(count: 8))
        == "x-images: the magic number is 0x00000801, not 0x00000803; check which file this is")
    #expect(
      message(labels: Samples.gzip(Samples.images))
        == "x-labels: the magic number is 0x00000803, not 0x00000801; check which file this is")
  }

  @Test func `a truncated file is refused, compressed or not`() {
    #expect(
      message(images: Samples.images.dropLast())
        == "x-images: it must hold 28 bytes and 27 are there; copy the whole file")
    #expect(
      message(images: Samples.gzip(Samples.images.dropLast()))
        == "x-images: it must hold 28 bytes and 27 are there; copy the whole file")
    #expect(
      message(images: Samples.images.prefix(15))
        == "x-images: the header needs 16 bytes and 15 are there; copy the whole file")
    #expect(
      message(labels: Samples.gzip(Data([0, 0])))
        == "x-labels: the header needs 8 bytes and 2 are there; copy the whole file")
    #expect(message(labels: Data()) == "x-labels: the header needs 8 bytes and 0 are there; copy the whole file")
  }

  @Test func `every cut through a compressed file is refused`() {
    let whole = Samples.gzip(Samples.images)
    for count in 0..<whole.count { #expect(message(images: whole.prefix(count)) != nil, "\(count) bytes") }
    #expect(
      message(images: whole.dropLast())
        == "x-images: its compressed data are damaged (its end is missing); copy the file again")
  }

  @Test func `every flipped byte of the compressed pixels is refused or changes nothing`() throws {
    let whole = Samples.gzip(Samples.images)
    let truth = try read(images: whole)
    // The first ten bytes are gzip's own header, whose time and system fields mean nothing.
    for index in 10..<whole.count {
      var damaged = whole
      damaged[damaged.startIndex + index] ^= 0x10
      #expect((try? read(images: damaged)).map { $0 == truth } ?? true, "byte \(index)")
    }
  }

  @Test func `a file that goes on is refused, compressed or not`() {
    #expect(
      message(images: Samples.images + Data([1]))
        == "x-images: it goes on after the 28 bytes that were expected; check which file this is")
    #expect(
      message(images: Samples.gzip(Samples.images + Data([1])))
        == "x-images: it goes on after the 28 bytes that were expected; check which file this is")
    #expect(
      message(images: Samples.gzip(Samples.images) + Data([1, 2]))
        == "x-images: 2 bytes follow the end of the compressed data; copy the file again")
  }

  @Test func `a gzip bomb costs no more than its header announces`() {
    let bomb = Samples.gzip(Samples.images + Data(count: 50_000_000))
    #expect(
      message(images: bomb)
        == "x-images: it goes on after the 28 bytes that were expected; check which file this is")
    let boast = Samples.gzip(Samples.bigEndian(0x803, 1_000_000, 28, 28))
    #expect(
      message(images: boast)
        == "x-images: it must hold 784000016 bytes, which \(boast.count) compressed bytes cannot; "
        + "copy the whole file")
    #expect(
      message(images: Samples.bigEndian(0x803, .max, .max, .max))
        == "x-images: its dimensions [4294967295, 4294967295, 4294967295] are too large for this machine; check the file"
    )
  }

  @Test func `labels out of range, no items and unequal counts are refused`() {
    #expect(
      message(labels: Samples.bigEndian(0x801, 2) + Data([9, 10]))
        == "x-labels: label 1 (counted from 0) is 10; labels must be below 10")
    #expect(
      message(labels: Samples.bigEndian(0x801, 3) + Data([1, 2, 3]))
        == "x-labels: 2 images against 3 labels; give the two files of one set")
    #expect(
      message(images: Samples.bigEndian(0x803, 0, 28, 28))
        == "x-images: it holds no items; copy the whole file")
  }

  private func read(images: Data = Samples.images, labels: Data = Samples.labels) throws -> LabelledImages {
    try IDX.read(images: images, labels: labels, names: ("x-images", "x-labels"))
  }

  private func message(images: Data = Samples.images, labels: Data = Samples.labels) -> String? {
    do {
      _ = try read(images: images, labels: labels)
      return nil
    } catch { return "\(error)" }
  }
}
