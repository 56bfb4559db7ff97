/// A format of TO_CHAR, TO_DATE and TO_TIMESTAMP, taken apart.
///
/// The engine formats with strftime, which has codes for most of PostgreSQL's patterns; the others are expressions.
struct DateFormat {
    enum Element: Hashable {
        /// Codes and text for strftime and strptime.
        case codes(String)
        /// A name in a given case, filled with blanks to nine characters unless FM stands before it.
        case name(code: String, letters: Letters, width: Int)
        /// What no code gives, by the part of a date it is computed from.
        case quarter
        case weekOfYear
        case weekOfMonth
        case dayOfWeek
        case century
        case julianDay
    }

    enum Letters: Hashable { case upper, lower, capitalized }

    private(set) var elements: [Element] = []

    /// Patterns with a code, longest first.
    private static let codes: [(pattern: String, code: String)] = [
        ("hh24", "%H"), ("hh12", "%I"), ("yyyy", "%Y"), ("iyyy", "%G"), ("a.m.", "%p"), ("p.m.", "%p"), ("ddd", "%j"),
        ("yy", "%y"), ("mm", "%m"), ("mi", "%M"), ("ms", "%g"), ("us", "%f"), ("ss", "%S"), ("dd", "%d"), ("hh", "%I"),
        ("iw", "%V"), ("am", "%p"), ("pm", "%p"), ("tz", "UTC"), ("of", "+00"),
    ]

    private static let names: [(pattern: String, code: String, width: Int)] = [
        ("month", "%B", 9), ("day", "%A", 9), ("mon", "%b", 0), ("dy", "%a", 0),
    ]

    private static let others: [(pattern: String, element: Element)] = [
        ("ww", .weekOfYear), ("cc", .century), ("q", .quarter), ("w", .weekOfMonth), ("d", .dayOfWeek),
        ("j", .julianDay),
    ]

    init(_ format: String) {
        let text = Array(format.unicodeScalars)
        let folded = Array(Tokenizer.folded(format.utf8).unicodeScalars)
        var index = 0
        var isFilled = true
        func starts(_ pattern: String) -> Bool { folded[index...].starts(with: pattern.unicodeScalars) }
        while index < text.count {
            if starts("fm") {
                isFilled = false
                index += 2
            } else if text[index] == "\"" {
                index += 1
                while index < text.count, text[index] != "\"" {
                    append(literal: text[index])
                    index += 1
                }
                index += 1
            } else if let name = Self.names.first(where: { starts($0.pattern) }) {
                let letters = Self.letters(of: text[index..<index + name.pattern.unicodeScalars.count])
                elements.append(.name(code: name.code, letters: letters, width: isFilled ? name.width : 0))
                index += name.pattern.unicodeScalars.count
            } else if let match = Self.codes.first(where: { starts($0.pattern) }) {
                append(codes: match.code)
                index += match.pattern.unicodeScalars.count
            } else if let match = Self.others.first(where: { starts($0.pattern) }) {
                elements.append(match.element)
                index += match.pattern.unicodeScalars.count
            } else {
                append(literal: text[index])
                index += 1
            }
        }
    }

    /// The format for strptime; nil where it holds what only TO_CHAR can do.
    var parsing: String? {
        var result = ""
        for element in elements {
            switch element {
            case .codes(let codes): result += codes
            case .name(let code, _, _): result += code
            default: return nil
            }
        }
        return result
    }

    private static func letters(of pattern: ArraySlice<Unicode.Scalar>) -> Letters {
        let flags = pattern.prefix(2).map(\.properties.isUppercase)
        return flags == [true, true] ? .upper : flags.first == true ? .capitalized : .lower
    }

    private mutating func append(literal scalar: Unicode.Scalar) {
        append(codes: scalar == "%" ? "%%" : String(scalar))
    }

    private mutating func append(codes: String) {
        if case .codes(let previous)? = elements.last {
            elements[elements.count - 1] = .codes(previous + codes)
        } else {
            elements.append(.codes(codes))
        }
    }
}
