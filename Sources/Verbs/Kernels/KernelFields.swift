import Documents
import Kernels
import Sphere

/// The kernels by the names that a manifest uses.
enum KernelName: String, CaseIterable {
  case rf
  case ntk
  case laplace
  case gammaExponential = "gamma-exponential"
  case step
  case gaussian

  /// Whether the kernel has layers.
  var isLayered: Bool { self == .rf || self == .ntk || self == .step }
}

extension Fields {
  /// A kernel, divided by its value at 1: `kernel`, and what it needs of `layers`, `bias`, `c`, `gamma`.
  package func kernel() -> Kernel? {
    let before = problems.count
    let name = choice("kernel", KernelName.rf, "the kernel; all are divided by their value at u = 1")
    let isKnown = problems.count == before
    let layers = optionalInteger("layers", in: 2...Kernel.mostLayers, "L, for rf, ntk and step")
    let bias = boolean("bias", "whether the network has biases, for rf and ntk with 2 layers", required: false)
    let c = optionalNumber("c", in: 1e-6...1e6, "c, for laplace, gamma-exponential and gaussian")
    let gamma = optionalNumber("gamma", in: 0.015625...1, "gamma, for gamma-exponential")
    // Of a kernel that is not known nothing can be asked.
    guard isKnown else { return nil }
    demand("layers", layers != nil, name.isLayered, name)
    demand("c", c != nil, !name.isLayered, name)
    demand("gamma", gamma != nil, name == .gammaExponential, name)
    if bias, name != .rf, name != .ntk {
      refuse("bias", "`bias` makes no sense for the kernel `\(name.rawValue)`", remedy: "remove it")
    }
    if bias, name == .rf || name == .ntk, let layers, layers != 2 {
      refuse("bias", "a kernel with bias has 2 layers, not \(layers)", remedy: "set `layers` to 2 or remove `bias`")
    }
    // What `Kernel` refuses has been noted by now.
    return try? Kernel(
      Self.family(name, layers: layers ?? 2, bias: bias, c: c ?? 1, gamma: gamma ?? 1), normalised: true)
  }

  private func demand(_ key: String, _ isGiven: Bool, _ isNeeded: Bool, _ name: KernelName) {
    if isNeeded, !isGiven { refuse("kernel", "the kernel `\(name.rawValue)` needs `\(key)`", remedy: "add `\(key)`") }
    if isGiven, !isNeeded {
      refuse(key, "`\(key)` makes no sense for the kernel `\(name.rawValue)`", remedy: "remove it")
    }
  }

  private static func family(
    _ name: KernelName, layers: Int, bias: Bool, c: Double, gamma: Double
  ) -> Kernel.Family {
    switch name {
    case .rf: .arcCosine(layers: layers, bias: bias)
    case .ntk: .ntk(layers: layers, bias: bias)
    case .laplace: .laplace(c: c)
    case .gammaExponential: .gammaExponential(c: c, gamma: gamma)
    case .step: .step(layers: layers)
    case .gaussian: .gaussian(c: c)
    }
  }
}

/// Multiple-precision numbers, in which spectra evaluate the closed forms.
extension Real: RealField {}

extension Kernel {
  /// The kernel's name for readers.
  package var title: String {
    switch family {
    case .arcCosine(_, let bias): bias ? "RF with bias" : "RF"
    case .ntk(_, let bias): bias ? "NTK with bias" : "NTK"
    case .laplace: "Laplace"
    case .gammaExponential: "gamma-exponential"
    case .step: "step"
    case .gaussian: "Gaussian"
    }
  }

  /// The kernel's name with its depth: "NTK, L = 3".
  package var fullTitle: String { layers.map { "\(title), L = \($0)" } ?? title }

  /// What kind of network the kernel belongs to: "NTK", "RF"; its name for other kernels.
  package var familyTitle: String {
    switch family {
    case .arcCosine: "RF"
    case .ntk: "NTK"
    default: title
    }
  }

  /// L, for kernels of networks.
  var layers: Int? {
    switch family {
    case .arcCosine(let layers, _), .ntk(let layers, _), .step(let layers): layers
    case .laplace, .gammaExponential, .gaussian: nil
    }
  }

  /// The exponent of (1-u), for kernels that are its exponential.
  var gamma: Double? {
    switch family {
    case .gammaExponential(_, let gamma): gamma
    case .laplace: 0.5
    case .arcCosine, .ntk, .step, .gaussian: nil
    }
  }
}
