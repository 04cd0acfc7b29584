import Documents
import Foundation
import Pipeline

/// Who answers to requests for timestamps.
public struct TimestampAuthority {
  let address: String
  let answer: (_ query: [UInt8]) throws -> [UInt8]

  /// The authority at `address`; `answer` sends a request in DER and brings the answer.
  public init(address: String, answer: @escaping (_ query: [UInt8]) throws -> [UInt8]) {
    (self.address, self.answer) = (address, answer)
  }
}

/// Timestamps in a chain: an entry that holds the answer of an authority about the digest of the entry before it.
enum Timestamp {
  /// Asks for a timestamp of the last entry and adds it.
  ///
  /// - Returns: what was done, in a line.
  /// - Throws: `TimestampError`, what the authority's `answer` throws.
  static func append(to chain: inout HashChain, _ authority: TimestampAuthority) throws -> String {
    guard let last = chain.entries.last else {
      throw CommandError.usage("\(chain.name) has no entry to be timestamped; name claims")
    }
    let query = try TimestampQuery(for: last.digest)
    let reply = try authority.answer(query.bytes)
    let time = try TimestampReply(reply, for: last.digest, nonce: query.nonce).time
    let answer: JSON = [
      "authority": JSON(.string(authority.address)), "nonce": JSON(.string(query.nonce)),
      "reply": JSON(.string(Data(reply).base64EncodedString())), "time": JSON(.string(time)),
    ]
    chain.append([.init("timestamp", answer)], isBound: true)
    return "entry \(last.number) timestamped at \(time) by \(authority.address)"
  }

  /// Checks the timestamp that an entry holds, if it holds one.
  ///
  /// - Throws: ``CommandError/usage(_:)`` for one that is not about the entry before it.
  static func check(_ entry: HashChain.Entry, after chain: HashChain) throws {
    guard let timestamp = entry.body["timestamp"] else { return }
    do {
      guard entry.number > 1, let nonce = timestamp["nonce"]?.string,
        let reply = timestamp["reply"]?.string.flatMap({ Data(base64Encoded: $0) })
      else { throw TimestampError.noReply }
      let found = try TimestampReply(Array(reply), for: chain.entries[entry.number - 2].digest, nonce: nonce)
      guard timestamp["time"]?.string == found.time else { throw TimestampError.noReply }
    } catch {
      throw CommandError.usage("\(chain.name): entry \(entry.number): \(OneLine.words(error))")
    }
  }
}
