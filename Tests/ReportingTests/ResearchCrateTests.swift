import Documents
import Foundation
import Testing

@testable import Reporting

/// The metadata of a crate, by the rules of the profiles that it names (those that they call MUST).
@Suite struct ResearchCrateTests {
  private static let actions = [
    CrateAction(
      id: "fits[d=3]", kind: "decay-fit", revision: 2, summary: "fits", key: "k1", entry: "fits",
      parameters: [.init("degrees", [2, 12]), .init("group", "parity"), .init("weight", 1.5)],
      inputs: [.init(name: "data", slot: "data", digest: "aa", path: nil)],
      outputs: [.init(name: "fits, table", slot: "table", digest: "bb", path: "tables/b.csv")],
      end: Date(timeIntervalSince1970: 100), seconds: 10),
    CrateAction(
      id: "fits[d=4]", kind: "decay-fit", revision: 2, summary: "fits", key: "k2", entry: "fits",
      parameters: [.init("degrees", [2, 12]), .init("group", "none"), .init("weight", 2)],
      inputs: [.init(name: "data", slot: "data", digest: "ab", path: nil)],
      outputs: [.init(name: "fits, table", slot: "table", digest: "bc", path: nil)],
      end: Date(timeIntervalSince1970: 120), seconds: 5),
    CrateAction(
      id: "decay", kind: "figure", revision: 1, summary: "draws", key: "k3",
      inputs: [.init(name: "data", slot: "data", digest: "bb", path: "tables/b.csv")],
      outputs: [.init(name: "decay, pdf", slot: "pdf", digest: "cc", path: "figures/a b.pdf")], end: nil, seconds: 0),
  ]

  private static func crate(_ authors: [Author] = [.init(name: "Us", isPerson: false)]) -> ResearchCrate {
    ResearchCrate(
      title: "T", summary: "S", manifest: "pipeline.json", license: "LICENSE",
      files: ["pipeline.json", "LICENSE", "tables/b.csv", "figures/a b.pdf", "simulate.py"].map {
        BundleTests.file($0)
      },
      sources: ["simulate.py"], results: ["figures/a b.pdf"], actions: actions,
      software: [
        .init(name: "Plumb", version: "0.1"), .init(name: "FLINT", version: "3.1.3", home: "https://flintlib.org"),
      ], authors: authors,
      articles: [
        .init(title: "One", authors: "A. B, C. D and E. F", year: 2021, venue: "J", link: "https://example.org/1"),
        .init(title: "Two", authors: "C. D", year: nil),
      ], date: Date(timeIntervalSince1970: 200))
  }

  private static func graph(_ crate: ResearchCrate) -> [JSON] { crate.metadata["@graph"]?.elements ?? [] }

  private static func types(_ entity: JSON) -> [String] {
    entity["@type"]?.elements?.compactMap(\.string) ?? [entity["@type"]?.string ?? ""]
  }

  /// Where a member leads.
  private static func links(_ entity: JSON, _ member: String) -> [String] {
    let value = entity[member]
    return (value?.elements ?? value.map { [$0] } ?? []).compactMap { $0["@id"]?.string }
  }

  @Test func `every address leads to an entity of the crate or to the web, and no entity stands twice`() {
    for crate in [Self.crate(), Self.crate([])] {
      let graph = Self.graph(crate)
      let ids = Set(graph.compactMap { $0["@id"]?.string })
      #expect(ids.count == graph.count)
      let outside = Set(graph.flatMap(Self.references)).subtracting(ids)
      #expect(
        outside == [
          "https://w3id.org/ro/crate/1.1", "https://flintlib.org",
          "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE",
        ])
      // Nothing stands in the graph that nothing leads to.
      let reached = Set(graph.flatMap(Self.references))
      #expect(
        ids.subtracting(reached).subtracting(["ro-crate-metadata.json", "ro-crate-preview.html"])
          .filter { !$0.hasPrefix("#control") && $0 != "#organising" }.isEmpty)
    }
  }

  @Test func `it keeps the rules of the four profiles`() throws {
    let graph = Self.graph(Self.crate())
    func entity(_ id: String) throws -> JSON { try #require(graph.first { $0["@id"]?.string == id }, "\(id)") }
    func all(_ type: String) -> [JSON] { graph.filter { Self.types($0).contains(type) } }
    // RO-Crate 1.1 and Workflow RO-Crate 1.0.
    let profiles = ["process/0.5", "workflow/0.5", "provenance/0.5"].map { "https://w3id.org/ro/wfrun/" + $0 }
    let root = try entity("./")
    #expect(Self.links(root, "conformsTo") == profiles + ["https://w3id.org/workflowhub/workflow-ro-crate/1.0"])
    for profile in Self.links(root, "conformsTo") { #expect(Self.types(try entity(profile)) == ["CreativeWork"]) }
    #expect(
      Self.links(try entity("ro-crate-metadata.json"), "conformsTo")
        == ["https://w3id.org/ro/crate/1.1", "https://w3id.org/workflowhub/workflow-ro-crate/1.0"])
    #expect(["name", "description", "license", "datePublished"].allSatisfy { root[$0] != nil })
    let workflow = try entity(try #require(Self.links(root, "mainEntity").first))
    #expect(Self.types(workflow) == ["File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo"])
    #expect(Self.types(try entity(Self.links(workflow, "programmingLanguage")[0])).contains("ComputerLanguage"))
    #expect(Set(Self.links(root, "hasPart")) == Set(all("File").compactMap { $0["@id"]?.string }))
    // Process Run Crate: every action has its instrument, of a type that can be one.
    let tools: Set = ["SoftwareApplication", "SoftwareSourceCode", "ComputationalWorkflow"]
    for action in all("CreateAction") {
      let instruments = Self.links(action, "instrument")
      #expect(instruments.count == 1)
      #expect(!tools.isDisjoint(with: Self.types(try entity(instruments[0]))))
      for value in Self.links(action, "object") + Self.links(action, "result") {
        #expect(["File", "PropertyValue"].contains(Self.types(try entity(value))[0]), "\(value)")
      }
      #expect(Self.links(root, "mentions").contains(action["@id"]?.string ?? ""))
      #expect(Self.links(action, "agent") == ["#author-us"])
    }
    // Workflow Run Crate: the run is one of the workflow; formal parameters have a type.
    #expect(Self.links(try entity("#run"), "instrument") == ["pipeline.json"])
    for parameter in all("FormalParameter") {
      #expect(parameter["name"]?.string != nil && parameter["additionalType"]?.string != nil)
    }
    // Provenance Run Crate: each tool is orchestrated and used, each step leads to its tool, each action is started.
    #expect(Self.links(workflow, "hasPart") == ["#kind-decay-fit", "#kind-figure"])
    for tool in Self.links(workflow, "hasPart") {
      #expect(all("CreateAction").contains { Self.links($0, "instrument") == [tool] })
      for parameter in Self.links(try entity(tool), "input") + Self.links(try entity(tool), "output") {
        #expect(Self.types(try entity(parameter)) == ["FormalParameter"])
      }
    }
    #expect(Self.links(workflow, "step") == ["#step-fits", "#step-decay"])
    for step in all("HowToStep") {
      #expect(Self.links(workflow, "step").contains(step["@id"]?.string ?? ""))
      #expect(Self.links(workflow, "hasPart").contains(Self.links(step, "workExample")[0]))
      #expect(step["position"]?.string.flatMap { Int($0) } != nil)
    }
    let controls = all("ControlAction")
    #expect(controls.count == Self.actions.count)
    for control in controls {
      #expect(Self.types(try entity(Self.links(control, "instrument")[0])) == ["HowToStep"])
      #expect(Self.types(try entity(Self.links(control, "object")[0])) == ["CreateAction"])
    }
    let organising = try #require(all("OrganizeAction").first)
    #expect(Self.types(try entity(Self.links(organising, "instrument")[0])).contains("SoftwareApplication"))
    #expect(Self.links(organising, "result") == ["#run"])
    #expect(Self.links(organising, "object").count == controls.count)
  }

  @Test func `a stage has its parameters as values, and each value says which parameter it is of`() throws {
    let graph = Self.graph(Self.crate())
    func entity(_ id: String) throws -> JSON { try #require(graph.first { $0["@id"]?.string == id }, "\(id)") }
    let stage = try entity("#stage-k1")
    #expect(
      stage["startTime"]?.string == "1970-01-01T00:01:30+00:00"
        && stage["endTime"]?.string == "1970-01-01T00:01:40+00:00")
    #expect(Self.links(stage, "result") == ["tables/b.csv"])
    let read = try Self.links(stage, "object").map(entity)
    #expect(read.count == 4 && read[0]["@id"]?.string == "#sha256-aa")
    #expect(read.dropFirst().map { $0["name"]?.string } == ["degrees", "group", "weight"])
    #expect(
      read[1]["value"]?.string == "[2,12]" && read[2]["value"]?.string == "parity" && read[3]["value"]?.double == 1.5)
    for value in read {
      let parameter = try entity(Self.links(value, "exampleOfWork")[0])
      #expect(Self.links(try entity("#kind-decay-fit"), "input").contains(parameter["@id"]?.string ?? ""))
    }
    // What two stages share stands once; numbers of both kinds are numbers.
    #expect(Self.links(try entity("#stage-k2"), "object")[1] == read[1]["@id"]?.string)
    #expect(try entity("#kind-decay-fit/setting/weight")["additionalType"]?.string == "Float")
    #expect(try entity("#kind-decay-fit/setting/degrees")["additionalType"]?.string == "Text")
    #expect(try entity("#kind-decay-fit/output/table")["additionalType"]?.string == "File")
    // A file is what one stage made and another read, and what was published.
    #expect(
      Self.links(try entity("tables/b.csv"), "exampleOfWork")
        == ["#kind-decay-fit/output/table", "#kind-figure/input/data"])
    #expect(
      Self.links(try entity("figures/a%20b.pdf"), "exampleOfWork")
        == ["#kind-figure/output/pdf", "#workflow/output/published"])
    #expect(Self.links(try entity("simulate.py"), "exampleOfWork") == ["#workflow/input/sources"])
  }

  @Test func `papers and authors are entities, each once`() throws {
    let graph = Self.graph(Self.crate())
    let root = graph.first { $0["@id"]?.string == "./" }
    #expect(root.map { Self.links($0, "citation") } == ["https://example.org/1", "#article-2"])
    #expect(root.map { Self.links($0, "author") } == ["#author-us"])
    let people = graph.filter { $0["@type"]?.string == "Person" }.compactMap { $0["name"]?.string }
    #expect(people == ["A. B", "C. D", "E. F"])
    let article = try #require(graph.first { $0["@id"]?.string == "https://example.org/1" })
    #expect(Self.links(article, "author").count == 3 && article["datePublished"]?.string == "2021")
    // Software says its version and where it is from.
    for program in graph where Self.types(program).contains("SoftwareApplication") {
      #expect(program["name"] != nil && program["softwareVersion"] != nil && program["url"]?["@id"] != nil)
    }
  }

  private static func references(_ value: JSON) -> [String] {
    if let members = value.members {
      return members.flatMap { member in
        guard member.key != "@id" else { return [String]() }
        let isLink = member.value.members?.map(\.key) == ["@id"]
        return isLink ? [member.value["@id"]?.string ?? ""] : references(member.value)
      }
    }
    return (value.elements ?? []).flatMap { item in
      item.members?.map(\.key) == ["@id"] ? [item["@id"]?.string ?? ""] : references(item)
    }
  }
}
