/// A name as the catalog compares it, with what the user wrote.
package struct Identifier: Sendable, Hashable, CustomStringConvertible {
    /// Folded to lower case, unless quoted in a session with case-sensitive identifiers.
    package let text: String
    /// The spelling between the quotes; names of streams, topics and files keep it.
    package let written: String

    package init(_ text: String, written: String? = nil) {
        self.text = text
        self.written = written ?? text
    }

    package var description: String { text }

    package static func == (left: Identifier, right: Identifier) -> Bool { left.text == right.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// The name as a quoted identifier, which the engine and Redshift read alike.
    package var quoted: String { Self.quote(text) }

    /// `text` as a quoted identifier.
    package static func quote(_ text: String) -> String {
        enclosed(text, in: UInt8(ascii: "\""))
    }
}

/// A dotted name of one to three parts: database, schema, object.
package struct ObjectName: Sendable, Hashable, CustomStringConvertible {
    package let parts: [Identifier]

    package init(_ parts: [Identifier]) { self.parts = parts }

    /// A name of parts that are already folded.
    package init(_ parts: String...) { self.parts = parts.map { Identifier($0) } }

    package var database: Identifier? { parts.count >= 3 ? parts[parts.count - 3] : nil }
    package var schema: Identifier? { parts.count >= 2 ? parts[parts.count - 2] : nil }
    /// The last part.
    package var object: Identifier { parts.last ?? Identifier("") }

    package var description: String { parts.map(\.text).joined(separator: ".") }

    /// The name with every part quoted.
    package var quoted: String { parts.map(\.quoted).joined(separator: ".") }
}

/// `text` as a string literal without backslash escapes, which the engine reads as it is.
package func quotedLiteral(_ text: String) -> String {
    enclosed(text, in: UInt8(ascii: "'"))
}

/// `text` between two marks, each mark inside doubled. Compares bytes: a combining character may follow a mark.
private func enclosed(_ text: String, in mark: UInt8) -> String {
    var bytes = [mark]
    for byte in text.utf8 {
        if byte == mark { bytes.append(mark) }
        bytes.append(byte)
    }
    bytes.append(mark)
    return String(decoding: bytes, as: UTF8.self)
}
