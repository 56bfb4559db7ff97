/// An error as a client sees it: SQLSTATE, message (a lowercase fact), detail, hint and position.
package struct PostgresError: Error, Sendable, Equatable {
    /// How much ends with the error.
    package enum Severity: String, Sendable {
        /// The statement ends.
        case error = "ERROR"
        /// The connection ends.
        case fatal = "FATAL"
    }

    package var severity: Severity
    package var state: SQLState
    package var message: String
    package var detail: String?
    package var hint: String?
    /// Where in the statement, counted in characters from 1.
    package var position: Int?

    /// An error that ends the statement unless `severity` says otherwise.
    package init(
        _ state: SQLState, _ message: String, detail: String? = nil, hint: String? = nil, position: Int? = nil,
        severity: Severity = .error
    ) {
        self.severity = severity
        self.state = state
        self.message = message
        self.detail = detail
        self.hint = hint
        self.position = position
    }

    /// The same error, ending the connection.
    package var fatal: PostgresError {
        var copy = self
        copy.severity = .fatal
        return copy
    }

    /// A message that breaks the protocol's rules (08P01).
    static func protocolViolation(_ message: String, detail: String? = nil) -> PostgresError {
        PostgresError(.protocolViolation, message, detail: detail)
    }
}

extension PostgresError: CustomStringConvertible {
    package var description: String { "\(severity.rawValue) \(state.rawValue): \(message)" }
}

/// A notice beside the result of a statement.
package struct PostgresNotice: Sendable, Equatable {
    /// What kind of notice; the raw value is its name on the wire.
    package enum Severity: String, Sendable {
        case debug = "DEBUG"
        case log = "LOG"
        case info = "INFO"
        case notice = "NOTICE"
        case warning = "WARNING"
    }

    package let severity: Severity
    package let state: SQLState
    package let message: String
    package let detail: String?
    package let hint: String?

    /// A notice; `state` is 00000 for information and 01000 for warnings unless given.
    package init(
        _ severity: Severity, _ message: String, detail: String? = nil, hint: String? = nil, state: SQLState? = nil
    ) {
        self.severity = severity
        self.state = state ?? (severity == .warning ? .warning : .successfulCompletion)
        self.message = message
        self.detail = detail
        self.hint = hint
    }
}

/// A five-character SQLSTATE. Codes are PostgreSQL's, appendix A of its manual.
package struct SQLState: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    /// Any code; five letters or digits.
    package init(rawValue: String) { self.rawValue = rawValue }

    private init(_ rawValue: String) { self.rawValue = rawValue }

    package static let successfulCompletion = SQLState("00000")
    package static let warning = SQLState("01000")
    package static let connectionFailure = SQLState("08006")
    package static let protocolViolation = SQLState("08P01")
    package static let featureNotSupported = SQLState("0A000")
    package static let numericValueOutOfRange = SQLState("22003")
    package static let invalidDatetimeFormat = SQLState("22007")
    package static let datetimeOverflow = SQLState("22008")
    package static let divisionByZero = SQLState("22012")
    package static let invalidParameterValue = SQLState("22023")
    package static let invalidTextRepresentation = SQLState("22P02")
    package static let invalidBinaryRepresentation = SQLState("22P03")
    package static let badCopyFileFormat = SQLState("22P04")
    package static let characterNotInRepertoire = SQLState("22021")
    package static let integrityConstraintViolation = SQLState("23000")
    package static let uniqueViolation = SQLState("23505")
    package static let invalidTransactionState = SQLState("25000")
    package static let activeTransaction = SQLState("25001")
    package static let readOnlyTransaction = SQLState("25006")
    package static let noActiveTransaction = SQLState("25P01")
    package static let inFailedTransaction = SQLState("25P02")
    package static let invalidStatementName = SQLState("26000")
    package static let invalidAuthorization = SQLState("28000")
    package static let invalidPassword = SQLState("28P01")
    package static let dependentObjectsStillExist = SQLState("2BP01")
    package static let invalidCatalogName = SQLState("3D000")
    package static let invalidSchemaName = SQLState("3F000")
    package static let invalidCursorName = SQLState("34000")
    package static let serializationFailure = SQLState("40001")
    package static let syntaxErrorOrAccessRule = SQLState("42000")
    package static let syntaxError = SQLState("42601")
    package static let insufficientPrivilege = SQLState("42501")
    package static let undefinedColumn = SQLState("42703")
    package static let undefinedFunction = SQLState("42883")
    package static let undefinedTable = SQLState("42P01")
    package static let undefinedParameter = SQLState("42P02")
    package static let duplicateCursor = SQLState("42P03")
    package static let duplicateStatement = SQLState("42P05")
    package static let duplicateTable = SQLState("42P07")
    package static let datatypeMismatch = SQLState("42804")
    package static let outOfMemory = SQLState("53200")
    package static let tooManyConnections = SQLState("53300")
    package static let configurationLimitExceeded = SQLState("53400")
    package static let programLimitExceeded = SQLState("54000")
    package static let objectNotInPrerequisiteState = SQLState("55000")
    package static let queryCanceled = SQLState("57014")
    package static let adminShutdown = SQLState("57P01")
    package static let cannotConnectNow = SQLState("57P03")
    package static let inputOutputError = SQLState("58030")
    package static let internalError = SQLState("XX000")
}
