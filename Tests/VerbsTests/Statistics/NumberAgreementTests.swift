import Documents
import Foundation
import LinearAlgebra
import Pipeline
import Testing

@testable import Verbs

@Suite struct NumberAgreementTests {
  private let table = OutputDeclaration(name: "t", type: "table", fileExtension: "csv")

  private func judge(
    _ first: String, _ second: String, _ others: [String] = [], json: Bool = false, columns: [Column] = []
  ) -> Agreement {
    let output = json ? OutputDeclaration(name: "r", type: "record", fileExtension: "json") : table
    return NumberAgreement().agreement(
      Data(first.utf8), Data(second.utf8), others: others.map { Data($0.utf8) }, of: output, columns: columns
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
      NumberAgreement().agreement(try data(a), try data(b), others: [], of: output, columns: []).0
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

  @Test func `what is missing on one side alone agrees in nothing`() {
    #expect(judge("v\n0\n", "v\nnan\n") == .none)
    #expect(judge("v\n0\n1e-15\n", "v\n\n1e-15\n") == .none)
    func rows(_ seed: Double, missing: Int = 0) -> String {
      "v\n" + (0..<20).map { $0 < missing ? "nan\n" : "\(Double($0) + seed)\n" }.joined()
    }
    let others = [0.1, 0.2, 0.3, 0.15].map { rows($0) }
    #expect(judge(rows(0.12), rows(0.22), others) == .distribution)
    #expect(judge(rows(0.12), rows(0.22, missing: 10), others) == .none)
    #expect(judge(rows(0.12), rows(0.22, missing: 20), others) == .none)
  }

  @Test func `digits are counted from what a column declares`() {
    let part = Column("c", .number, "", roles: [.digits(from: .column("n"))])
    // Half a unit in the fifth digit of 2 is 1e-4.
    #expect(judge("n,c\n2,1e-8\n", "n,c\n2,3e-8\n") == .none)
    #expect(judge("n,c\n2,1e-8\n", "n,c\n2,3e-8\n", columns: [part]) == .digits)
    #expect(judge("n,c\n2,1e-8\n", "n,c\n2,1.1e-4\n", columns: [part]) == .none)
    #expect(judge("n,c\n2,1e-8\n4,1\n", "n,c\n2,1.5e-4\n4,1\n", columns: [part]) == .none)
    let residual = Column("c", .number, "", roles: [.digits(from: .number(0.02))])
    #expect(judge("c\n1e-9\n", "c\n9e-7\n", columns: [residual]) == .digits)
    #expect(judge("c\n1e-9\n", "c\n1.1e-6\n", columns: [residual]) == .none)
    let field = Column("c", .number, "", roles: [.estimate, .digits(from: .largest)])
    #expect(judge("c\n-3\n1e-5\n", "c\n-3\n1.4e-4\n", columns: [field]) == .digits)
    #expect(judge("c\n-3\n1e-5\n", "c\n-3\n1.7e-4\n", columns: [field]) == .none)
    // Another column is held to its own digits all the same.
    #expect(judge("n,c\n2,1e-8\n", "n,c\n2.001,1e-8\n", columns: [part]) == .none)
  }

  @Test func `tables of which seeds give more or fewer rows are compared by their outline`() {
    func trace(_ rows: Int, _ slope: Double = 1, name: String = "x") -> String {
      "step,loss,run\n" + (0..<rows).map { "\($0),\(slope * Double($0)),\(name)\n" }.joined()
    }
    let others = [trace(40), trace(44), trace(47), trace(52)]
    #expect(judge(trace(45), trace(49), others) == .distribution)
    #expect(judge(trace(45), trace(90), others) == .none)
    #expect(judge(trace(45), trace(49, 3), others) == .none)
    #expect(judge(trace(45), trace(49, name: "y"), others) == .none)
    // As many rows by chance, and other numbers: alike all the same. Texts in other places are not.
    #expect(judge(trace(45), trace(45, 1.05), others) == .distribution)
    let swapped = trace(45).replacing("3,3.0,x", with: "3,3.0,y").replacing("4,4.0,x", with: "4,4.0,z")
    let back = trace(45).replacing("3,3.0,x", with: "3,3.0,z").replacing("4,4.0,x", with: "4,4.0,y")
    let both = others.map { $0.replacing("3,3.0,x", with: "3,3.0,y").replacing("4,4.0,x", with: "4,4.0,z") }
    #expect(judge(swapped, back, both) == .none)
    // Where every seed gives as many rows, another number of them is a fault.
    #expect(judge(trace(45), trace(46), [trace(45, 1.1), trace(45, 0.9), trace(45, 1.2)]) == .none)
    #expect(judge(trace(45), trace(49), [trace(40), trace(52)].dropLast()) == .none)
  }
}
