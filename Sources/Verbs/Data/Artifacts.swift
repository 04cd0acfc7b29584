import Foundation
import LinearAlgebra
import Pipeline
import Reporting

/// A matrix is stored as `.npy`, which numpy, Julia and R read.
extension Matrix: Artifact {
  public static var typeName: String { "matrix" }
  public static var fileExtension: String { "npy" }

  public init(readingFrom file: URL) throws { try self.init(npy: Data(contentsOf: file, options: .mappedIfSafe)) }

  public func write(to file: URL) throws { try npyData().write(to: file) }
}

/// A judged claim is stored as JSON.
extension ClaimResult: Artifact {
  public static var typeName: String { "verdict" }
  public static var fileExtension: String { "json" }

  public init(readingFrom file: URL) throws { try self.init(encoded: Data(contentsOf: file)) }

  public func write(to file: URL) throws { try encoded().write(to: file) }
}

/// What the page of all papers says of one is stored as JSON.
extension PaperSummary: Artifact {
  public static var typeName: String { "paper-summary" }
  public static var fileExtension: String { "json" }

  public init(readingFrom file: URL) throws { try self.init(encoded: Data(contentsOf: file)) }

  public func write(to file: URL) throws { try encoded().write(to: file) }
}
