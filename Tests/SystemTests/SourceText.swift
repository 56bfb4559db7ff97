/// Swift source with comments and string literals blanked out, so that braces and words left in it are code.
struct SourceText {
    /// The text, as long as the original and with the same line breaks.
    let code: [Character]

    init(_ source: String) {
        var scanner = Scanner(source: Array(source))
        scanner.blankAll()
        code = scanner.output
    }

    var lines: [Substring] { String(code).split(separator: "\n", omittingEmptySubsequences: false) }

    /// A function's name and its length in lines, from the keyword to the closing brace.
    struct Function: Equatable {
        let name: String
        let firstLine: Int
        let lineCount: Int
    }

    /// Every function, initialiser and deinitialiser that has a body.
    func functions() -> [Function] {
        var found: [Function] = []
        var index = 0
        while let word = nextWord(from: &index) {
            guard ["func", "init", "deinit"].contains(word.text), let body = body(after: word.end) else { continue }
            let first = lineNumber(at: word.start)
            found.append(
                Function(name: name(after: word), firstLine: first, lineCount: lineNumber(at: body) - first + 1))
        }
        return found
    }

    private struct Word {
        let text: String
        let start: Int
        let end: Int
    }

    private func nextWord(from index: inout Int) -> Word? {
        while index < code.count, !Self.isWordPart(code[index]) { index += 1 }
        guard index < code.count else { return nil }
        let start = index
        while index < code.count, Self.isWordPart(code[index]) { index += 1 }
        return Word(text: String(code[start..<index]), start: start, end: index)
    }

    private func name(after word: Word) -> String {
        guard word.text == "func" else { return word.text }
        let rest = code[word.end...].drop(while: { $0 == " " })
        return String(rest.prefix(while: { $0 != "(" && $0 != "<" && $0 != " " }))
    }

    /// The index of the brace that closes the body, or nil where the declaration ends without one.
    private func body(after start: Int) -> Int? {
        var parentheses = 0
        var index = start
        while index < code.count {
            switch code[index] {
            case "(", "[": parentheses += 1
            case ")", "]":
                parentheses -= 1
                if parentheses < 0 { return nil }
            case "{" where parentheses == 0: return closingBrace(from: index)
            case "}" where parentheses == 0: return nil
            case "\n" where parentheses == 0 && !continues(after: index): return nil
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Whether the declaration goes on behind the line break: its next code is a brace, an arrow or a clause.
    private func continues(after lineBreak: Int) -> Bool {
        let rest = code[lineBreak...].drop(while: \.isWhitespace)
        let beginning = String(rest.prefix(8))
        return ["{", "->", "where ", "async", "throws", "("].contains(where: beginning.hasPrefix)
    }

    private func closingBrace(from opening: Int) -> Int? {
        var depth = 0
        for index in opening..<code.count {
            if code[index] == "{" { depth += 1 }
            if code[index] == "}" {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }

    private func lineNumber(at index: Int) -> Int {
        code[..<index].count(where: { $0 == "\n" }) + 1
    }

    private static func isWordPart(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}

/// Walks over the source once; what is not code becomes blanks.
private struct Scanner {
    let source: [Character]
    var output: [Character]
    var index = 0

    init(source: [Character]) {
        self.source = source
        output = source
    }

    mutating func blankAll() {
        while index < source.count {
            if starts(with: "//") {
                blank(until: "\n")
            } else if starts(with: "/*") {
                blankBlockComment()
            } else if let hashes = stringOpening() {
                blankString(hashes: hashes)
            } else {
                index += 1
            }
        }
    }

    private func starts(with text: String, at position: Int? = nil) -> Bool {
        let start = position ?? index
        return source[min(start, source.count)...].starts(with: text)
    }

    private mutating func blankOne() {
        if source[index] != "\n" { output[index] = " " }
        index += 1
    }

    private mutating func blank(count: Int) {
        for _ in 0..<count where index < source.count { blankOne() }
    }

    private mutating func blank(until end: Character) {
        while index < source.count, source[index] != end { blankOne() }
    }

    private mutating func blankBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blank(count: 2)
            } else if starts(with: "*/") {
                depth -= 1
                blank(count: 2)
            } else {
                blankOne()
            }
        } while depth > 0 && index < source.count
    }

    /// How many `#` stand before the quotation mark here, or nil where no string literal begins.
    private func stringOpening() -> Int? {
        var hashes = 0
        while index + hashes < source.count, source[index + hashes] == "#" { hashes += 1 }
        return starts(with: "\"", at: index + hashes) ? hashes : nil
    }

    private mutating func blankString(hashes: Int) {
        let pounds = String(repeating: "#", count: hashes)
        blank(count: hashes)
        let quotes = starts(with: "\"\"\"") ? "\"\"\"" : "\""
        blank(count: quotes.count)
        while index < source.count {
            if starts(with: quotes + pounds) {
                blank(count: quotes.count + hashes)
                return
            } else if starts(with: "\\" + pounds + "(") {
                blank(count: hashes + 2)
                blankInterpolation()
            } else if starts(with: "\\" + pounds) {
                blank(count: hashes + 2)
            } else {
                blankOne()
            }
        }
    }

    private mutating func blankInterpolation() {
        var depth = 1
        while index < source.count, depth > 0 {
            if let hashes = stringOpening() {
                blankString(hashes: hashes)
                continue
            }
            if source[index] == "(" { depth += 1 }
            if source[index] == ")" { depth -= 1 }
            blankOne()
        }
    }
}
