internal import DuckDB
internal import Replication

/// Applies the rows of a batch to a table of the engine, in the connection's transaction.
///
/// Tables with a key: of each key only the last operation counts, so the keys that occur are deleted and the rows whose
/// last operation left one are inserted. Tables without: rows are counted by value, because equal rows cannot be told
/// apart; where more were deleted than inserted, exactly the difference is deleted.
struct RowApplication {
    let database: Database
    let connection: Connection
    let table: EngineName
    let batch: ChangeBatch

    /// How many rows of each kind the source changed.
    struct Counts: Sendable, Hashable {
        var inserted = 0
        var updated = 0
        var deleted = 0
        var bytes = 0

        init(_ batch: ChangeBatch) {
            for operation in batch.operations {
                switch operation {
                case .insert: inserted += 1
                case .delete: deleted += 1
                case .updateAfter: updated += 1
                case .updateBefore: break
                }
            }
            bytes = batch.columns.reduce(0) { $0 + $1.byteCount }
        }

        static func += (left: inout Counts, right: Counts) {
            left.inserted += right.inserted
            left.updated += right.updated
            left.deleted += right.deleted
            left.bytes += right.bytes
        }

        init() {}
    }

    func apply() throws {
        let staged = StagedRows(batch)
        let hasOnlyInserts = !batch.operations.contains { $0 != .insert }
        try database.withBatch(staged) { id in
            if hasOnlyInserts {
                try connection.execute(
                    "INSERT INTO \(table.quoted) (\(names)) SELECT \(places) FROM millrace_batch(\(id))")
            } else if batch.schema.primaryKey.isEmpty {
                try applyByValue(id)
            } else {
                try applyByKey(id)
            }
        }
    }

    private var columns: [ColumnSchema] { batch.schema.columns }
    private var names: String { columns.map { EngineName.quote($0.name) }.joined(separator: ", ") }
    private var places: String { columns.indices.map { "c\($0)" }.joined(separator: ", ") }

    private func applyByKey(_ id: Int64) throws {
        let key = batch.schema.primaryKey
        let condition = key.map { place in
            // A date in a key may be null here, where it is a date that does not exist there.
            let isDate = columns[place].type == .date || columns[place].type == .timestamp
            let comparison = isDate ? "IS NOT DISTINCT FROM" : "="
            return "t.\(EngineName.quote(columns[place].name)) \(comparison) s.c\(place)"
        }.joined(separator: " AND ")
        let keyPlaces = key.map { "c\($0)" }.joined(separator: ", ")
        try connection.execute(
            """
            DELETE FROM \(table.quoted) AS t USING (SELECT DISTINCT \(keyPlaces) FROM millrace_batch(\(id))) AS s
            WHERE \(condition)
            """)
        try connection.execute(
            """
            INSERT INTO \(table.quoted) (\(names)) SELECT \(places) FROM millrace_batch(\(id))
            QUALIFY row_number() OVER (PARTITION BY \(keyPlaces) ORDER BY seq DESC) = 1
              AND op IN (\(ChangeBatch.Operation.insert.rawValue), \(ChangeBatch.Operation.updateAfter.rawValue))
            """)
    }

    private func applyByValue(_ id: Int64) throws {
        let added = "(\(ChangeBatch.Operation.insert.rawValue), \(ChangeBatch.Operation.updateAfter.rawValue))"
        let balance = """
            SELECT \(places), sum(CASE WHEN op IN \(added) THEN 1 ELSE -1 END)::BIGINT AS balance
            FROM millrace_batch(\(id)) GROUP BY \(places) HAVING balance <> 0
            """
        let condition = columns.enumerated().map { place, column in
            "t.\(EngineName.quote(column.name)) IS NOT DISTINCT FROM s.c\(place)"
        }.joined(separator: " AND ")
        let qualified = columns.indices.map { "s.c\($0)" }.joined(separator: ", ")
        try connection.execute(
            """
            DELETE FROM \(table.quoted) WHERE rowid IN (
                SELECT place FROM (
                    SELECT t.rowid AS place, -s.balance AS surplus, row_number() OVER (PARTITION BY \(qualified)) AS number
                    FROM \(table.quoted) AS t JOIN (\(balance)) AS s ON \(condition) WHERE s.balance < 0)
                WHERE number <= surplus)
            """)
        try connection.execute(
            """
            INSERT INTO \(table.quoted) (\(names))
            SELECT \(places) FROM (SELECT *, unnest(range(balance)) FROM (\(balance)) WHERE balance > 0)
            """)
    }
}

extension ColumnBuffer {
    /// The memory that the values take.
    fileprivate var byteCount: Int {
        integers.count * 8 + decimals.count * 16 + floats.count * 4 + doubles.count * 8 + bytes.count
    }
}
