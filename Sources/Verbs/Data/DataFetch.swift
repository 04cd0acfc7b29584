import Datasets
import Documents
import Foundation
import Pipeline

/// Fetches the data files that are missing, each from the first of its mirrors that has it.
///
/// The manifest says where (`mirrors`), how many bytes a file has and which SHA-256. What comes stands beside its place as
/// `NAME.part`: a fetch that was cut off is gone on with, by the same mirror or another one, and only content with the right
/// digest gets the name.
public struct DataFetch {
  /// What happens, as it happens.
  public enum Event {
    /// `address` is asked for the file at `path`, of which `done` of `size` bytes are there.
    case began(path: String, address: String, done: Int, size: Int)
    case received(path: String, done: Int, size: Int)
    /// The file is in its place.
    case finished(path: String, address: String, size: Int)
    /// The file does not come from there; `address` is nil where nothing was asked.
    case refused(path: String, address: String?, reason: String)
  }

  private let engine: Engine
  private let tell: (Event) -> Void
  /// How often a mirror is asked again after it was cut off.
  private static let tries = 5

  /// A fetch for the project of `engine`, which tells `tell` of its progress.
  public init(_ engine: Engine, tell: @escaping (Event) -> Void) { (self.engine, self.tell) = (engine, tell) }

  /// Fetches what is missing of `files`; whether all of them are in their places now.
  public func run(_ files: [FoundFile]) -> Bool {
    files.map { file in
      let path = file.expected.path
      switch file.standing {
      case .present: return true
      case .missing: return fetch(file.expected)
      case .otherContent, .unreadable:
        let remedy = file.standing == .otherContent ? "move it away, and it is fetched" : "see to it"
        tell(.refused(path: path, address: nil, reason: "\(file.standing.rawValue) is there; \(remedy)"))
        return false
      }
    }.allSatisfy { $0 }
  }

  private func fetch(_ file: ExpectedFile) -> Bool {
    do {
      guard let digest = file.digest.flatMap({ Digest(hex: $0) }), let size = file.size, !file.addresses.isEmpty else {
        throw file.path.hasPrefix("data/") ? DataFetchError.unknown : .ownFile
      }
      let arriving = try engine.arrivingFile(file.path)
      return try file.addresses.contains { try fetch(file.path, $0, (digest, size), into: arriving) }
    } catch {
      tell(.refused(path: file.path, address: nil, reason: OneLine.words(error)))
      return false
    }
  }

  /// Fetches a file from one address; whether its content is right.
  /// - Throws: what prevents every address alike: the file cannot be written.
  private func fetch(
    _ path: String, _ address: String, _ expected: (digest: Digest, size: Int), into file: ArrivingFile
  ) throws -> Bool {
    if file.count > expected.size { try file.begin(at: 0) }
    tell(.began(path: path, address: address, done: file.count, size: expected.size))
    var (cuts, isFromHere) = (0, file.count == 0)
    while true {
      let before = file.count
      do {
        if before < expected.size {
          let sink = TellingSink(file) { tell(.received(path: path, done: $0, size: expected.size)) }
          try Transfer(address: address, size: expected.size).run(from: before, into: sink)
          isFromHere = isFromHere || sink.hasBegunAnew
        }
        let found = try file.finish(expected.digest)
        if found == expected.digest {
          tell(.finished(path: path, address: address, size: expected.size))
          return true
        }
        // What was there before may have been the fault.
        try file.begin(at: 0)
        guard isFromHere else {
          isFromHere = true
          continue
        }
        throw DataFetchError.otherContent(found: found, expected: expected.digest)
      } catch let error as TransferError where error.isCutOff && file.count > before && cuts < Self.tries {
        cuts += 1
      } catch let error as TransferError {
        // Who sends too much has sent nothing to go on with.
        if case .tooLong = error.fault { try file.begin(at: 0) }
        tell(.refused(path: path, address: address, reason: error.fault.description))
        return false
      } catch let error as DataFetchError {
        tell(.refused(path: path, address: address, reason: error.description))
        return false
      }
    }
  }
}

/// Why a data file is not fetched.
private enum DataFetchError: Error, CustomStringConvertible {
  case unknown
  /// A file that does not lie in `data`.
  case ownFile
  case otherContent(found: Digest, expected: Digest)

  var description: String {
    switch self {
    case .unknown: "the manifest does not say from where (`mirrors`), how many bytes and which SHA-256"
    case .ownFile: "it is a part of the project, not of data/; get it from where the project is from"
    case .otherContent(let found, let expected):
      "what comes has the SHA-256 \(found.hex), not \(expected.hex); it is not kept"
    }
  }
}

/// Writes to a file and tells how far it is.
private final class TellingSink: TransferSink {
  private let file: ArrivingFile
  private let tell: (Int) -> Void
  /// Whether the sender began with the first byte.
  private(set) var hasBegunAnew = false

  init(_ file: ArrivingFile, tell: @escaping (Int) -> Void) { (self.file, self.tell) = (file, tell) }

  func begin(at offset: Int) throws {
    hasBegunAnew = offset == 0
    try file.begin(at: offset)
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws {
    try file.append(bytes)
    tell(file.count)
  }
}
