import CZlib
import Datasets
import Foundation
import LinearAlgebra
import Testing

@Suite struct ImageFilesTests {
  private let images = Samples.images
  private let labels = Samples.labels
  private let gzip = Samples.gzip
  private let bigEndian = Samples.bigEndian

  @Test(arguments: [false, true]) func `a set reads the same compressed or not`(compressed: Bool) throws {
    let set = try compressed ? Samples.set(images: gzip(images), labels: gzip(labels)) : Samples.set()
    #expect(set.count == 2 && set.pixelsPerImage == 6 && set.labels == [7, 0])
    #expect(set.pixels == [0, 51, 102, 153, 204, 255, 255, 204, 153, 102, 51, 0])
  }

  @Test func `a file written by another gzip is read`() throws {
    // python3: gzip.compress(struct.pack(">II", 0x801, 2) + bytes([7, 0]), mtime=0)
    let bytes = Data(base64Encoded: "H4sIAAAAAAACA2Ng4GBkYGBgYmcAAN463doKAAAA")
    #expect(try Samples.set(images: Samples.images, labels: #require(bytes)).labels == [7, 0])
  }

  @Test func `a wrong magic number is named`() {
    refuses(images: labels + Data(count: 8), "the magic number is 0x00000801, not 0x00000803; check which file this is")
    refuses(labels: gzip(images), "the magic number is 0x00000803, not 0x00000801; check which file this is")
  }

  @Test func `a truncated file is refused, compressed or not`() {
    refuses(images: images.dropLast(), "it must hold 28 bytes and 27 are there; copy the whole file")
    refuses(images: gzip(images.dropLast()), "it must hold 28 bytes and 27 are there; copy the whole file")
    refuses(images: images.prefix(15), "the header needs 16 bytes and 15 are there; copy the whole file")
    refuses(labels: gzip(Data([0, 0])), "the header needs 8 bytes and 2 are there; copy the whole file")
    refuses(labels: Data(), "the header needs 8 bytes and 0 are there; copy the whole file")
  }

  @Test func `every cut through a compressed file is refused`() {
    let whole = Samples.gzip(Samples.images)
    for count in 0..<whole.count {
      #expect(throws: DatasetError.self, "\(count) bytes") { try Samples.set(images: whole.prefix(count)) }
    }
    refuses(images: whole.dropLast(), "its compressed data are damaged (its end is missing); copy the file again")
    // With a wrong checksum, zlib says why.
    var damaged = gzip(labels)
    damaged[damaged.count - 8] ^= 1
    refuses(labels: damaged, "its compressed data are damaged (incorrect data check); copy the file again")
  }

  @Test func `every flipped byte of the compressed pixels is refused or changes nothing`() throws {
    let whole = Samples.gzip(Samples.images)
    let truth = try Samples.set(images: whole)
    // The first ten bytes are gzip's own header, whose time and system fields mean nothing.
    for index in 10..<whole.count {
      var damaged = whole
      damaged[damaged.startIndex + index] ^= 0x10
      #expect((try? Samples.set(images: damaged)).map { $0 == truth } ?? true, "byte \(index)")
    }
  }

  @Test func `a file that goes on is refused, compressed or not`() {
    refuses(images: images + Data([1]), "it goes on after the 28 bytes that were expected; check which file this is")
    refuses(
      images: gzip(images + Data([1])), "it goes on after the 28 bytes that were expected; check which file this is")
    refuses(images: gzip(images) + Data([1, 2]), "2 bytes follow the end of the compressed data; copy the file again")
  }

  @Test func `a gzip bomb costs no more than its header announces`() {
    let bomb = Samples.gzip(Samples.images + Data(count: 50_000_000))
    refuses(images: bomb, "it goes on after the 28 bytes that were expected; check which file this is")
    let boast = Samples.gzip(Samples.bigEndian(0x803, 1_000_000, 28, 28))
    refuses(
      images: boast, "it must hold 784000016 bytes, which \(boast.count) compressed bytes cannot; copy the whole file")
    refuses(
      images: bigEndian(0x803, .max, .max, .max),
      "its dimensions [4294967295, 4294967295, 4294967295] are too large for this machine; check the file")
  }

  @Test func `labels out of range, no items and unequal counts are refused`() {
    refuses(labels: bigEndian(0x801, 2) + Data([9, 10]), "label 1 (counted from 0) is 10; labels must be below 10")
    refuses(labels: bigEndian(0x801, 3) + Data([1, 2, 3]), "2 images against 3 labels; give the two files of one set")
    refuses(images: bigEndian(0x803, 0, 28, 28), "it holds no items; copy the whole file")
  }

  /// Expects the refusal of a set, the sentence being about the one file that is given here.
  private func refuses(
    images: Data? = nil, labels: Data? = nil, _ sentence: String, at place: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: DatasetError.self, sourceLocation: place) {
      try Samples.set(images: images ?? Samples.images, labels: labels ?? Samples.labels)
    }
    #expect(error?.description == "x-\(images == nil ? "labels" : "images"): \(sentence)", sourceLocation: place)
  }

  @Test func `each record is a label and its pixels`() throws {
    let set = try CIFAR10.read(sample, name: "batch", records: 2)
    #expect(set.labels == [3, 9] && set.pixelsPerImage == 3_072)
    #expect(set.pixels[0] == 1 && set.pixels[3_071] == 1 && set.pixels[3_072] == 2 && set.pixels[6_143] == 2)
    #expect(try CIFAR10.read(Samples.gzip(sample), name: "batch", records: 2) == set)
  }

  @Test func `sizes and labels that do not fit are refused`() {
    refuses(batch: sample.dropLast(), "it must hold 6146 bytes and 6145 are there; copy the whole file")
    refuses(batch: sample + sample, "it goes on after the 6146 bytes that were expected; check which file this is")
    refuses(batch: Data(), "it must hold 6146 bytes and 0 are there; copy the whole file")
    let cut = Samples.gzip(sample.dropLast())
    refuses(batch: cut, "it must hold 6146 bytes and 6145 are there; copy the whole file")
    refuses(batch: gzip(sample).dropLast(), "its compressed data are damaged (its end is missing); copy the file again")
    var wrong = sample
    wrong[3_073] = 10
    refuses(batch: wrong, "label 1 (counted from 0) is 10; labels must be below 10")
  }

  private var sample: Data {
    Data([3]) + Data(repeating: 1, count: 3_072) + Data([9]) + Data(repeating: 2, count: 3_072)
  }

  private func refuses(batch: Data, _ sentence: String, at place: SourceLocation = #_sourceLocation) {
    let error = #expect(throws: DatasetError.self, sourceLocation: place) {
      try CIFAR10.read(batch, name: "batch", records: 2)
    }
    #expect(error?.description == "batch: \(sentence)", sourceLocation: place)
  }
}

/// Bytes of small data files, built by hand.
enum Samples {
  /// Two images of 2 x 3 pixels: 0, 51, ..., 255 and its reverse.
  static let images = bigEndian(0x803, 2, 2, 3) + Data([0, 51, 102, 153, 204, 255, 255, 204, 153, 102, 51, 0])
  static let labels = bigEndian(0x801, 2) + Data([7, 0])

  static func set(images: Data = images, labels: Data = labels) throws -> LabelledImages {
    try IDX.read(images: images, labels: labels, names: ("x-images", "x-labels"))
  }

  static func bigEndian(_ words: UInt32...) -> Data {
    Data(words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } })
  }

  /// `data` compressed into one gzip member.
  static func gzip(_ data: Data) -> Data {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard deflateInit2_(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
      return Data()
    }
    defer { deflateEnd(&stream) }
    var input = [UInt8](data)
    return input.withUnsafeMutableBufferPointer { source in
      let capacity = Int(deflateBound(&stream, UInt(source.count)))
      return Data(
        [UInt8](unsafeUninitializedCapacity: capacity) { target, filled in
          (stream.next_in, stream.avail_in) = (source.baseAddress, UInt32(source.count))
          (stream.next_out, stream.avail_out) = (target.baseAddress, UInt32(capacity))
          deflate(&stream, Z_FINISH)
          filled = capacity - Int(stream.avail_out)
        })
    }
  }
}

@Suite struct LabelledImagesTests {
  @Test func `pixels are divided by 255`() throws {
    let inputs = try Samples.set().inputs(of: [1, 0, 1])
    #expect(inputs.rows == 3 && inputs.columns == 6)
    #expect(inputs.elements == [1, 0.8, 0.6, 0.4, 0.2, 0, 0, 0.2, 0.4, 0.6, 0.8, 1, 1, 0.8, 0.6, 0.4, 0.2, 0])
  }

  @Test func `sets of one image size are joined, others refused`() throws {
    let set = try Samples.set()
    let joined = try set.appending(set, file: "second")
    #expect(joined.labels == [7, 0, 7, 0] && joined.pixels == set.pixels + set.pixels)
    let other = try Samples.set(
      images: Samples.bigEndian(0x803, 1, 1, 1) + Data([5]), labels: Samples.bigEndian(0x801, 1) + Data([1]))
    let error = #expect(throws: DatasetError.self) { try set.appending(other, file: "b") }
    #expect(error?.description == "b: its images have 1 pixels where 6 are expected; give files of one set")
  }

  @Test func `targets are one-hot minus a tenth`() throws {
    let classes = try OneVersusAll(labels: Matrix(rows: 3, columns: 1, elements: [7, 0, 9]))
    #expect(classes.labels == [7, 0, 9])
    #expect(try classes.targets(of: [0, 1]).elements == (0..<20).map { $0 == 7 || $0 == 10 ? 0.9 : -0.1 })
  }

  @Test(arguments: [
    (1, [10.0], "labels: label 0 (counted from 0) is 10.0; labels must be whole numbers from 0 to 9"),
    (1, [0, 0.5], "labels: label 1 (counted from 0) is 0.5; labels must be whole numbers from 0 to 9"),
    (1, [.nan], "labels: label 0 (counted from 0) is nan; labels must be whole numbers from 0 to 9"),
    (2, [1, 2], "labels: there are 2 columns; give one"),
    (1, [], "labels: it holds no items; copy the whole file"),
  ])
  func `what is not a column of classes is refused`(columns: Int, entries: [Double], message: String) throws {
    let matrix = try Matrix(rows: entries.count / columns, columns: columns, elements: entries)
    let error = #expect(throws: DatasetError.self) { try OneVersusAll(labels: matrix) }
    #expect(error?.description == message)
  }

  @Test func `training and validation are disjoint and together the whole`() throws {
    let split = try Split(count: 60, training: 50, validation: 10, seed: 1)
    #expect(split.training.count == 50 && split.validation.count == 10)
    #expect(Set(split.training + split.validation) == Set(0..<60))
    #expect(try split == Split(count: 60, training: 50, validation: 10, seed: 1))
    #expect(try split != Split(count: 60, training: 50, validation: 10, seed: 2))
  }

  @Test func `a smaller training set begins a larger one`() throws {
    let small = try Split(count: 100, training: 20, validation: 0, seed: 3)
    let large = try Split(count: 100, training: 70, validation: 30, seed: 3)
    #expect(Array(large.training[..<20]) == small.training)
  }

  @Test func `every place is equally likely to be trained on`() throws {
    var hits = [Int](repeating: 0, count: 10)
    for seed in 0..<2_000 {
      for index in try Split(count: 10, training: 5, validation: 5, seed: UInt64(seed)).training { hits[index] += 1 }
    }
    // Binomial(2000, 1/2): standard deviation 22; six of them.
    #expect(hits.allSatisfy { abs($0 - 1_000) < 134 })
  }

  @Test func `an impossible split says what to do`() throws {
    let split = #expect(throws: DatasetError.self) { try Split(count: 10, training: 8, validation: 3, seed: 0) }
    #expect(
      split?.description == "split: a split of 11 items was asked of 10; ask for at least one and at most all of them")
  }

  @Test(arguments: [(0, 1), (5, 6), (-1, 3), (3, -1), (Int.max, 1)])
  func `impossible sizes are refused`(training: Int, validation: Int) {
    #expect(throws: DatasetError.self) { try Split(count: 10, training: training, validation: validation, seed: 0) }
  }
}
