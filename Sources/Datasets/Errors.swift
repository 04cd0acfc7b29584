import Foundation

/// Why the bytes of a data file were refused: the file's name and what is wrong with it.
public struct DatasetError: Error, Equatable, Sendable {
  /// The name of the file, as the manifest gives it.
  public let file: String
  public let fault: Fault

  /// The facts of a refusal; sizes in bytes or items.
  public enum Fault: Equatable, Sendable {
    case tooShort(needed: Int, found: Int)
    case magic(expected: UInt32, found: UInt32)
    case empty
    case tooLarge(dimensions: [Int])
    case size(expected: Int, found: Int)
    case longer(expected: Int)
    case implausible(claimed: Int, compressed: Int)
    case damaged(String)
    case trailing(bytes: Int)
    case label(index: Int, value: Int, classes: Int)
    case notALabel(index: Int, value: Double, classes: Int)
    case notAColumn(columns: Int)
    case counts(images: Int, labels: Int)
    case pixels(expected: Int, found: Int)
    case split(asked: Int, available: Int)
  }

  init(_ file: String, _ fault: Fault) { (self.file, self.fault) = (file, fault) }
}

extension DatasetError: CustomStringConvertible {
  public var description: String { "\(file): \(fault.description)" }
}

extension DatasetError.Fault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooShort(let needed, let found):
      "the header needs \(needed) bytes and \(found) are there; copy the whole file"
    case .magic(let expected, let found):
      "the magic number is \(hexadecimal(found)), not \(hexadecimal(expected)); check which file this is"
    case .empty: "it holds no items; copy the whole file"
    case .tooLarge(let dimensions): "its dimensions \(dimensions) are too large for this machine; check the file"
    case .size(let expected, let found): "it must hold \(expected) bytes and \(found) are there; copy the whole file"
    case .longer(let expected): "it goes on after the \(expected) bytes that were expected; check which file this is"
    case .implausible(let claimed, let compressed):
      "it must hold \(claimed) bytes, which \(compressed) compressed bytes cannot; copy the whole file"
    case .damaged(let reason): "its compressed data are damaged (\(reason)); copy the file again"
    case .trailing(let bytes): "\(bytes) bytes follow the end of the compressed data; copy the file again"
    case .label(let index, let value, let classes):
      "label \(index) (counted from 0) is \(value); labels must be below \(classes)"
    case .notALabel(let index, let value, let classes):
      "label \(index) (counted from 0) is \(value); labels must be whole numbers from 0 to \(classes - 1)"
    case .notAColumn(let columns): "there are \(columns) columns; give one"
    case .counts(let images, let labels): "\(images) images against \(labels) labels; give the two files of one set"
    case .pixels(let expected, let found):
      "its images have \(found) pixels where \(expected) are expected; give files of one set"
    case .split(let asked, let available):
      "a split of \(asked) items was asked of \(available); ask for at least one and at most all of them"
    }
  }

  private func hexadecimal(_ word: UInt32) -> String { String(format: "0x%08x", word) }
}

/// Why a file could not be fetched: the address and what is wrong with it.
public struct TransferError: Error, Equatable, Sendable {
  public let address: String
  public let fault: Fault

  /// The facts; sizes in bytes.
  public enum Fault: Equatable, Sendable {
    /// Neither `https:` nor `http:` nor `file:`.
    case kind
    case noLibrary
    /// The status of an answer that brings no file.
    case status(Int)
    case length(announced: Int, expected: Int)
    case tooLong(expected: Int)
    case otherRange(asked: Int, found: Int?)
    /// To an address of another kind than may be followed.
    case sentOn
    case cutOff(received: Int, expected: Int)
    /// In the words of the system or of the library.
    case refused(String)
  }

  init(_ address: String, _ fault: Fault) { (self.address, self.fault) = (address, fault) }

  /// Whether asking for the rest may help.
  public var isCutOff: Bool { if case .cutOff = fault { true } else { false } }
}

extension TransferError: CustomStringConvertible {
  public var description: String { "\(address): \(fault.description)" }
}

extension TransferError.Fault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .kind: "addresses begin with https://, http:// or file:///"
    case .noLibrary: "libcurl, which fetches, is not there; install it (libcurl4-openssl-dev, or curl)"
    case .status(let status): "the server answers with status \(status)"
    case .length(let announced, let expected): "it offers \(announced) bytes where \(expected) are expected"
    case .tooLong(let expected): "it sends more than the \(expected) bytes that are expected"
    case .otherRange(let asked, let found):
      "it was asked to go on from byte \(asked) and goes on from \(found.map(String.init) ?? "another")"
    case .sentOn: "it sends on to an address of a kind that is not followed"
    case .cutOff(let received, let expected): "it ended after \(received) of \(expected) bytes"
    case .refused(let words): words
    }
  }
}
