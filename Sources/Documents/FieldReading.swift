// What a stage calls. A required value that is missing or wrong is noted and replaced by a placeholder.

extension Fields {
  /// A text.
  public func string(_ key: String, _ help: String) -> String { scalar(.string, key, help, required: true) ?? "" }

  /// A text that may be left out.
  public func optionalString(_ key: String, _ help: String) -> String? { scalar(.string, key, help, required: false) }

  /// A text for people that may be left out; ``canonical``, and so a cache key, does not hold it.
  public func remark(_ key: String, _ help: String) -> String? {
    scalar(.string, key, help, required: false, isMeaning: false)
  }

  /// A list of texts; an optional one that is missing reads as empty.
  public func strings(_ key: String, _ help: String, required: Bool = true) -> [String] {
    list(.string, key, help, required: required) ?? []
  }

  /// True or false; an optional one that is missing reads as false.
  public func boolean(_ key: String, _ help: String, required: Bool = true) -> Bool {
    scalar(.boolean, key, help, required: required) ?? false
  }

  /// A whole number within `range`.
  public func integer(_ key: String, in range: ClosedRange<Int>, _ help: String) -> Int {
    scalar(.integer(range), key, help, required: true) ?? range.lowerBound
  }

  /// A whole number that may be left out.
  public func optionalInteger(_ key: String, in range: ClosedRange<Int>, _ help: String) -> Int? {
    scalar(.integer(range), key, help, required: false)
  }

  /// A list of whole numbers; an optional one that is missing reads as empty.
  public func integers(_ key: String, in range: ClosedRange<Int>, _ help: String, required: Bool = true) -> [Int] {
    list(.integer(range), key, help, required: required) ?? []
  }

  /// A number within `range`.
  public func number(_ key: String, in range: ClosedRange<Double>, _ help: String) -> Double {
    scalar(.number(range), key, help, required: true) ?? range.lowerBound
  }

  /// A number that may be left out.
  public func optionalNumber(_ key: String, in range: ClosedRange<Double>, _ help: String) -> Double? {
    scalar(.number(range), key, help, required: false)
  }

  /// A list of numbers; an optional one that is missing reads as empty.
  public func numbers(_ key: String, in range: ClosedRange<Double>, _ help: String, required: Bool = true) -> [Double] {
    list(.number(range), key, help, required: required) ?? []
  }

  /// One of the cases of an enumeration, by its raw value; `placeholder` stands in after a problem.
  public func choice<Value>(_ key: String, _ placeholder: Value, _ help: String) -> Value
  where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    scalar(.choice(of: placeholder), key, help, required: true) ?? placeholder
  }

  /// A list of cases of an enumeration, by their raw values.
  public func choices<Value>(_ key: String, _ placeholder: Value, _ help: String) -> [Value]
  where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    list(.choice(of: placeholder), key, help, required: true) ?? []
  }

  /// One of the cases of an enumeration, or nil when it is left out.
  public func optionalChoice<Value>(_ key: String, _ placeholder: Value, _ help: String) -> Value?
  where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    scalar(.choice(of: placeholder), key, help, required: false)
  }

  /// The members of an object whose order means something, such as columns: ``canonical`` keeps it.
  public func ordered(_ key: String, _ help: String) -> [JSON.Member] {
    let description = FieldDescription(key: key, help: help, isRequired: true, shape: .any)
    return read(description, placeholder: []) { json in
      guard let members = json.members else { return .failure(Mismatch(.type("an object", json.kindName))) }
      return .success((members, JSON(.array(members.map { JSON(.object([$0])) }))))
    } ?? []
  }

  /// A value of any type, taken as it stands.
  public func any(_ key: String, _ help: String, required: Bool = true) -> JSON? {
    scalar(.any, key, help, required: required)
  }
}
