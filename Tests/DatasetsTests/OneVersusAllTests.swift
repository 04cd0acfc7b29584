import Datasets
import LinearAlgebra
import Testing

@Suite struct OneVersusAllTests {
  @Test func `targets are one-hot minus a tenth`() throws {
    let classes = try OneVersusAll(labels: Matrix(rows: 3, columns: 1, elements: [7, 0, 9]))
    #expect(classes.labels == [7, 0, 9])
    #expect(try classes.targets(of: [0, 1]).elements == (0..<20).map { $0 == 7 || $0 == 10 ? 0.9 : -0.1 })
  }

  @Test(arguments: [
    (1, [10.0], "labels: label 0 (counted from 0) is 10.0; labels must be whole numbers from 0 to 9"),
    (1, [0, 0.5], "labels: label 1 (counted from 0) is 0.5; labels must be whole numbers from 0 to 9"),
    (1, [.nan], "labels: label 0 (counted from 0) is nan; labels must be whole numbers from 0 to 9"),
    (2, [1, 2], "labels: there are 2 columns; give one"),
    (1, [], "labels: it holds no items; copy the whole file"),
  ])
  func `what is not a column of classes is refused`(columns: Int, entries: [Double], message: String) throws {
    let matrix = try Matrix(rows: entries.count / columns, columns: columns, elements: entries)
    let error = #expect(throws: DatasetError.self) { try OneVersusAll(labels: matrix) }
    #expect(error?.description == message)
  }
}
