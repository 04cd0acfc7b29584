import Foundation

/// How a colour looks to readers who lack one kind of cone.
public enum ColorVision: String, CaseIterable, Sendable {
  case normal, protanopia, deuteranopia, tritanopia

  /// `color` as such a reader sees it.
  ///
  /// Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, A physiologically-based model for simulation of color
  /// vision deficiency, IEEE TVCG 15 (2009), severity 1, applied to linear light.
  public func simulated(_ color: Color) -> Color {
    let rows: [SIMD3<Double>] =
      switch self {
      case .normal: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
      case .protanopia:
        [
          SIMD3(0.152286, 1.052583, -0.204868), SIMD3(0.114503, 0.786281, 0.099216),
          SIMD3(-0.003882, -0.048116, 1.051998),
        ]
      case .deuteranopia:
        [
          SIMD3(0.367322, 0.860646, -0.227968), SIMD3(0.280085, 0.672501, 0.047413),
          SIMD3(-0.011820, 0.042940, 0.968881),
        ]
      case .tritanopia:
        [
          SIMD3(1.255528, -0.076749, -0.178779), SIMD3(-0.078411, 0.930809, 0.147602),
          SIMD3(0.004733, 0.691367, 0.303900),
        ]
      }
    let light = color.linear
    return Color(linear: SIMD3((rows[0] * light).sum(), (rows[1] * light).sum(), (rows[2] * light).sum()))
  }
}

extension Color {
  /// CIE L*a*b* under D65 (CIE 15:2004).
  public var lab: SIMD3<Double> {
    let light = linear
    let xyz = SIMD3(
      (SIMD3(0.4124564, 0.3575761, 0.1804375) * light).sum() / 0.95047,
      (SIMD3(0.2126729, 0.7151522, 0.0721750) * light).sum(),
      (SIMD3(0.0193339, 0.1191920, 0.9503041) * light).sum() / 1.08883)
    func curve(_ value: Double) -> Double {
      value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116
    }
    let (fx, fy, fz) = (curve(xyz.x), curve(xyz.y), curve(xyz.z))
    return SIMD3(116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz))
  }

  /// The colour of CIE L*a*b* under D65, clipped to the sRGB gamut.
  public init(lab: SIMD3<Double>) {
    let fy = (lab.x + 16) / 116
    func light(_ f: Double) -> Double {
      f * f * f > 216.0 / 24389 ? f * f * f : (116 * f - 16) * 27 / 24389
    }
    let xyz = SIMD3(0.95047 * light(fy + lab.y / 500), light(fy), 1.08883 * light(fy - lab.z / 200))
    self.init(
      linear: SIMD3(
        (SIMD3(3.2404542, -1.5371385, -0.4985314) * xyz).sum(),
        (SIMD3(-0.9692660, 1.8760108, 0.0415560) * xyz).sum(),
        (SIMD3(0.0556434, -0.2040259, 1.0572252) * xyz).sum()))
  }

  /// Difference of two colours, the distance in CIE L*a*b* (CIE 1976).
  public func difference(_ other: Color) -> Double {
    let gap = lab - other.lab
    return (gap * gap).sum().squareRoot()
  }
}
