/// A place in a SUPER value: the value it starts from and a path the engine's JSON functions take.
struct SuperPath {
    private let base: TreeValue
    private var path: String

    /// The path of a node that `node` made, or the whole of any other value.
    init(_ node: TreeValue) {
        let arguments = node.items("children")
        if node.text("class") == "FUNCTION", node.text("function_name") == "json_extract", arguments.count == 2,
            let path = arguments[1]["value"]?["value"]?.stringValue
        {
            base = arguments[0]
            self.path = path
        } else {
            base = node
            path = "$"
        }
    }

    func appending(_ step: String) -> SuperPath {
        var result = self
        result.path += step
        return result
    }

    func appending(attribute name: String) -> SuperPath {
        appending(Self.step(name))
    }

    /// `."name"`, with the marks that the path syntax knows escaped.
    static func step(_ name: String) -> String {
        var text = ".\""
        for scalar in name.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return text + "\""
    }

    /// The value at the place, as SUPER.
    var node: TreeValue {
        path == "$" ? base : TreeNodes.function("json_extract", [base, TreeNodes.constant(path)])
    }

    /// The text of the value at the place: a string without its quotes, all else as JSON; NULL for null.
    var text: TreeValue {
        TreeNodes.function("json_extract_string", [base, TreeNodes.constant(path)])
    }

    /// The same, but NULL for objects and arrays.
    var scalarText: TreeValue {
        let scalar = TreeNodes.function("json_value", [base, TreeNodes.constant(path)])
        return TreeNodes.function("json_extract_string", [scalar, TreeNodes.constant("$")])
    }
}
