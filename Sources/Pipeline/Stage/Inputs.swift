import Documents

/// One upstream value; `path` names the input within its stage.
public struct Input<Value: Artifact>: Sendable {
  public let path: String
}

/// Any number of upstream values of one type: all instances of a sweep that agree with the reader's own axes.
public struct Inputs<Value: Artifact>: Sendable {
  public let path: String
}

/// A file that people put into the project, such as a data set.
public struct SourceInput: Sendable {
  public let path: String

  /// The type name under which a reader records it.
  public static let typeName = "source-file"
}

extension Fields {
  /// One upstream value of type `type`: the value of `key` is `stage` or `stage.output`.
  public func input<Value: Artifact>(_ key: String, _ type: Value.Type, _ help: String) -> Input<Value> {
    Input(path: reference(key, type: type.typeName, many: false, help)?.path ?? key)
  }

  /// One upstream value that may be left out.
  public func optionalInput<Value: Artifact>(_ key: String, _ type: Value.Type, _ help: String) -> Input<Value>? {
    reference(key, type: type.typeName, many: false, help, required: false).map { Input(path: $0.path) }
  }

  /// Upstream values of type `type`: the value of `key` is a name or a list of names; a swept stage stands for all its
  /// instances that agree with the reader's axes.
  public func inputs<Value: Artifact>(
    _ key: String, _ type: Value.Type, _ help: String, required: Bool = true
  ) -> Inputs<Value> {
    Inputs(path: reference(key, type: type.typeName, many: true, help, required: required)?.path ?? key)
  }

  /// A file in the project, by relative path.
  public func source(_ key: String, _ help: String) -> SourceInput {
    SourceInput(path: reference(key, type: SourceInput.typeName, many: false, help)?.path ?? key)
  }

  /// A file in the project that may be left out.
  public func optionalSource(_ key: String, _ help: String) -> SourceInput? {
    reference(key, type: SourceInput.typeName, many: false, help, required: false).map { SourceInput(path: $0.path) }
  }
}
