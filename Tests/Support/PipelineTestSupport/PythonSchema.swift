import Documents
import Foundation
import TestTools

/// JSON Schema as the Python package jsonschema understands it (Debian: python3-jsonschema): an opinion that is not ours.
public enum PythonSchema {
  /// Why tests that need it are skipped.
  public static let missing = "python3-jsonschema is not installed"

  /// Whether tests that need it run: where it is missing they are skipped, but fail where everything must be tested.
  public static let isWanted =
    TestTool.allAreDemanded
    || (try? run("import jsonschema; jsonschema.Draft202012Validator; print(1)", "")) == "1\n"

  /// Whether each of `values` is valid; the schema itself must be a valid one.
  public static func verdicts(of schema: JSON, _ values: [JSON]) throws -> [Bool] {
    let program = """
      import json, sys, jsonschema
      case = json.load(sys.stdin)
      jsonschema.Draft202012Validator.check_schema(case["schema"])
      check = jsonschema.Draft202012Validator(case["schema"])
      print(json.dumps([check.is_valid(x) for x in case["values"]]))
      """
    let input: JSON = ["schema": schema, "values": JSON(.array(values))]
    let answer = try JSON.parse(SourceText(name: "python3", bytes: Array(try run(program, input.canonical).utf8)))
    return (answer.elements ?? []).map { $0 == true }
  }

  public static func accepts(_ schema: JSON, _ value: JSON) throws -> Bool {
    try verdicts(of: schema, [value]) == [true]
  }

  private struct Failure: Error { let status: Int32 }

  private static func run(_ program: String, _ input: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(input.utf8).write(to: file)
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program]
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus) }
    return String(decoding: data, as: UTF8.self)
  }
}
