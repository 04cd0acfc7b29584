import Foundation
import Testing

@testable import Kernels

@Suite struct KernelTests {
  @Test func `kernels that are not defined are refused`() throws {
    for layers in [-1, 0, 1, 1001] {
      refused(.layers(layers), try Kernel(.arcCosine(layers: layers)))
      refused(.layers(layers), try Kernel(.ntk(layers: layers, bias: true)))
      refused(.layers(layers), try Kernel(.step(layers: layers)))
    }
    refused(.biasLayers(3), try Kernel(.ntk(layers: 3, bias: true)))
    refused(.biasLayers(4), try Kernel(.arcCosine(layers: 4, bias: true)))
    for c in [0, -1, Double.infinity] {
      refused(.parameter(name: "c", value: c, allowed: "above 0"), try Kernel(.laplace(c: c)))
      refused(.parameter(name: "c", value: c, allowed: "above 0"), try Kernel(.gaussian(c: c)))
    }
    #expect(throws: KernelError.self) { try Kernel(.laplace(c: .nan)) }
    for gamma in [0, 1.5] {
      #expect(throws: KernelError.parameter(name: "gamma", value: gamma, allowed: "above 0 and at most 1")) {
        try Kernel(.gammaExponential(c: 1, gamma: gamma))
      }
    }
  }

  @Test func `errors state the fact and the remedy in one line`() {
    let sentences: KeyValuePairs<KernelError, String> = [
      .layers(1): "a kernel of 1 layers is not defined; give 2 to 1000 layers",
      .biasLayers(3): "a kernel with bias has 2 layers, not 3; set layers to 2 or leave out the bias",
      .parameter(name: "c", value: -1, allowed: "above 0"): "the kernel's parameter c is -1.0; give a number above 0",
      .empty(what: "the points"):
        "the points for the kernel matrix are missing; give at least one point with at least one coordinate",
      .dimension(rows: 2, columns: 3): "the two sets of points have dimensions 2 and 3; give points of one dimension",
      .notFinite(row: 1, column: 2): "point 1 has a NaN or an infinity as coordinate 2 (counted from 0); remove it",
      .notUnit(row: 4, norm: 2):
        "point 4 (counted from 0) has length 2.0 and not 1; normalise it or use the homogeneous kernel matrix",
    ]
    for (error, sentence) in sentences {
      #expect(error.description == sentence)
      #expect(error.localizedDescription == sentence)
    }
  }
}

/// Expects that `call` throws `error`.
func refused(
  _ error: KernelError, _ call: @autoclosure () throws -> Any, sourceLocation: SourceLocation = #_sourceLocation
) { #expect(throws: error, sourceLocation: sourceLocation) { _ = try call() } }
