/// What the system views need to know of a session, kept in variables of its engine connection.
package struct SessionContext: Sendable {
    package var database: String
    package var user: String
    /// The number of the session as pg_backend_pid() gives it.
    package var backendPID: Int32
    package var settings: SessionSettings

    /// A session of `user` in `database`.
    package init(database: String, user: String, backendPID: Int32, settings: SessionSettings = SessionSettings()) {
        self.database = database
        self.user = user
        self.backendPID = backendPID
        self.settings = settings
    }

    /// The statements that put the whole context into an engine connection; to be run when the session starts.
    package var statements: [String] {
        [
            "SET VARIABLE millrace_database = \(EngineName.literal(database))",
            "SET VARIABLE millrace_user = \(EngineName.literal(user))",
            "SET VARIABLE millrace_backend_pid = \(backendPID)",
            settingsStatement,
        ]
    }

    /// The statement that puts the settings into an engine connection; to be run after each change of them.
    package var settingsStatement: String { "SET VARIABLE millrace_settings = \(Self.literal(settings.values))" }

    /// A map as the engine writes it.
    static func literal(_ values: [String: String]) -> String {
        "MAP {"
            + values.sorted { $0.key < $1.key }
            .map { "\(EngineName.literal($0.key)): \(EngineName.literal($0.value))" }.joined(separator: ", ") + "}"
    }
}
