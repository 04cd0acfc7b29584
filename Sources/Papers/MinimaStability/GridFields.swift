import Documents
import Networks

/// A function on a square grid.
struct GridFields {
  /// The functions by name.
  enum Name: String, CaseIterable {
    case pyramid, gaussian
  }

  let name: Name
  let rate: Double?
  let side: Int
  let halfWidth: Double

  init(_ fields: Fields) {
    name = fields.choice("target", .pyramid, "max(0, 1 - |x|_1) or exp(-rate |x|^2)")
    rate = fields.optionalNumber("rate", in: 1e-6...1e6, "the rate of the Gaussian")
    side = fields.integer("side", in: 2...100, "m of the m x m grid")
    halfWidth = fields.number("half-width", in: 1e-6...1e6, "R of the square [-R, R]^2")
    if name == .gaussian, rate == nil { fields.refuse("rate", "a Gaussian needs its `rate`", remedy: "add `rate`") }
    if name == .pyramid, rate != nil {
      fields.refuse("rate", "`rate` makes no sense for the pyramid", remedy: "remove it")
    }
  }

  var grid: SquareGrid { get throws { try SquareGrid(side: side, halfWidth: halfWidth) } }

  var target: SymmetricTarget {
    switch name {
    case .pyramid: .pyramid
    case .gaussian: .gaussian(rate: rate ?? 1)
    }
  }

  /// How reports call the function.
  var title: String { name == .pyramid ? "pyramid" : "Gaussian" }
}
