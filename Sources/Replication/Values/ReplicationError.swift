/// A failure of replication: a lowercase fact, an optional detail and hint, and a code that decides what happens next.
package struct ReplicationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: String, Hashable, Sendable {
        /// Bytes of a binlog event that do not follow its format.
        case malformedEvent
        /// An event whose CRC32 does not match its bytes.
        case checksumMismatch
        /// An event or feature that is recognised but cannot be applied.
        case unsupportedEvent
        /// A column type, character set or storage engine that cannot be replicated; fails its table only.
        case unsupportedTable
        /// Rows that do not fit the schema known for their table; fails its table only.
        case schemaMismatch
        /// A source address, filter or position text that cannot be read.
        case invalidConfiguration
        /// A server setting that row replication needs and the source does not have.
        case sourceSettings
        /// The server refused the user or password.
        case accessDenied
        /// The connection failed or broke; trying again may succeed.
        case connectionFailed
        /// The source no longer has the changes after our position; only a fresh snapshot helps.
        case lostBinlog
        /// A statement failed on the source.
        case statementFailed
        /// The source was stopped by its owner.
        case stopped
    }

    package let code: Code
    package let message: String
    package let detail: String?
    package let hint: String?

    /// Makes an error; `message` is a lowercase fact without a full stop.
    package init(_ code: Code, _ message: String, detail: String? = nil, hint: String? = nil) {
        self.code = code
        self.message = message
        self.detail = detail
        self.hint = hint
    }

    /// Whether the same attempt may succeed later without anybody changing anything.
    package var isTransient: Bool { code == .connectionFailed }

    /// Whether it concerns one table and leaves the others alone.
    var failsTable: Bool { code == .unsupportedTable || code == .schemaMismatch }

    package var description: String {
        var text = message
        if let detail { text += ": " + detail }
        if let hint { text += " (hint: " + hint + ")" }
        return text
    }

    static func malformed(_ what: String) -> ReplicationError {
        ReplicationError(.malformedEvent, "malformed binlog event", detail: what)
    }
}
