internal import RedshiftSQL

/// What SQL can ask about its session, kept in variables of the session's engine connection.
package struct SessionContext: Sendable {
    package var database: String
    package var user: String
    /// The user's number in PG_USER.
    package var userID: Int32
    /// The number of the session as pg_backend_pid() gives it.
    package var backendID: Int32
    /// What current_namespace gives: the name that shares of this warehouse are known by.
    package var namespace: String

    /// A session of `user` in `database`; 100 is the administrator.
    package init(database: String, user: String, userID: Int32 = 100, backendID: Int32 = 0, namespace: String = "") {
        self.database = database
        self.user = user
        self.userID = userID
        self.backendID = backendID
        self.namespace = namespace
    }

    /// The statements that tell an engine connection of the session, to be run when it begins.
    package var statements: [String] {
        [
            Self.assignment(.database, EngineName.literal(database)),
            Self.assignment(.user, EngineName.literal(user)),
            Self.assignment(.userId, "\(userID)::INTEGER"),
            Self.assignment(.backendId, "\(backendID)::INTEGER"),
            Self.assignment(.namespace, EngineName.literal(namespace)),
        ]
    }

    /// The statement that tells an engine connection of the settings, to be run after each change; `values` are those
    /// that were set, by lower-case name.
    package static func settingsStatement(_ values: [String: String]) -> String {
        assignment(.settings, literal(SessionParameter.defaults.merging(values) { $1 }))
    }

    /// The statement that tells an engine connection of the open cursors, to be run after each change; each is written
    /// as a structure of the engine.
    static func cursorsStatement(_ descriptions: [String]) -> String {
        assignment(.cursors, "[\(descriptions.joined(separator: ", "))]")
    }

    /// The statement that tells an engine connection how many rows its last COPY from files loaded.
    static func copyCountStatement(_ count: Int) -> String { assignment(.copyCount, "\(count)::BIGINT") }

    private static func assignment(_ variable: FunctionMacros.SessionVariable, _ value: String) -> String {
        "SET VARIABLE \(variable.rawValue) = \(value)"
    }

    /// A map as the engine writes it.
    static func literal(_ values: [String: String]) -> String {
        "MAP {"
            + values.sorted { $0.key < $1.key }
            .map { "\(EngineName.literal($0.key)): \(EngineName.literal($0.value))" }.joined(separator: ", ") + "}"
    }
}
