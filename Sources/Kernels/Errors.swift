/// Why a kernel or a kernel matrix was refused.
public enum KernelError: Error, Equatable, Sendable {
  case layers(Int)
  case biasLayers(Int)
  case parameter(name: String, value: Double, allowed: String)
  case empty(what: String)
  case dimension(rows: Int, columns: Int)
  case notFinite(row: Int, column: Int)
  case notUnit(row: Int, norm: Double)
}

extension KernelError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .layers(let layers): "a kernel of \(layers) layers is not defined; give 2 to \(Kernel.mostLayers) layers"
    case .biasLayers(let layers):
      "a kernel with bias has 2 layers, not \(layers); set layers to 2 or leave out the bias"
    case .parameter(let name, let value, let allowed):
      "the kernel's parameter \(name) is \(value); give a number \(allowed)"
    case .empty(let what):
      "\(what) for the kernel matrix are missing; give at least one point with at least one coordinate"
    case .dimension(let rows, let columns):
      "the two sets of points have dimensions \(rows) and \(columns); give points of one dimension"
    case .notFinite(let row, let column):
      "point \(row) has a NaN or an infinity as coordinate \(column) (counted from 0); remove it"
    case .notUnit(let row, let norm):
      "point \(row) (counted from 0) has length \(norm) and not 1; normalise it or use the homogeneous kernel matrix"
    }
  }
}
