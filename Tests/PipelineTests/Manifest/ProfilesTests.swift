import Documents
import Testing

@testable import Pipeline

@Suite struct ProfilesTests {
  private func value(_ json: String, profile: String? = nil) throws -> String {
    let text = "{\"profiles\": [\"quick\", \"full\"], \"stages\": {\"a\": {\"kind\": \"make\", \"n\": 1, \(json)}}}"
    return try manifest(text, profile: profile).graph.nodes[0].definition.canonical
  }

  @Test func `an object of profiles gives the value of the active one`() throws {
    #expect(try value(#""seed": {"quick": 2, "full": 3}"#) == #"{"n":1,"seed":2}"#)
    #expect(try value(#""seed": {"quick": 2, "full": 3}"#, profile: "full") == #"{"n":1,"seed":3}"#)
    #expect(try value(#""range": [0, {"quick": 0.5, "full": 1}]"#) == #"{"n":1,"range":[0,0.5]}"#)
    #expect(
      try value(#""kernel": {"quick": {"name": "a"}, "full": {"name": {"full": "b"}}}"#, profile: "full")
        == #"{"kernel":{"name":"b"},"n":1}"#)
  }

  @Test func `the first profile is the default, and without a list there is one called default`() throws {
    #expect(try manifest(#"{"profiles": ["b", "a"]}"#).graph.profile == "b")
    #expect(try manifest(#"{"profiles": ["b", "a"]}"#).profiles == ["b", "a"])
    #expect(try manifest("{}").profiles == ["default"])
  }

  @Test func `an object with other keys is an ordinary value`() {
    let text = #"{"profiles": ["quick"], "stages": {"a": {"kind": "make", "n": {"quick": 1, "ful": 2}}}}"#
    #expect(
      refusals(text) == [
        "pipeline.json:1:63: `n` in stage `a` must be a whole number, not an object; no profile is named `ful`"
      ])
    #expect(
      refusals(#"{"profiles": ["quick", "full"], "stages": {"a": {"kind": "make", "n": {"quick": 1, "ful": 2}}}}"#) == [
        "pipeline.json:1:71: `n` in stage `a` must be a whole number, not an object; no profile is named `ful`; did you "
          + "mean `full`?"
      ])
    #expect(
      refusals(#"{"stages": {"a": {"kind": "make", "n": {"full": 3}}}}"#) == [
        "pipeline.json:1:40: `n` in stage `a` must be a whole number, not an object; no profile is named `full`"
      ])
  }

  @Test func `a value that the active profile lacks is an error that names it`() {
    let text = #"{"profiles": ["quick", "full"], "stages": {"a": {"kind": "make", "n": {"full": 1}}}}"#
    #expect(
      refusals(text) == [
        "pipeline.json:1:71: a value in stage `a` is given for `full` but not for the profile `quick`; add it"
      ])
    #expect(refusals(text, profile: "full").isEmpty)
  }

  @Test func `a value per profile does not hold another`() {
    let text = #"{"profiles": ["quick", "full"], "stages": {"a": {"kind": "make", "n": {"quick": {"quick": 1}}}}}"#
    #expect(
      refusals(text) == [
        "pipeline.json:1:81: a value per profile in stage `a` holds another value per profile; give each profile its "
          + "value directly"
      ])
  }

  @Test func `profiles must be names, different, and listed in the main file`() {
    #expect(
      refusals(#"{"profiles": ["a", "a b", "a"], "include": ["x.json"]}"#, included: ["x.json": #"{"profiles": []}"#])
        == [
          "pipeline.json:1:20: `a b` is no name for a profile; use up to 100 letters, digits, `-` and `_`, a letter or "
            + "digit first",
          "pipeline.json:1:27: the profile `a` is listed twice; keep one",
          "x.json:1:2: `profiles` stands in an included file; move it to `pipeline.json`",
        ])
    #expect(
      refusals(#"{"profiles": ["quick", "full"]}"#, profile: "ful") == [
        "--profile ful: there is no profile `ful`; did you mean `full`?"
      ])
    #expect(
      refusals(#"{"profiles": []}"#) == [
        "pipeline.json:1:14: `profiles` in the manifest is an empty list; give at least one value"
      ])
  }
}
