/// One lexical unit of a script.
package struct Token: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// A bare word: keyword or identifier. `text` is folded to lower case.
        case word
        /// An identifier in quotes. `text` is what stands between them, as written.
        case quotedIdentifier
        /// A string of any notation. `text` is its value.
        case string
        /// A number, as written.
        case number
        /// `$1`, `?` or `:name`, as written.
        case parameter
        /// An operator or a punctuation mark, as written.
        case symbol
        /// Text for the engine that a rewriting step made; no script contains it.
        case engineText
    }

    package let kind: Kind
    package let text: String
    /// Where the token stands: UTF-8 offsets into the script.
    package let range: Range<Int>
    /// Whether the token touches the one before it.
    package let isGlued: Bool

    package init(_ kind: Kind, _ text: String, range: Range<Int>, isGlued: Bool = false) {
        self.kind = kind
        self.text = text
        self.range = range
        self.isGlued = isGlued
    }

    func isWord(_ word: String) -> Bool { kind == .word && text == word }

    func isWord(among words: Set<String>) -> Bool { kind == .word && words.contains(text) }

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }

    /// Whether the token can be an identifier.
    var isName: Bool { kind == .word || kind == .quotedIdentifier }

    /// A token of other content that stands where this one stood.
    func replaced(by kind: Kind, _ text: String, isGlued: Bool? = nil) -> Token {
        Token(kind, text, range: range, isGlued: isGlued ?? self.isGlued)
    }
}
