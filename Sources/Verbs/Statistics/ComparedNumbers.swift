import Documents
import Foundation
import LinearAlgebra
import Pipeline

/// An output is of a kind that holds no numbers.
struct NoNumbers: Error {}

/// What stands in an output: its numbers by column, and everything else as texts.
struct ComparedNumbers {
  struct Column {
    let name: String
    var values: [Double]

    /// The largest size of a finite number.
    func largest(_ other: Column? = nil) -> Double {
      (values + (other?.values ?? [])).filter(\.isFinite).map(abs).max() ?? 0
    }
  }

  /// What is no number, in its order, and how long lists are.
  private(set) var frame: [String] = []
  private(set) var columns: [Column] = []
  /// Of a table: how many rows it has.
  private(set) var rows: Int?
  /// Of a table: its columns, and the texts in it.
  private var header: [String] = []
  private var texts: Set<String> = []

  /// - Throws: what reading says; a kind of file that holds no numbers.
  init(_ data: Data, _ output: OutputDeclaration) throws {
    switch output.fileExtension {
    case "csv":
      let read = try Table(csv: data, name: output.fileName)
      for column in read.columns {
        frame.append(column.name)
        switch column.values {
        case .numbers(let values): columns.append(Column(name: column.name, values: values))
        case .texts(let texts):
          frame += texts
          self.texts.formUnion(texts)
        }
      }
      (header, rows) = (read.columns.map(\.name), read.rowCount)
    case "npy":
      let matrix = try Matrix(npy: data)
      frame = ["\(matrix.rows) x \(matrix.columns)"]
      columns = [Column(name: output.name, values: matrix.elements)]
    case "json":
      add(try JSON.parse(SourceText(name: output.fileName, bytes: Array(data))), at: output.name)
    default: throw NoNumbers()
    }
  }

  /// The counts of numbers, column by column.
  var counts: [Int] { columns.map(\.values.count) }

  /// Whether both are tables of the same columns and texts, whatever their rows.
  func isLike(_ other: Self) -> Bool {
    rows != nil && other.rows != nil && header == other.header && texts == other.texts
      && columns.map(\.name) == other.columns.map(\.name)
  }

  /// A table in a few numbers, whatever its rows: how many there are, and of each column the first, the last, the least, the
  /// greatest and the mean.
  var outline: Self {
    var outline = self
    outline.columns = [Column(name: "rows", values: [Double(rows ?? 0)])]
    outline.columns += columns.map { column in
      let known = column.values.filter(\.isFinite)
      let mean = known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
      return Column(
        name: column.name,
        values: [known.first, known.last, known.min(), known.max(), mean].map { $0 ?? .nan })
    }
    return outline
  }

  /// From what the digits of a column are counted, row by row; nothing where it is their own size.
  func sizes(of name: String, _ declared: [Documents.Column]) -> [Double] {
    guard let column = columns.first(where: { $0.name == name }) else { return [] }
    for case .digits(let size) in declared.first(where: { $0.name == name })?.roles ?? [] {
      switch size {
      case .column(let other): return columns.first { $0.name == other }?.values.map { $0.isFinite ? abs($0) : 0 } ?? []
      case .number(let size): return column.values.map { _ in size }
      case .largest: return column.values.map { [largest = column.largest()] _ in largest }
      }
    }
    return []
  }

  /// Numbers under the same names share a column, whatever their place in a list.
  private mutating func add(_ json: JSON, at path: String) {
    if let number = json.double {
      guard let place = columns.firstIndex(where: { $0.name == path }) else {
        return columns.append(Column(name: path, values: [number]))
      }
      columns[place].values.append(number)
    } else if let members = json.members {
      for member in members { add(member.value, at: path + "." + member.key) }
    } else if let elements = json.elements {
      frame.append("\(path) \(elements.count)")
      for element in elements { add(element, at: path) }
    } else {
      frame.append("\(path) \(json.canonical)")
    }
  }
}
