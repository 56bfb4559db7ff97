@testable import Replication

/// A replica in memory: what a warehouse would hold after the events it was given, row by row and easy to check.
struct Replica {
    struct Table {
        var schema: TableSchema
        var rows: [[String?]] = []
        /// Row index by key text, for tables that have one.
        var places: [[String?]: Int] = [:]
    }

    private(set) var tables: [TableName: Table] = [:]
    private(set) var position: SourcePosition?
    private(set) var failures: [TableName: ReplicationError] = [:]
    private(set) var resnapshots: [TableName: Int] = [:]
    /// Tables whose snapshot was announced and has not come yet.
    private(set) var awaited: Set<TableName> = []
    private(set) var transactionCount = 0
    private var staged: [TableName: Table] = [:]
    private var parts: [SourceChange] = []
    private(set) var problems: [String] = []

    /// Everything a restarted source needs.
    var resumption: MySQLSource.Resumption? {
        position.map {
            MySQLSource.Resumption(
                position: $0, schemas: tables.values.map(\.schema).filter { !awaited.contains($0.name) },
                failed: Set(failures.keys),
                awaitingSnapshot: awaited)
        }
    }

    mutating func apply(_ event: ReplicationEvent) {
        switch event {
        case .snapshotStarted(let schemas):
            staged = Dictionary(uniqueKeysWithValues: schemas.map { ($0.name, Table(schema: $0)) })
        case .snapshotRows(let batch):
            staged[batch.schema.name]?.rows += (0..<batch.count).map { Self.row(batch, $0) }
        case .snapshotFinished(let end):
            if end.isComplete { tables = [:] }
            for name in end.tables {
                tables[name] = staged[name]
                failures[name] = nil
                reindex(name)
            }
            staged = [:]
            awaited = []
            position = end.position
        case .transaction(let transaction):
            parts += transaction.changes
            guard transaction.isLast else { return }
            for change in parts { apply(change) }
            parts = []
            position = transaction.position
            transactionCount += 1
        case .heartbeat(let position): self.position = position
        case .tableFailed(let name, let error): failures[name] = error
        case .disconnected, .connected: break
        }
    }

    private mutating func apply(_ change: SourceChange) {
        switch change {
        case .rows(let batch): apply(batch)
        case .alter(let schema, let renamedColumns): alter(schema, renamedColumns)
        case .truncate(let name):
            tables[name]?.rows = []
            tables[name]?.places = [:]
        case .rename(let from, let to):
            guard let table = tables.removeValue(forKey: from) else { return problems.append("no \(from) to rename") }
            tables[to] = Table(schema: table.schema.renamed(to: to), rows: table.rows, places: table.places)
        case .drop(let name): tables[name] = nil
        case .fail(let name, let error): failures[name] = error
        case .resnapshot(let name, _):
            resnapshots[name, default: 0] += 1
            awaited.insert(name)
        }
    }

    private mutating func alter(_ schema: TableSchema, _ renamedColumns: [String: String]) {
        guard let table = tables[schema.name] else { return problems.append("no \(schema.name) to alter") }
        let origins = Dictionary(uniqueKeysWithValues: renamedColumns.map { ($1, $0) })
        let sources = schema.columns.map { column in
            table.schema.columns.firstIndex { $0.name == origins[column.name, default: column.name] }
        }
        tables[schema.name] = Table(
            schema: schema, rows: table.rows.map { row in sources.map { $0.flatMap { row[$0] } } })
        reindex(schema.name)
    }

    private mutating func reindex(_ name: TableName) {
        guard let table = tables[name] else { return }
        tables[name]?.places = [:]
        for (index, row) in table.rows.enumerated() { tables[name]?.places[Self.key(row, table.schema)] = index }
    }

    private mutating func apply(_ batch: ChangeBatch) {
        guard var table = tables.removeValue(forKey: batch.schema.name) else {
            return problems.append("rows of unknown \(batch.schema.name)")
        }
        if table.schema != batch.schema { problems.append("rows of another schema of \(batch.schema.name)") }
        for index in 0..<batch.count {
            let row = Self.row(batch, index)
            switch batch.operations[index] {
            case .insert, .updateAfter:
                table.places[Self.key(row, table.schema)] = table.rows.count
                table.rows.append(row)
            case .delete, .updateBefore:
                guard
                    let place = table.schema.primaryKey.isEmpty
                        ? table.rows.lastIndex(of: row) : table.places[Self.key(row, table.schema)],
                    table.rows[place] == row
                else {
                    problems.append("row \(row) to delete is not in \(batch.schema.name)")
                    continue
                }
                let last = table.rows.removeLast()
                table.places[Self.key(row, table.schema)] = nil
                if place < table.rows.count {
                    table.rows[place] = last
                    table.places[Self.key(last, table.schema)] = place
                }
            }
        }
        tables[batch.schema.name] = table
    }

    private static func key(_ row: [String?], _ schema: TableSchema) -> [String?] {
        schema.primaryKey.isEmpty ? row : schema.primaryKey.map { row[$0] }
    }

    /// A row as text, bytes in hexadecimal.
    static func row(_ batch: ChangeBatch, _ index: Int) -> [String?] {
        batch.columns.map { text($0, index) }
    }

    static func text(_ column: ColumnBuffer, _ row: Int) -> String? {
        guard !column.isNull(row) else { return nil }
        switch column.type {
        case .smallint, .integer, .bigint, .date, .timestamp: return "\(column.integers[row])"
        case .decimal(_, let scale):
            return String(decoding: DecimalText.text(column.decimals[row], scale: scale), as: UTF8.self)
        case .real: return "\(column.floats[row])"
        case .double: return "\(column.doubles[row])"
        case .varchar, .json:
            return String(decoding: column.bytes[column.offsets[row]..<column.offsets[row + 1]], as: UTF8.self)
        case .varbyte:
            return column.bytes[column.offsets[row]..<column.offsets[row + 1]]
                .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}
