/// An error of the engine: what it said, which kind it is, and the SQL that met it.
package struct EngineError: Error, Sendable, CustomStringConvertible {
    /// The engine's own classes of error, read from the head of its messages ("Binder Error: ...").
    package enum Kind: String, Sendable {
        case binder = "Binder"
        case catalog = "Catalog"
        case connection = "Connection"
        case constraint = "Constraint"
        case conversion = "Conversion"
        case dependency = "Dependency"
        case fatal = "FATAL"
        case http = "HTTP"
        case inputOutput = "IO"
        case `internal` = "INTERNAL"
        case interrupt = "INTERRUPT"
        case invalidInput = "Invalid Input"
        case notImplemented = "Not implemented"
        case outOfMemory = "Out of Memory"
        case outOfRange = "Out of Range"
        case parser = "Parser"
        case permission = "Permission"
        case syntax = "Syntax"
        case transaction = "TransactionContext"
        case typeMismatch = "Mismatch Type"
        case unknown = ""
    }

    /// The engine's class of the error.
    package var kind: Kind
    /// The engine's message without the class at its head.
    package var message: String
    /// The statement that met the error, if it came from one.
    package var sql: String?

    /// Splits the engine's text into class and message.
    package init(engineText: String, sql: String? = nil) {
        self.sql = sql
        guard let separator = engineText.firstRange(of: "rror: ") else {
            kind = .unknown
            message = engineText
            return
        }
        let head = engineText[..<separator.lowerBound].dropLast()
        kind = Kind(rawValue: head.hasSuffix(" ") ? String(head.dropLast()) : String(head)) ?? .unknown
        message = kind == .unknown ? engineText : String(engineText[separator.upperBound...])
    }

    /// Makes an error of a known class, for failures found before the engine is asked.
    package init(kind: Kind, message: String, sql: String? = nil) {
        self.kind = kind
        self.message = message
        self.sql = sql
    }

    /// The message alone; the SQL is left out, since it may hold what a log must not.
    package var description: String {
        kind == .unknown ? message : "\(kind.rawValue) Error: \(message)"
    }
}
