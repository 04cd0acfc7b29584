/// The HTML tags that pages of reports are made with.
enum OwnTags {
  /// Whether `source` holds no other tag, comment or entity than those of the program's own pages.
  static func make(up source: String) -> Bool {
    !source.replacing(/<(\/?(details|summary|code|div|a)|div class="pair"|a id="[^"<>&]*")>/, with: "")
      .unicodeScalars.contains { $0 == "<" || $0 == "&" }
  }
}
