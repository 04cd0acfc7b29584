import Datasets
import Foundation

/// `Bench split count training validation seed`: the rows that stages of kind classification train on and choose by.
func splitBench(_ arguments: [String]) throws {
  let numbers = arguments.compactMap { Int($0) }
  guard numbers.count == 4, let seed = UInt64(exactly: numbers[3]) else {
    print("usage: Bench split count training validation seed")
    return
  }
  let split = try Split(count: numbers[0], training: numbers[1], validation: numbers[2], seed: seed)
  print("{\"training\": \(split.training), \"validation\": \(split.validation)}")
}
