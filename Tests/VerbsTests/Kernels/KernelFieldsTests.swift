import Kernels
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct KernelFieldsTests {
  private func problems(_ members: String) throws -> [String] {
    try StageBench.problems(KernelMatrixStage.self, #""points": "p", "# + members)
  }

  @Test(arguments: [
    (#""kernel": "rf", "layers": 3"#, Kernel.Family.arcCosine(layers: 3)),
    (#""kernel": "rf", "layers": 2, "bias": true"#, .arcCosine(layers: 2, bias: true)),
    (#""kernel": "ntk", "layers": 5"#, .ntk(layers: 5)),
    (#""kernel": "laplace", "c": 2"#, .laplace(c: 2)),
    (#""kernel": "gamma-exponential", "c": 1, "gamma": 0.25"#, .gammaExponential(c: 1, gamma: 0.25)),
    (#""kernel": "step", "layers": 4"#, .step(layers: 4)),
    (#""kernel": "gaussian", "c": 0.5"#, .gaussian(c: 0.5)),
  ])
  func `a name and its parameters make a kernel that is one at one`(members: String, family: Kernel.Family) throws {
    let (stage, problems) = try StageBench.read(KernelMatrixStage.self, #""points": "p", "# + members)
    #expect(problems.isEmpty)
    #expect(try stage.kernel == Kernel(family, normalised: true))
    #expect(abs((stage.kernel?(cosine: 1) ?? 0) - 1) < 1e-15)
  }

  @Test(arguments: [
    (#""kernel": "ntk""#, "the kernel `ntk` needs `layers` in stage `s`; add `layers`"),
    (#""kernel": "laplace""#, "the kernel `laplace` needs `c` in stage `s`; add `c`"),
    (
      #""kernel": "gamma-exponential", "c": 1"#,
      "the kernel `gamma-exponential` needs `gamma` in stage `s`; add `gamma`"
    ),
    (
      #""kernel": "gaussian", "c": 1, "layers": 2"#,
      "`layers` makes no sense for the kernel `gaussian` in stage `s`; remove it"
    ),
    (#""kernel": "rf", "layers": 2, "c": 1"#, "`c` makes no sense for the kernel `rf` in stage `s`; remove it"),
    (
      #""kernel": "laplace", "c": 1, "gamma": 0.5"#,
      "`gamma` makes no sense for the kernel `laplace` in stage `s`; remove it"
    ),
    (
      #""kernel": "step", "layers": 2, "bias": true"#,
      "`bias` makes no sense for the kernel `step` in stage `s`; remove it"
    ),
    (
      #""kernel": "ntk", "layers": 3, "bias": true"#,
      "a kernel with bias has 2 layers, not 3 in stage `s`; set `layers` to 2 or remove `bias`"
    ),
    (#""kernel": "ntk", "layers": 1"#, "`layers` in stage `s` is 1, outside 2 to 1000; choose a value inside"),
    (#""kernel": "laplace", "c": 0"#, "`c` in stage `s` is 0, outside 1e-06 to 1000000; choose a value inside"),
    (#""kernel": "nkt""#, "`kernel` in stage `s` is `nkt`; did you mean `ntk`?"),
    (#""kernel": "nkt", "layers": 2"#, "`kernel` in stage `s` is `nkt`; did you mean `ntk`?"),
  ])
  func `a wrong combination is refused in one sentence`(members: String, sentence: String) throws {
    #expect(try problems(members) == [sentence])
  }
}
