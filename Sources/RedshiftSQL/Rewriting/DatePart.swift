/// Names of parts of a date or time: Redshift's abbreviations to the engine's names.
enum DatePart {
    /// The engine's name of a part, given in any case; nil for what is none.
    static func canonical(_ name: String) -> String? {
        names[Tokenizer.folded(name.utf8)]
    }

    private static let names: [String: String] = {
        let spellings: [(String, [String])] = [
            ("millennium", ["millennium", "millennia", "mil", "mils"]),
            ("century", ["century", "centuries", "c", "cent", "cents"]),
            ("decade", ["decade", "decades", "dec", "decs"]),
            ("year", ["year", "years", "y", "yr", "yrs"]),
            ("quarter", ["quarter", "quarters", "qtr", "qtrs"]),
            ("month", ["month", "months", "mon", "mons"]),
            ("week", ["week", "weeks", "w"]),
            ("day", ["day", "days", "d"]),
            ("dow", ["dow", "dayofweek", "dw", "weekday"]),
            ("doy", ["doy", "dayofyear", "dy", "yearday"]),
            ("hour", ["hour", "hours", "h", "hr", "hrs"]),
            ("minute", ["minute", "minutes", "m", "min", "mins"]),
            ("second", ["second", "seconds", "s", "sec", "secs"]),
            (
                "millisecond",
                [
                    "millisecond", "milliseconds", "ms", "msec", "msecs", "msecond", "mseconds", "millisec",
                    "millisecs",
                    "millisecon",
                ]
            ),
            (
                "microsecond",
                [
                    "microsecond", "microseconds", "us", "usec", "usecs", "usecond", "useconds", "microsec",
                    "microsecs",
                    "microsecond",
                ]
            ),
            ("epoch", ["epoch"]),
            ("isodow", ["isodow"]),
            ("isoyear", ["isoyear"]),
            ("timezone", ["timezone"]),
            ("timezone_hour", ["timezone_hour"]),
            ("timezone_minute", ["timezone_minute"]),
        ]
        var names: [String: String] = [:]
        for (name, variants) in spellings {
            for variant in variants { names[variant] = name }
        }
        return names
    }()
}

/// Date parts in calls: a bare word or an abbreviation becomes a string of the engine's name.
extension TokenRewriter {
    private static let functions: Set<String> = [
        "dateadd", "date_add", "datediff", "date_diff", "date_part", "pgdate_part", "date_trunc", "timestamp_trunc",
    ]

    func rewriteDateParts(_ tokens: [Token]) -> [Token] {
        var edits = TokenEdits()
        for (index, token) in tokens.enumerated()
        where token.kind == .word && tokens.at(index + 1)?.isSymbol("(") == true {
            guard let part = tokens.at(index + 2), part.kind == .word || part.kind == .string,
                let name = DatePart.canonical(part.text), let mark = tokens.at(index + 3)
            else { continue }
            if token.isWord("extract"), mark.isWord("from") {
                edits.replace(index + 2, with: [part.replaced(by: .string, name)])
            } else if token.isWord(among: Self.functions), mark.isSymbol(",") {
                edits.replace(index + 2, with: [part.replaced(by: .string, name)])
            }
        }
        return edits.applied(to: tokens)
    }
}
