internal import DuckDB

/// What ALTER TABLE … ADD, DROP and SET LOCATION say of one partition.
package struct PartitionChange: Sendable, Equatable {
    /// Keys and values as written, in any order.
    package var values: [(key: String, value: String)]
    /// Where its files lie; where Hive puts them if nil.
    package var location: String?

    /// A change of the partition with these values.
    package init(values: [(key: String, value: String)], location: String? = nil) {
        self.values = values
        self.location = location
    }

    /// Whether both say the same, in the same order.
    package static func == (left: PartitionChange, right: PartitionChange) -> Bool {
        left.location == right.location && left.values.elementsEqual(right.values, by: ==)
    }
}

extension ExternalTables {
    /// ALTER TABLE … ADD [IF NOT EXISTS] PARTITION; returns how many were added.
    @discardableResult
    package func addPartitions(_ changes: [PartitionChange], to name: EngineName, ifNotExists: Bool = false) throws
        -> Int
    {
        let table = try require(name)
        var known = Set(try canonical(try catalog.partitions(of: table).map(\.values), table))
        var added: [ExternalPartition] = []
        for change in changes {
            let values = try values(of: change, table)
            guard known.insert(try canonical([values], table)[0]).inserted else {
                if ifNotExists { continue }
                throw WarehouseError(
                    .duplicateObject, "partition (\(Self.describe(values, table))) of \"\(name.name)\" already exists")
            }
            let location = change.location ?? defaultLocation(of: values, table)
            added.append(ExternalPartition(values: values, location: try storage.locate(location).address))
        }
        try catalog.add(added, to: table)
        try list(table)
        return added.count
    }

    /// ALTER TABLE … DROP [IF EXISTS] PARTITION: forgets partitions; their files stay.
    package func dropPartitions(_ changes: [PartitionChange], of name: EngineName, ifExists: Bool = false) throws {
        let table = try require(name)
        for change in changes {
            guard let partition = try find(change, in: table) else {
                if ifExists { continue }
                throw missing(change, name)
            }
            try catalog.remove(partition, of: table)
        }
        try list(table)
    }

    /// ALTER TABLE … PARTITION … SET LOCATION.
    package func setLocation(_ location: String, of change: PartitionChange, in name: EngineName) throws {
        let table = try require(name)
        guard var partition = try find(change, in: table) else { throw missing(change, name) }
        try catalog.remove(partition, of: table)
        partition.location = try storage.locate(location).address
        try catalog.add([partition], to: table)
        try list(table)
    }

    /// MSCK REPAIR TABLE: registers the `key=value` folders below the table's location that are not; returns them.
    @discardableResult
    package func repair(_ name: EngineName) throws -> [ExternalPartition] {
        let table = try require(name)
        guard !table.partitionColumns.isEmpty else {
            throw WarehouseError(.wrongObjectType, "table \"\(name.name)\" is not partitioned")
        }
        let root = try storage.locate(table.location)
        let keys = table.partitionColumns.map(\.name)
        var known = Set(try canonical(try catalog.partitions(of: table).map(\.values), table))
        var added: [ExternalPartition] = []
        for folders in try FileListing(connection: connection).partitionFolders(below: root, keys: keys) {
            let values = zip(folders, keys).map { Self.unescape($0.dropFirst($1.count + 1)) }
            // A folder whose name is no value of the key's type is no partition.
            guard let canonical = try? canonical([values], table)[0], known.insert(canonical).inserted else { continue }
            added.append(
                ExternalPartition(values: values, location: root.appending(folders.joined(separator: "/")).address))
        }
        try catalog.add(added, to: table)
        try list(table)
        return added
    }

    /// SHOW PARTITIONS: `key=value/key=value` for each partition, by value.
    package func describePartitions(of name: EngineName) throws -> [String] {
        let table = try require(name)
        return try catalog.partitions(of: table).map { partition in
            zip(table.partitionColumns, partition.values).map { "\($0.name)=\($1)" }.joined(separator: "/")
        }
    }

    private func find(_ change: PartitionChange, in table: ExternalTable) throws -> ExternalPartition? {
        let wanted = try canonical([try values(of: change, table)], table)[0]
        let partitions = try catalog.partitions(of: table)
        return zip(partitions, try canonical(partitions.map(\.values), table)).first { $1 == wanted }?.0
    }

    /// The values of a change in the order of the table's keys.
    private func values(of change: PartitionChange, _ table: ExternalTable) throws -> [String] {
        guard !table.partitionColumns.isEmpty else {
            throw WarehouseError(.wrongObjectType, "table \"\(table.name.name)\" is not partitioned")
        }
        for (key, _) in change.values where !table.partitionColumns.contains(where: { $0.name == key }) {
            throw WarehouseError(.undefinedColumn, "\"\(key)\" is no partition key of \"\(table.name.name)\"")
        }
        return try table.partitionColumns.map { column in
            let given = change.values.filter { $0.key == column.name }
            guard given.count == 1 else {
                throw WarehouseError(.syntaxError, "the partition needs one value for its key \"\(column.name)\"")
            }
            return given[0].value
        }
    }

    /// Values in the one spelling their types have, so that `1` and `01` of an integer key are the same partition.
    private func canonical(_ values: [[String]], _ table: ExternalTable) throws -> [[String]] {
        guard !values.isEmpty else { return [] }
        var columns: [[String]] = []
        for (index, column) in table.partitionColumns.enumerated() {
            let list = values.map { EngineName.literal($0[index]) }.joined(separator: ", ")
            let rows = try connection.query(
                """
                SELECT v,
                       CASE WHEN v = '\(ExternalPartition.null)' THEN v ELSE TRY_CAST(v AS \(column.type))::VARCHAR END
                FROM (SELECT unnest([\(list)]) AS v)
                """
            ).rows()
            columns.append(
                try rows.map { row in
                    if let text = row[1].text { return text }
                    throw WarehouseError(
                        .invalidText, "\"\(row[0].text ?? "")\" is no value of partition key \"\(column.name)\"",
                        detail: "the key is of type \(column.declaredType)")
                })
        }
        return values.indices.map { row in columns.map { $0[row] } }
    }

    private func defaultLocation(of values: [String], _ table: ExternalTable) -> String {
        let folders = zip(table.partitionColumns, values).map { "\($0.name)=\(Self.escape($1))" }
        return "\(table.location)/\(folders.joined(separator: "/"))"
    }

    private func missing(_ change: PartitionChange, _ name: EngineName) -> WarehouseError {
        let text = change.values.map { "\($0.key)='\($0.value)'" }.joined(separator: ", ")
        return WarehouseError(.undefinedObject, "partition (\(text)) of \"\(name.name)\" does not exist")
    }

    private static func describe(_ values: [String], _ table: ExternalTable) -> String {
        zip(table.partitionColumns, values).map { "\($0.name)='\($1)'" }.joined(separator: ", ")
    }

    /// Hive's form of a value in a folder's name: `%` and two digits for what a path cannot hold.
    static func escape(_ value: String) -> String {
        var text: [UInt8] = []
        for byte in value.utf8 {
            if byte < 0x20 || byte == 0x7F || "\"#%'*/:=?\\{[]^".utf8.contains(byte) {
                text += Array(("%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()).utf8)
            } else {
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The value behind Hive's form of it.
    static func unescape(_ name: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(name.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
