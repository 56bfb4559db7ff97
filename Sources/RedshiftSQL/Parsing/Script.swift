/// Reads a script of statements.
///
/// A statement ends at a semicolon outside quotes and parentheses. An Athena script may also leave the semicolon out
/// after `MSCK REPAIR TABLE name`, where the next line starts a statement or a comment.
package func parseScript(_ script: String, options: SQLOptions = SQLOptions()) throws(SQLError) -> [ParsedStatement] {
    let bytes = Array(script.utf8)
    let tokens = try Tokenizer.tokens(of: script, options: options)
    var statements: [ParsedStatement] = []
    var counter = CharacterCounter(bytes)
    for range in StatementSplitter.ranges(of: tokens, script: bytes, dialect: options.dialect) {
        let offset = counter.characters(before: tokens[range.lowerBound].range.lowerBound)
        statements.append(
            try parseStatement(Array(tokens[range]), script: bytes, options: options, characterOffset: offset))
    }
    return statements
}

private func parseStatement(
    _ tokens: [Token], script: [UInt8], options: SQLOptions, characterOffset: Int
) throws(SQLError) -> ParsedStatement {
    guard let first = tokens.first, let last = tokens.last else {
        return ParsedStatement(
            text: "", statement: .empty, tokens: [], options: options, characterOffset: 0, script: script)
    }
    var parser = StatementParser(cursor: TokenCursor(tokens: tokens, script: script, options: options))
    let statement = try parser.parse()
    return ParsedStatement(
        text: String(decoding: script[first.range.lowerBound..<last.range.upperBound], as: UTF8.self),
        statement: statement, tokens: tokens, options: options, characterOffset: characterOffset, script: script)
}

/// Cuts the tokens of a script into statements.
package enum StatementSplitter {
    /// The range of tokens of each statement, without semicolons; empty statements are left out.
    package static func ranges(of tokens: [Token], script: [UInt8], dialect: Dialect) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        var depth = 0
        for (index, token) in tokens.enumerated() {
            if token.isSymbol("(") { depth += 1 }
            if token.isSymbol(")") { depth -= 1 }
            if token.isSymbol(";"), depth <= 0 {
                if index > start { ranges.append(start..<index) }
                start = index + 1
                depth = 0
            } else if dialect == .athena, endsRepair(tokens, start: start, index: index, script: script) {
                ranges.append(start..<index)
                start = index
            }
        }
        if tokens.count > start { ranges.append(start..<tokens.count) }
        return ranges
    }

    /// Whether the token at `index` opens a statement after a MSCK REPAIR TABLE without semicolon.
    private static func endsRepair(_ tokens: [Token], start: Int, index: Int, script: [UInt8]) -> Bool {
        guard index >= start + 4, tokens[start].isWord("msck"), tokens[start + 1].isWord("repair") else { return false }
        let previous = tokens[index - 1]
        guard tokens[index].kind == .word, previous.isName else { return false }
        return script[previous.range.upperBound..<tokens[index].range.lowerBound].contains(UInt8(ascii: "\n"))
    }
}
