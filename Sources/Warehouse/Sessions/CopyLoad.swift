internal import DuckDB

/// A COPY FROM STDIN under way: all its rows are in, or none.
package final class CopyLoad: Sendable {
    /// The table that takes the rows.
    let target: EngineName
    /// `INSERT … SELECT` over the columns of a `CopyBatch`, up to the batch's number.
    private let insertHead: String
    /// How many columns each row has.
    package let columnCount: Int

    init(target: EngineName, columns: [Column]) {
        self.target = target
        columnCount = columns.count
        let names = columns.map { EngineName.quote($0.name) }.joined(separator: ", ")
        let values = columns.enumerated().map { index, column in
            // The text form of VARBYTE is hexadecimal digits; the engine's own cast would take the text's bytes.
            column.type == .blob ? "unhex(c\(index))" : "c\(index)"
        }.joined(separator: ", ")
        insertHead = "INSERT INTO \(target.quoted) (\(names)) SELECT \(values) FROM "
    }

    func insert(_ batch: CopyBatch, on connection: Connection) throws -> Int {
        try connection.database.withBatch(CopyBatchSource(batch)) { id in
            try connection.execute(insertHead + "millrace_batch(\(id))")
        }
    }
}

extension Session {
    /// Begins the load's transaction, unless one is open.
    package func start(_ load: CopyLoad) throws -> Bool {
        guard status == .idle else { return false }
        try connection.execute("BEGIN TRANSACTION")
        return true
    }

    /// Loads a batch of rows and returns how many.
    package func append(_ batch: CopyBatch, to load: CopyLoad) throws -> Int {
        try withThread { session in try load.insert(batch, on: session.connection) }
    }

    /// Ends the load; `ownsTransaction` is what `start` answered.
    package func finish(_ load: CopyLoad, ownsTransaction: Bool) throws {
        if ownsTransaction { try withThread { session in _ = try session.connection.execute("COMMIT") } }
        note(changed: [load.target])
    }

    /// Takes back the load; an open transaction has failed.
    package func abort(_ load: CopyLoad, ownsTransaction: Bool) {
        if ownsTransaction {
            // Whatever made the load fail is what the client is told.
            _ = try? connection.execute("ROLLBACK")
        } else if status == .open {
            status = .failed
        }
    }
}
