internal import DuckDB
internal import Foundation
internal import RedshiftSQL

/// DECLARE, FETCH, MOVE and CLOSE.
extension Session {
    /// How many cursors a session may have open.
    static var maximumCursors: Int { 1000 }

    func declare(
        _ declaration: DeclareCursor, _ parsed: ParsedStatement, _ parameters: [Value]
    ) throws -> Outcome {
        guard status == .open || declaration.isHeld else {
            throw WarehouseError(.noActiveTransaction, "DECLARE CURSOR can only be used in transaction blocks")
        }
        guard namedCursors[declaration.name.text] == nil else {
            throw WarehouseError(.duplicateCursor, "cursor \"\(declaration.name)\" already exists")
        }
        guard namedCursors.count < Self.maximumCursors else {
            throw WarehouseError(
                .configurationLimitExceeded, "too many cursors",
                detail: "A session may keep \(Self.maximumCursors) of them open.", hint: "CLOSE cursors after use")
        }
        let translation = try translate(declaration.query, parsed)
        try refreshExternalTables(among: translation.relations)
        let given = try connection.prepare(translation.sql).columns
        declaredCursors += 1
        let table = "temp.main.\(EngineName.quote("cursor:\(declaredCursors)"))"
        let names = given.indices.map { "c\($0)" }.joined(separator: ", ")
        // The engine's own row numbers change when a transaction commits.
        try connection.execute(
            """
            CREATE TEMP TABLE \(table) (\(names), place) AS
            SELECT rows.*, row_number() OVER () FROM (\(translation.sql)) AS rows
            """, parameters)
        let rowCount = try connection.query("SELECT count(*) FROM \(table)").rows().first?.first?.integer ?? 0
        let kept = try connection.prepare("SELECT \(names) FROM \(table)").columns
        namedCursors[declaration.name.text] = NamedCursor(
            columns: zip(given, kept).map { Column(name: $0.name, type: $1.type) }, statement: parsed.text,
            options: declaration, table: table, declaredAt: Date().timeIntervalSince1970, isKept: status == .idle,
            position: CursorPosition(rowCount: Int(rowCount)))
        try publishCursors()
        return .done(tag: "DECLARE CURSOR", rowCount: nil)
    }

    func fetch(_ fetch: Fetch) throws -> Outcome {
        var cursor = try cursor(fetch.cursor)
        guard !fetch.isMove else {
            let passed = try cursor.move(fetch.direction).rows.count
            namedCursors[fetch.cursor.text] = cursor
            return .done(tag: "MOVE", rowCount: passed)
        }
        let rows = try connection.query(cursor.query(fetch.direction))
        namedCursors[fetch.cursor.text] = cursor
        return .rows(stream(rows), tag: "FETCH", counts: true)
    }

    func cursor(_ name: Identifier) throws -> NamedCursor {
        guard let cursor = namedCursors[name.text] else {
            throw WarehouseError(.invalidCursorName, "cursor \"\(name)\" does not exist")
        }
        return cursor
    }

    func closeCursor(_ name: Identifier?) throws -> Outcome {
        guard let name else {
            try closeCursors { _ in true }
            return .done(tag: "CLOSE CURSOR ALL", rowCount: nil)
        }
        let table = try cursor(name).table
        try closeCursors { $0.table == table }
        return .done(tag: "CLOSE CURSOR", rowCount: nil)
    }

    /// Before a commit: those WITH HOLD stay, the others end with their transaction.
    func closeCursorsBeforeCommit() throws {
        guard !namedCursors.isEmpty else { return }
        try closeCursors { !$0.options.isHeld }
    }

    /// After a commit: what is held is kept from now on.
    func keepCursors() {
        for name in namedCursors.keys { namedCursors[name]?.isKept = true }
    }

    /// After a rollback: the tables of the cursors that the transaction declared are gone.
    func forgetCursors() throws {
        guard namedCursors.contains(where: { !$0.value.isKept }) else { return }
        namedCursors = namedCursors.filter { $0.value.isKept }
        try publishCursors()
    }

    private func closeCursors(where isClosed: (NamedCursor) -> Bool) throws {
        for (name, cursor) in namedCursors where isClosed(cursor) {
            try connection.execute("DROP TABLE IF EXISTS \(cursor.table)")
            namedCursors[name] = nil
        }
        try publishCursors()
    }

    /// Lets PG_CURSORS see the cursors.
    private func publishCursors() throws {
        let list = namedCursors.sorted { $0.key < $1.key }.map { $0.value.description(name: $0.key) }
        try connection.execute(SessionContext.cursorsStatement(list))
    }
}
