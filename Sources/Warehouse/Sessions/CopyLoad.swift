package import DuckDB

/// Rows of COPY FROM STDIN as text columns in memory, which the engine reads as a table.
package final class TextBatch: BatchSource {
    /// One column: all its values in one array of bytes.
    package struct TextColumn: Sendable {
        /// The values, one after another.
        package var bytes: [UInt8]
        /// Where each value ends in `bytes`.
        package var ends: [Int]
        /// Whether each value is NULL.
        package var isNull: [Bool]

        /// A column of as many values as `ends` has entries.
        package init(bytes: [UInt8], ends: [Int], isNull: [Bool]) {
            self.bytes = bytes
            self.ends = ends
            self.isNull = isNull
        }
    }

    package let columns: [Column]
    package let rowCount: Int
    private let texts: [TextColumn]

    /// A table of columns c0, c1, …, all of type VARCHAR.
    package init(_ texts: [TextColumn], rowCount: Int) {
        self.texts = texts
        self.rowCount = rowCount
        columns = texts.indices.map { Column(name: "c\($0)", type: .varchar) }
    }

    package func fill(column: Int, rows: Range<Int>, into vector: WritableVector) {
        let text = texts[column]
        text.bytes.withUnsafeBytes { bytes in
            var start = rows.lowerBound == 0 ? 0 : text.ends[rows.lowerBound - 1]
            for (place, row) in rows.enumerated() {
                let end = text.ends[row]
                vector.setBytes(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), at: place)
                start = end
            }
        }
        let nulls = rows.enumerated().lazy.filter { text.isNull[$0.element] }.map(\.offset)
        if !nulls.isEmpty { vector.setNull(nulls) }
    }
}

/// A COPY FROM STDIN under way: all its rows are in, or none.
package final class CopyLoad: Sendable {
    /// The table that takes the rows.
    let target: EngineName
    /// `INSERT … SELECT` over the columns of a `TextBatch`, up to the batch's number.
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

    func insert(_ batch: TextBatch, on connection: Connection) throws -> Int {
        try connection.database.withBatch(batch) { id in try connection.execute(insertHead + "millrace_batch(\(id))") }
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
    package func append(_ batch: TextBatch, to load: CopyLoad) throws -> Int {
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
