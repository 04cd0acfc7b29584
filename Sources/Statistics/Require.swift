/// What arguments of several routines must satisfy; each throws the ``RegressionError`` that says what does not.
package enum Require {
  package static func finite(_ values: [Double]) throws {
    if let index = values.firstIndex(where: { !$0.isFinite }) { throw RegressionError.notFinite(index: index) }
  }

  package static func level(_ level: Double) throws {
    guard level > 0, level < 1 else { throw RegressionError.badLevel(level: level) }
  }

  package static func sameLength(_ first: Int, _ second: Int) throws {
    guard first == second else { throw RegressionError.lengthsDiffer(first: first, second: second) }
  }
}
