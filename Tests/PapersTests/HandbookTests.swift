import Documents
import Foundation
import Pipeline
import Testing

@testable import Papers

/// What `plumb help` says beside what decodes manifests.
@Suite struct HandbookTests {
  private static let standard = PlumbCatalogue.standard

  @Test func `every kind is a topic with an example, and its keys are those of its reader`() throws {
    let book = try Handbook(Self.standard)
    #expect(Self.standard.kinds.count > 40)
    for (name, type) in Self.standard.kinds {
      let topic = try #require(book.topics(named: name).first { $0.isEntry }, "\(name) has no example")
      let fields = Fields.describing(name)
      _ = type.init(fields)
      let own = topic.keys.filter { !$0.path.contains(".") }
      #expect(own.map(\.path) == fields.schema.map(\.key))
      #expect(own.map(\.isRequired) == fields.schema.map(\.isRequired))
      #expect(!topic.outputs.isEmpty && !topic.summary.isEmpty && topic.keys.allSatisfy { !$0.meaning.isEmpty })
      for output in topic.outputs where output.type == Table.typeName && !["figure", "paper", "report"].contains(name) {
        #expect(!output.columns.isEmpty && output.columns.allSatisfy { !$0.meaning.isEmpty }, "\(name).\(output.name)")
      }
    }
  }

  @Test func `marks, checks and the other parts are topics, and entries refer to them`() throws {
    let book = try Handbook(Self.standard)
    let figure = try #require(book.topics(named: "figure").first)
    let marks = try #require(figure.keys.first { $0.path == "marks" }).see
    #expect(marks.count == 13 && marks.contains("curve"))
    for mark in marks { #expect(book.topics(named: mark).contains { $0.role == "a mark of a figure" }, "\(mark)") }
    #expect(figure.keys.first { $0.path == "x" }?.see == ["axis"])
    #expect(figure.keys.first { $0.path == "panels" }?.see == ["panel"])
    let curve = try #require(book.topics(named: "curve").first)
    #expect(curve.keys.first { $0.path == "errorbars" }?.see == ["errorbars"])
    let points = try #require(book.topics(named: "points").first)
    #expect(points.keys.first { $0.path == "colorbar" }?.meaning.hasSuffix(", without `column`") == true)
    let claim = try #require(book.topics(named: "claim").first)
    #expect(claim.keys.first { $0.path == "checks" }?.see == ["check"])
    #expect(claim.keys.map(\.path).contains("figures[].caption"))
    #expect(book.topics(named: "table").map(\.role) == ["a kind of stage", "a mark of a figure"])
    for part in ["panel", "inset", "axis", "look", "facet", "check"] {
      #expect(book.topics(named: part).map(\.keys.isEmpty) == [false], "\(part)")
    }
  }

  @Test func `what a file and every entry may hold is a topic, found by each of its keys`() throws {
    let book = try Handbook(Self.standard)
    for key in ["profiles", "include", "values", "defaults", "stages", "figures", "claims", "papers", "reports"] {
      #expect(book.topics(named: key).map(\.name) == ["manifest"], "\(key)")
    }
    for key in ["kind", "sweep", "each", "transient", "timeout", "about", "export"] {
      #expect(book.topics(named: key).map(\.name) == ["entry"], "\(key)")
    }
    #expect(book.topics(named: "tolerance").isEmpty)
    #expect(book.uses(of: "tolerance").contains { $0.topic.name == "check" })
    #expect(book.uses(of: "caption").map(\.keys).joined().map(\.path) == ["figures[].caption"])
    #expect(book.topics(named: "nothing").isEmpty && book.uses(of: "nothing").isEmpty)
  }

  @Test func `a value that is left out has a default that the reader takes`() throws {
    let book = try Handbook(Self.standard)
    func standard(_ key: String, of topic: String) -> JSON? {
      book.topics(named: topic).first?.keys.first { $0.path == key }?.standard
    }
    #expect(standard("aspect", of: "figure") == 0.72 && standard("opacity", of: "band") == 0.22)
    #expect(standard("cores", of: "command") == 1 && standard("memory", of: "command") == 256)
    #expect(standard("scale", of: "axis") == "linear" && standard("letters", of: "figure") == false)
    #expect(standard("y", of: "fit") == "the table's estimate" && standard("level", of: "fit") == nil)
  }
}
