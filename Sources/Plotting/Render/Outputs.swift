import CCairo
import Foundation

extension Drawing {
  /// The drawing as PDF 1.5: vectors, subsets of the fonts embedded, creation date fixed at the beginning of 2000.
  ///
  /// - Throws: ``PlottingError`` if a font is missing or Cairo fails.
  public func pdf() throws -> Data {
    try Rendering.data(self, output: "PDF") { write, closure in
      let surface = cairo_pdf_surface_create_for_stream(write, closure, width, height)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Plumb")
      if !title.isEmpty { cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title) }
      return surface
    }
  }

  /// The drawing as SVG with letters as outlines, identifiers numbered from 1 within the file.
  ///
  /// - Throws: ``PlottingError`` if a font is missing or Cairo fails.
  public func svg() throws -> Data {
    let data = try Rendering.data(self, output: "SVG") { write, closure in
      cairo_svg_surface_create_for_stream(write, closure, width, height)
    }
    return Identifiers.renumbered(data)
  }

  /// The drawing as PNG; at `scale` 1 a pixel is 1/96 inch.
  ///
  /// - Throws: ``PlottingError`` if a font is missing or Cairo fails.
  public func png(scale: Double = 2) throws -> Data {
    let pixels = scale * 96 / 72
    return try Rendering.data(self, output: "PNG", scale: pixels) { _, _ in
      let surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32((width * pixels).rounded()), Int32((height * pixels).rounded()))
      return surface
    } finish: { surface, write, closure in
      cairo_surface_flush(surface)
      cairo_surface_write_to_png_stream(surface, write, closure)
    }
  }
}
