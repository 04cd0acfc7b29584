import Foundation
import LinearAlgebra
import Pipeline
import Testing

@testable import Verbs

@Suite struct NumberAgreementTests {
  private let table = OutputDeclaration(name: "t", type: "table", fileExtension: "csv")

  private func judge(_ first: String, _ second: String, _ others: [String] = [], json: Bool = false) -> Agreement {
    let output = json ? OutputDeclaration(name: "r", type: "record", fileExtension: "json") : table
    return NumberAgreement().agreement(
      Data(first.utf8), Data(second.utf8), others: others.map { Data($0.utf8) }, of: output
    ).0
  }

  @Test func `bits, numbers, digits`() {
    #expect(judge("a,b\n1,x\n", "a,b\n1,x\n") == .bits)
    #expect(judge("a,b\n1,x\n", "a,b\n1.0,x\n") == .record)
    #expect(judge("a\n1\n", "a\n1.00004\n") == .digits)
    #expect(judge("a\n1\n", "a\n1.0001\n") == .none)
    #expect(judge("a,b\n1,x\n", "a,b\n1,y\n") == .none)
    #expect(judge("a\n1\n", "a\n1\n2\n") == .none)
    #expect(judge("a\n1\n", "b\n1\n") == .none)
  }

  @Test func `what is left of rounding counts as equal, and only that`() {
    #expect(judge("a\n1\n1e-15\n", "a\n1\n-3e-16\n") == .digits)
    #expect(judge("a\n1\n1e-9\n", "a\n1\n2e-9\n") == .none)
    #expect(judge("a\n3e-15\n-1e-16\n", "a\n1e-16\n4e-15\n") == .digits)
    #expect(judge("a\n\n1\n", "a\n0\n1\n") == .none)
  }

  @Test func `records number by number`() {
    #expect(judge(#"{"a": [1, 2], "b": "x"}"#, #"{"a": [1.0, 2], "b": "x"}"#, json: true) == .record)
    #expect(judge(#"{"a": [1, 2]}"#, #"{"a": [1, 2.00001]}"#, json: true) == .digits)
    #expect(judge(#"{"a": [1, 2]}"#, #"{"a": [1, 2, 3]}"#, json: true) == .none)
  }

  @Test func `matrices number by number`() throws {
    let output = OutputDeclaration(name: "m", type: "matrix", fileExtension: "npy")
    func data(_ values: [Double]) throws -> Data {
      try Matrix(rows: 1, columns: values.count, elements: values).npyData()
    }
    func judge(_ a: [Double], _ b: [Double]) throws -> Agreement {
      NumberAgreement().agreement(try data(a), try data(b), others: [], of: output).0
    }
    #expect(try judge([1, 2], [1, 2]) == .bits)
    #expect(try judge([1, 2], [1, 2 + 1e-12]) == .digits)
    #expect(try judge([1, 2], [1, 3]) == .none)
    #expect(try judge([1, 2], [1, 2, 3]) == .none)
  }

  @Test func `other seeds say what is the same distribution`() {
    let others = [0.9, 1.1, 1.05, 0.95].map { "a\n\($0)\n" }
    // Five values of mean 1 and deviation 0.0790: t_{0.995, 4} = 4.604 (tables) times 0.0790 times sqrt(1.2) is 0.398.
    #expect(judge("a\n1\n", "a\n1.39\n", others) == .distribution)
    #expect(judge("a\n1\n", "a\n1.41\n", others) == .none)
    #expect(judge("a\n1\n", "a\n1.2\n", Array(others.prefix(1))) == .none)
  }
}
