internal import DuckDB
internal import Foundation
internal import RedshiftSQL

/// A cursor that DECLARE made.
///
/// As on Redshift its rows are all computed when it is declared. They are kept in a temporary table, which the engine
/// moves to disk when memory runs short: other statements can run between two FETCHes, rows can be fetched again, and
/// WITH HOLD can keep them beyond the transaction.
struct NamedCursor {
    /// The names and types of its rows.
    let columns: [Column]
    /// The declaration, for PG_CURSORS.
    let statement: String
    let options: DeclareCursor
    /// The temporary table, as the engine writes it: columns c0, c1, …, and `place`, counted from 1.
    let table: String
    /// Seconds since 1970.
    let declaredAt: TimeInterval
    /// Whether it outlives a rollback: WITH HOLD, and its transaction has committed.
    var isKept: Bool
    var position: CursorPosition

    /// The engine's query for the rows that a FETCH takes, after moving there.
    mutating func query(_ direction: Fetch.Direction) throws -> String {
        let (rows, isBackward) = try move(direction)
        let names = columns.indices.map { "c\($0) AS \(EngineName.quote(columns[$0].name))" }.joined(separator: ", ")
        return """
            SELECT \(names) FROM \(table) WHERE place > \(rows.lowerBound) AND place <= \(rows.upperBound)
            ORDER BY place\(isBackward ? " DESC" : "")
            """
    }

    /// Moves without fetching; throws where it was declared to go forward only.
    mutating func move(_ direction: Fetch.Direction) throws -> (rows: Range<Int>, isBackward: Bool) {
        var moved = position
        let passed = moved.move(direction)
        guard options.isScrollable || moved.row > position.row || moved.row > position.rowCount else {
            throw WarehouseError(
                .objectNotReady, "cursor can only scan forward",
                hint: "Declare it with SCROLL option to enable backward scan.")
        }
        position = moved
        return passed
    }

    /// The row of PG_CURSORS, as the engine writes a structure.
    func description(name: String) -> String {
        """
        {name: \(EngineName.literal(name)), statement: \(EngineName.literal(statement)), \
        is_holdable: \(options.isHeld), is_binary: \(options.isBinary), is_scrollable: \(options.isScrollable), \
        creation_time: to_timestamp(\(declaredAt))}
        """
    }
}
