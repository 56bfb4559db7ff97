/// A value of the engine's parse tree, which travels as JSON. Members keep their order, numbers their digits.
enum TreeValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case number(String)
    case string(String)
    case array([TreeValue])
    case object(TreeObject)

    var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var arrayValue: [TreeValue]? {
        if case .array(let items) = self { items } else { nil }
    }

    var objectValue: TreeObject? {
        if case .object(let members) = self { members } else { nil }
    }

    var isTrue: Bool { self == .boolean(true) }

    var isNull: Bool { self == .null }

    /// The member of that name; nil where there is none or where it is null.
    subscript(key: String) -> TreeValue? {
        guard case .object(let members) = self, let value = members[key], !value.isNull else { return nil }
        return value
    }

    /// The member of that name as text, empty where there is none.
    func text(_ key: String) -> String { self[key]?.stringValue ?? "" }

    /// The member of that name as a list, empty where there is none.
    func items(_ key: String) -> [TreeValue] { self[key]?.arrayValue ?? [] }

    /// The same object with another value for `key`.
    func setting(_ key: String, _ value: TreeValue) -> TreeValue {
        guard case .object(var members) = self else { return self }
        members[key] = value
        return .object(members)
    }
}

/// The members of an object, in order. Nodes of the tree have up to sixteen, so a search by comparison is quick.
struct TreeObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private(set) var keys: [String] = []
    private(set) var values: [TreeValue] = []

    init() {}

    init(dictionaryLiteral elements: (String, TreeValue)...) {
        for (key, value) in elements { append(key, value) }
    }

    mutating func append(_ key: String, _ value: TreeValue) {
        keys.append(key)
        values.append(value)
    }

    subscript(key: String) -> TreeValue? {
        get {
            guard let index = keys.firstIndex(of: key) else { return nil }
            return values[index]
        }
        set {
            if let index = keys.firstIndex(of: key) {
                values[index] = newValue ?? .null
            } else if let newValue {
                append(key, newValue)
            }
        }
    }
}
