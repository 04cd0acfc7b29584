import Foundation

/// Why results cannot travel.
public enum TravelError: Error, Equatable, Sendable {
  /// Nothing of what was asked for has its result here.
  case nothingToPush
  /// There is nothing at the place that results are to be taken from.
  case noSource(String)
  /// Neither a folder nor an archive of results.
  case notResults(String)
  /// A folder that holds somebody's files.
  case foreignFolder(String)
  /// An archive that is not as it was written.
  case archive(String, ArchiveFault)
  /// A file of a folder of results that is not as it was written.
  case damagedFile(String)
  /// A file of a folder of results that is a link, or no plain file.
  case notAFile(String)
  /// The disk of the cache has less room than the results take.
  case noRoom(String, needed: Int, free: Int)
  /// The source has none of the results that the manifest names.
  case noneOfThese(String, count: Int, profile: String, of: String?)
}

/// What is wrong with an archive of results.
public enum ArchiveFault: Error, Equatable, Sendable {
  /// It is shorter than its index says.
  case tooShort(found: Int, promised: Int)
  /// It is cut off in the midst of an entry.
  case cutOff
  /// It ends before everything that its index names has come.
  case endsEarly
  /// More follows after its end.
  case goesOn
  /// Its first entry is no index, or one of another version.
  case noIndex
  /// The index is larger than one can be, or promises more than can be in the file.
  case promisesTooMuch
  /// Bytes are not as they were written: of the entry, or between entries.
  case damaged(String?)
  case entry(String, EntryFault)

  /// What is wrong with an entry.
  public enum EntryFault: Equatable, Sendable {
    case link, device, folder, otherKind, absolute, leavesArchive, repeated, unknown, notAsPromised
  }
}

extension TravelError: CustomStringConvertible {
  /// One line: place, fact, remedy.
  public var description: String {
    switch self {
    case .nothingToPush: "there are no results to push; `plumb run` makes them"
    case .noSource(let path):
      "\(path.printable): there is nothing; name a folder or an archive that `plumb push` wrote"
    case .notResults(let path):
      "\(path.printable): it holds no results; name a folder or an archive that `plumb push` wrote"
    case .foreignFolder(let path):
      "\(path.printable): it holds files and no results; name a new or an empty folder, or a file that ends in .tar or .tar.gz"
    case .archive(let path, let fault): "\(path.printable): \(fault); get the archive anew"
    case .damagedFile(let path):
      "\(path.printable): it is not as it was written; remove it and push again to where it lies"
    case .notAFile(let path): "\(path.printable): it is no plain file; get the folder anew"
    case .noRoom(let path, let needed, let free):
      "\(path.printable): the results take \(Self.size(needed)), the disk has \(Self.size(free)); free some space, name only "
        + "the claims that you need, or choose another cache with --cache"
    case .noneOfThese(let path, let count, let profile, let other):
      "\(path.printable): none of its \(count) results is one of this manifest in the profile \(profile); "
        + (other.map { "they are of the profile \($0.printable): add --profile \($0.printable)" }
          ?? "take them into the version of the project that they were made from")
    }
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 1_000_000 ? "\(bytes) bytes" : String(format: "%.1f MB", Double(bytes) / 1e6)
  }
}

extension ArchiveFault: CustomStringConvertible {
  /// The fact alone.
  public var description: String {
    switch self {
    case .tooShort(let found, let promised): "it is cut off: it has \(found) bytes of \(promised)"
    case .cutOff: "it is cut off"
    case .endsEarly: "it ends before everything that its index names has come"
    case .goesOn: "it goes on after its end"
    case .noIndex: "it does not begin with an index of results that this version knows"
    case .promisesTooMuch: "its index promises more than the file can hold"
    case .damaged(nil): "it is damaged between two entries"
    case .damaged(let name?): "the entry `\(name.wholeLine)` is damaged"
    case .entry(let name, let fault): "the entry `\(name.wholeLine)` \(fault)"
    }
  }
}

extension ArchiveFault.EntryFault: CustomStringConvertible {
  /// What is said of the entry.
  public var description: String {
    switch self {
    case .link: "is a link"
    case .device: "is a device or a pipe"
    case .folder: "is a folder"
    case .otherKind: "is of a kind that no archive of results has"
    case .absolute: "has an absolute name"
    case .leavesArchive: "leads out of the archive"
    case .repeated: "stands there twice"
    case .unknown: "is not in its index"
    case .notAsPromised: "is not as its index says"
    }
  }
}
