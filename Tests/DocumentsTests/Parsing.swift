@testable import Documents

/// The value written as `text`.
func parsed(_ text: String) throws -> JSON { try parsed(bytes: Array(text.utf8)) }

/// The value written as `bytes`.
func parsed(bytes: [UInt8]) throws -> JSON { try JSON.parse(SourceText(name: "m.json", bytes: bytes)) }

/// The message with which `text` is refused, nil when it is not.
func refusal(_ text: String) -> String? { refusal(bytes: Array(text.utf8)) }

/// The message with which `bytes` are refused, nil when they are not.
func refusal(bytes: [UInt8]) -> String? { message { _ = try parsed(bytes: bytes) } }

/// The message of the error that `body` throws, nil when it throws none.
func message(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return "\(error)"
  }
}

/// A reader of `text` as the parameters of a stage.
func fields(_ text: String) throws -> Fields { Fields(try parsed(text), context: "stage `a`") }

/// What is wrong with `text` once it was read, places left out.
func messages(_ text: String, _ read: (Fields) -> Void) throws -> [String] {
  let reader = try fields(text)
  read(reader)
  reader.finish()
  return reader.problems.map { String($0.description.drop { $0 != " " }.dropFirst()) }
}
