internal import DuckDB
internal import RedshiftSQL
internal import Streams

/// What a statement is answered with when it fails: a SQLSTATE, a lowercase fact, and what helps.
package struct WarehouseError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The SQLSTATEs the warehouse itself chooses (PostgreSQL, appendix A).
    package enum State: String, Sendable {
        case activeTransaction = "25001"
        case adminShutdown = "57P01"
        case ambiguous = "42702"
        case configurationLimitExceeded = "53400"
        case connectionFailure = "08006"
        case dataException = "22000"
        case dependentObjects = "2BP01"
        case divisionByZero = "22012"
        case diskFull = "53100"
        case duplicateCursor = "42P03"
        case duplicateDatabase = "42P04"
        case duplicateObject = "42710"
        case duplicatePreparedStatement = "42P05"
        case duplicateSchema = "42P06"
        case duplicateTable = "42P07"
        case failedTransaction = "25P02"
        case featureNotSupported = "0A000"
        case insufficientPrivilege = "42501"
        case internalError = "XX000"
        case invalidCatalogName = "3D000"
        case invalidCursorName = "34000"
        case invalidObjectDefinition = "42P17"
        case invalidParameter = "22023"
        case invalidSchemaName = "3F000"
        case invalidStatementName = "26000"
        case invalidText = "22P02"
        case inputOutput = "58030"
        case noActiveTransaction = "25P01"
        case notNullViolation = "23502"
        case numericOutOfRange = "22003"
        case objectNotReady = "55000"
        case outOfMemory = "53200"
        case stringTooLong = "22001"
        case queryCanceled = "57014"
        case readOnly = "25006"
        case serialization = "40001"
        case syntaxError = "42601"
        case tooManyConnections = "53300"
        case undefinedColumn = "42703"
        case undefinedFunction = "42883"
        case undefinedObject = "42704"
        case undefinedTable = "42P01"
        case wrongObjectType = "42809"
        case typeMismatch = "42804"
        case uniqueViolation = "23505"
    }

    /// Five characters.
    package var sqlState: String
    package var message: String
    package var detail: String?
    package var hint: String?
    /// The place in the statement, in characters from 1.
    package var position: Int?

    /// An error of the warehouse itself.
    package init(
        _ state: State, _ message: String, detail: String? = nil, hint: String? = nil, position: Int? = nil
    ) {
        sqlState = state.rawValue
        self.message = message
        self.detail = detail
        self.hint = hint
        self.position = position
    }

    /// What any error thrown below the warehouse means to a client.
    package init(_ error: any Error) {
        switch error {
        case let error as WarehouseError: self = error
        case let error as EngineError: self.init(engine: error)
        case let error as StreamError:
            self.init(error.isTransient ? .connectionFailure : .invalidParameter, error.message)
            detail = error.detail
            hint = error.hint
        case let error as SQLError:
            self.init(.syntaxError, error.message, detail: error.detail, hint: error.hint, position: error.position)
            sqlState = error.sqlState
        case is CancellationError: self.init(.queryCanceled, "canceling statement due to user request")
        default: self.init(.internalError, String(describing: error))
        }
    }

    /// The fact, then detail and hint in brackets.
    package var description: String {
        ([message] + [detail, hint].compactMap { $0.map { "(\($0))" } }).joined(separator: " ")
    }
}

extension WarehouseError {
    /// The engine lists all it could have done, up to fifty candidates of an operator; nobody reads on after a few.
    private static let maximumDetailLines = 8

    /// The engine's kinds of error as SQLSTATEs, its message split into fact and detail.
    private init(engine error: EngineError) {
        let lines = error.message.split(separator: "\n", omittingEmptySubsequences: true)
        let text = lines.first.map(String.init) ?? error.message
        // A first word in capitals is a name, such as CSV.
        let isName = text.dropFirst().first?.isUppercase == true
        let fact = isName ? text : text.prefix(1).lowercased() + text.dropFirst()
        self.init(Self.state(of: error), fact)
        if error.kind == .interrupt { message = "canceling statement due to user request" }
        let rest = lines.dropFirst().filter { !$0.hasPrefix("LINE ") && !$0.allSatisfy { " ^".contains($0) } }
        if !rest.isEmpty {
            let shown = rest.prefix(Self.maximumDetailLines).joined(separator: "\n")
            detail = rest.count > Self.maximumDetailLines ? shown + "\n..." : shown
        }
        if sqlState == State.diskFull.rawValue {
            hint = "free space on the disk of the data folder; nothing that was committed is lost"
        }
    }

    private static func state(of error: EngineError) -> State {
        let message = error.message
        // A write that fails for want of room shows as an error of the commit, of the file or of the checkpoint.
        if message.contains("No space left") { return .diskFull }
        switch error.kind {
        case .interrupt: return .queryCanceled
        case .parser, .syntax: return .syntaxError
        case .outOfMemory: return .outOfMemory
        case .transaction: return message.contains("onflict") ? .serialization : .failedTransaction
        case .conversion: return .invalidText
        case .outOfRange: return .numericOutOfRange
        case .constraint: return message.contains("NOT NULL") ? .notNullViolation : .uniqueViolation
        case .dependency: return .dependentObjects
        case .notImplemented: return .featureNotSupported
        case .permission: return .insufficientPrivilege
        case .inputOutput, .fatal: return .inputOutput
        case .http, .connection: return .connectionFailure
        case .invalidInput:
            if message.contains("ivision by zero") { return .divisionByZero }
            return message.contains("unrecognized configuration parameter") ? .undefinedObject : .dataException
        case .typeMismatch: return .typeMismatch
        case .internal, .unknown: return .internalError
        case .catalog, .binder: return nameState(of: message, isBinder: error.kind == .binder)
        }
    }

    /// Which name a catalog or binder error is about, told by the engine's wording.
    private static func nameState(of message: String, isBinder: Bool) -> State {
        if message.hasPrefix("Table with name"), message.contains("already exists") { return .duplicateTable }
        if message.hasPrefix("View with name"), message.contains("already exists") { return .duplicateTable }
        if message.hasPrefix("Schema with name") {
            return message.contains("already exists") ? .duplicateSchema : .invalidSchemaName
        }
        if message.hasPrefix("Table with name") || message.hasPrefix("View with name") { return .undefinedTable }
        if message.contains("Function with name") || message.contains("No function matches") {
            return .undefinedFunction
        }
        if message.hasPrefix("Ambiguous reference") { return .ambiguous }
        if message.contains("Referenced column") || message.contains("does not have a column") {
            return .undefinedColumn
        }
        if message.contains("Referenced table") { return .undefinedTable }
        return isBinder ? .typeMismatch : .undefinedObject
    }
}
