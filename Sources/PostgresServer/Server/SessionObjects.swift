/// The named and unnamed statements and portals of one session.
struct SessionObjects {
    /// A statement with its parameters bound.
    struct Portal {
        enum Progress {
            case bound
            case running(any RowCursor, tag: RowsTag)
            /// All rows were sent; more executions find none.
            case exhausted(tag: RowsTag)
            /// Ran without rows; it cannot run twice.
            case done
        }

        let statement: any SQLStatement
        let parameters: [ParameterValue]
        let formats: [FormatCode]
        var progress = Progress.bound

        /// The rows that have not been taken, if it runs.
        var cursor: (any RowCursor)? { if case .running(let cursor, _) = progress { cursor } else { nil } }
    }

    private var statements: [String: any SQLStatement] = [:]
    private var portals: [String: Portal] = [:]
    private let limits: ServerLimits

    init(limits: ServerLimits) { self.limits = limits }

    /// Whether a statement of this name may be prepared: the unnamed one is replaced, others must be closed first.
    func checkNewStatement(_ name: String) throws(PostgresError) {
        guard !name.isEmpty, statements[name] != nil else { return }
        throw PostgresError(.duplicateStatement, "prepared statement \"\(name)\" already exists")
    }

    mutating func define(_ statement: any SQLStatement, as name: String) throws(PostgresError) {
        guard statements.count < limits.maximumStatements || name.isEmpty else {
            throw PostgresError(
                .configurationLimitExceeded, "too many prepared statements",
                detail: "a session may keep \(limits.maximumStatements)", hint: "close statements after use")
        }
        statements[name] = statement
    }

    func statement(_ name: String) throws(PostgresError) -> any SQLStatement {
        guard let statement = statements[name] else {
            throw PostgresError(
                .invalidStatementName,
                name.isEmpty
                    ? "unnamed prepared statement does not exist" : "prepared statement \"\(name)\" does not exist")
        }
        return statement
    }

    mutating func removeStatement(_ name: String) { statements[name] = nil }

    /// Removes one statement, or all that have a name.
    mutating func removeStatement(named name: String?) {
        if let name { statements[name] = nil } else { statements = statements.filter { $0.key.isEmpty } }
    }

    /// Defines a portal and returns the unnamed one that it replaces.
    mutating func define(_ portal: Portal, as name: String) throws(PostgresError) -> Portal? {
        guard name.isEmpty || portals[name] == nil else {
            throw PostgresError(.duplicateCursor, "portal \"\(name)\" already exists")
        }
        guard portals.count < limits.maximumPortals || name.isEmpty else {
            throw PostgresError(
                .configurationLimitExceeded, "too many portals",
                detail: "a session may keep \(limits.maximumPortals)", hint: "close portals after use")
        }
        return portals.updateValue(portal, forKey: name)
    }

    func hasPortal(_ name: String) -> Bool { portals[name] != nil }

    func portal(_ name: String) throws(PostgresError) -> Portal {
        guard let portal = portals[name] else {
            throw PostgresError(.invalidCursorName, "portal \"\(name)\" does not exist")
        }
        return portal
    }

    mutating func setProgress(_ progress: Portal.Progress, ofPortal name: String) { portals[name]?.progress = progress }

    mutating func removePortal(_ name: String) -> Portal? { portals.removeValue(forKey: name) }

    /// Removes all portals, for the end of a transaction.
    mutating func removeAllPortals() -> [Portal] {
        defer { portals.removeAll() }
        return Array(portals.values)
    }

    /// Removes the unnamed statement and portal, as a simple query does.
    mutating func removeUnnamed() -> Portal? {
        statements[""] = nil
        return portals.removeValue(forKey: "")
    }
}
