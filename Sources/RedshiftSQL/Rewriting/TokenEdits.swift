/// Changes to a list of tokens, gathered in one look over it and carried out together.
struct TokenEdits {
    private var insertions: [Int: [Token]] = [:]
    private var replacements: [Int: [Token]] = [:]

    /// Puts tokens before the token at `index`; `index` may be the count of the list.
    mutating func insert(_ tokens: [Token], before index: Int) {
        insertions[index, default: []].append(contentsOf: tokens)
    }

    mutating func replace(_ index: Int, with tokens: [Token]) { replacements[index] = tokens }

    mutating func remove(_ range: Range<Int>) {
        for index in range { replacements[index] = [] }
    }

    func isRemoved(_ index: Int) -> Bool { replacements[index] != nil }

    var isEmpty: Bool { insertions.isEmpty && replacements.isEmpty }

    func applied(to tokens: [Token]) -> [Token] {
        guard !isEmpty else { return tokens }
        var result: [Token] = []
        result.reserveCapacity(tokens.count + insertions.count)
        for index in 0...tokens.count {
            if let inserted = insertions[index] { result.append(contentsOf: inserted) }
            guard index < tokens.count else { break }
            if let replaced = replacements[index] {
                result.append(contentsOf: replaced)
            } else {
                result.append(tokens[index])
            }
        }
        return result
    }
}

extension Array where Element == Token {
    /// The index of the parenthesis that closes the one at `open`.
    func closing(of open: Int) -> Int? {
        var depth = 0
        for index in open..<count {
            if self[index].isSymbol("(") { depth += 1 }
            if self[index].isSymbol(")") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }

    /// The index of the parenthesis that opens the one at `close`.
    func opening(of close: Int) -> Int? {
        var depth = 0
        for index in stride(from: close, through: 0, by: -1) {
            if self[index].isSymbol(")") { depth += 1 }
            if self[index].isSymbol("(") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }

    /// The first index in `range`, outside inner parentheses, whose token `matches`.
    func first(in range: Range<Int>, where matches: (Token) -> Bool) -> Int? {
        var depth = 0
        for index in range {
            if depth == 0, matches(self[index]) { return index }
            if self[index].isSymbol("(") || self[index].isSymbol("[") { depth += 1 }
            if self[index].isSymbol(")") || self[index].isSymbol("]") { depth -= 1 }
        }
        return nil
    }

    /// The token at `index`, if there is one.
    func at(_ index: Int) -> Token? {
        index >= 0 && index < count ? self[index] : nil
    }

    /// Whether the words stand at `index`.
    func hasWords(_ words: String..., at index: Int) -> Bool {
        for (offset, word) in words.enumerated() where at(index + offset)?.isWord(word) != true { return false }
        return true
    }
}
