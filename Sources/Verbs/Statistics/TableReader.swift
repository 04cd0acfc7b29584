import Pipeline

/// A stage that has the tables that it reads in memory.
protocol TableReader: Stage {}

extension TableReader {
  /// The text, its cells, the columns and the groups of their rows: on tables of 40 MB it was 8 bytes for each, and a fifth
  /// is to spare.
  var memoryPerByte: Int { 10 }
}
