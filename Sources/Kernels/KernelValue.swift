extension Kernel {
  /// kappa(u) in double precision, to a few units in the last place; u beyond [-1, 1] is clamped, NaN gives NaN.
  public func callAsFunction(cosine u: Double) -> Double {
    value(at: Angle(cosine: u))
  }

  /// kappa(cos theta) for 0 <= theta <= pi, to the working precision of `Number`.
  ///
  /// The error is of the order of the rounding of pi - theta, absolute rather than relative close to theta = pi.
  public func value<Number: RealField>(atAngle theta: Number) -> Number {
    value(at: Angle(theta, supplement: Number.pi - theta))
  }

  func value<Number: RealField>(at angle: Angle<Number>) -> Number {
    let value = formula(at: angle)
    return normalised ? value / Number(peak) : value
  }

  private func formula<Number: RealField>(at angle: Angle<Number>) -> Number {
    switch family {
    case .arcCosine(_, bias: true):
      angle.sum * angle.kappa1.value
    case .arcCosine(let layers, bias: false):
      (2..<layers).reduce(angle) { angle, _ in angle.afterReLU }.kappa1.value
    case .ntk(_, bias: true):
      (angle.sum * angle.kappa0 + angle.kappa1.value) / Number(2)
    case .ntk(let layers, bias: false):
      tangent(at: angle, layers: layers)
    case .laplace(let c):
      (-(Number(c) * angle.gap.squareRoot())).exponential()
    case .gammaExponential(let c, let gamma):
      (-(Number(c) * angle.gap.power(Number(gamma)))).exponential()
    case .step(let layers):
      (2..<layers).reduce(angle) { angle, _ in angle.afterStep }.kappa0
    case .gaussian(let c):
      (-(Number(c) * angle.gap)).exponential()
    }
  }

  private func tangent<Number: RealField>(at first: Angle<Number>, layers: Int) -> Number {
    var angle = first
    var value = first.theta < first.supplement ? Number(1) - first.gap : first.sum - Number(1)
    for layer in 2...layers {
      let (kappa1, gap) = angle.kappa1
      value = value * angle.kappa0 + kappa1
      if layer < layers { angle = Angle(cosineGap: gap) }
    }
    return value
  }
}
