internal import DuckDB
internal import RedshiftSQL

extension Session {
    var externalTables: ExternalTables { ExternalTables(connection, storage: warehouse.storage) }

    func createExternalTable(_ statement: CreateExternalTable, _ parsed: ParsedStatement) throws -> Outcome {
        let done = Outcome.done(tag: "CREATE EXTERNAL TABLE", rowCount: nil)
        let target = try writable(statement.name)
        if statement.ifNotExists, try Catalog(connection).columns(of: target) != nil {
            add(.info("relation \"\(statement.name)\" already exists, skipping"))
            return done
        }
        guard let location = statement.location else {
            throw WarehouseError(.syntaxError, "an external table needs a LOCATION")
        }
        try checkStorage(location, "use folders of this machine")
        let format = try ExternalFormat(storedAs: statement.format, serializer: statement.rowFormat.serializer)
        let properties = statement.properties.merging(statement.rowFormat.hiveProperties) { own, _ in own }
        if let query = statement.query {
            guard statement.columns.isEmpty, statement.partitionColumns.isEmpty else {
                throw WarehouseError(.syntaxError, "CREATE EXTERNAL TABLE AS takes its columns from the query")
            }
            let translation = try translate(query, parsed)
            try refreshExternalTables(among: translation.relations)
            let count = try define(changing: [target]) {
                try externalTables.create(
                    target, partitionedBy: statement.partitionNames.map(\.text), location: location, format: format,
                    properties: properties, as: translation.sql)
            }
            add(.info("\(count) record(s) exported successfully."))
            return done
        }
        let table = ExternalTable(
            name: target, columns: statement.columns.map(ExternalTable.Column.init),
            partitionColumns: statement.partitionColumns.map(ExternalTable.Column.init), location: location,
            format: format, properties: properties)
        return try define(changing: [target]) {
            try externalTables.create(table)
            return done
        }
    }

    /// ALTER TABLE of an external table; nil if the action is not one of theirs.
    func alterExternalTable(_ name: EngineName, _ action: AlterTableAction) throws -> Outcome? {
        let tables = externalTables
        guard try Catalog(connection).externalTable(name) != nil else { return nil }
        for location in action.locations { try checkStorage(location, "use folders of this machine") }
        return try define(changing: [name]) {
            switch action {
            case .addPartitions(let partitions, let ifNotExists):
                _ = try tables.addPartitions(partitions.map(PartitionChange.init), to: name, ifNotExists: ifNotExists)
            case .dropPartitions(let partitions, let ifExists):
                try tables.dropPartitions(partitions.map(PartitionChange.init), of: name, ifExists: ifExists)
            case .setLocation(let location, .none): try tables.setLocation(location, of: name)
            case .setLocation(let location, .some(let partition)):
                try tables.setLocation(location, of: PartitionChange(partition), in: name)
            case .setProperties(let properties): try tables.setProperties(properties, of: name)
            default: throw WarehouseError(.wrongObjectType, "\"\(name.name)\" is an external table")
            }
            return .done(tag: "ALTER TABLE", rowCount: nil)
        }
    }

    /// MSCK REPAIR TABLE: registers the partitions whose folders are there.
    func repair(_ name: ObjectName) throws -> Outcome {
        let target = try resolver().target(name)
        let added = try define(changing: [target]) { try externalTables.repair(target) }
        for partition in added { add(.info("partition added: \(partition.values.joined(separator: "/"))")) }
        return .done(tag: "MSCK REPAIR TABLE", rowCount: nil)
    }

    /// Looks for files again of the external tables that a query reads, if their listing may have changed.
    func refreshExternalTables(among relations: [EngineName]) throws {
        if !relations.isEmpty { try warehouse.externalTables.refresh(relations) }
    }
}

extension ExternalTable.Column {
    fileprivate init(_ column: ColumnDefinition) {
        self.init(name: column.name.text, type: column.type.engineName, declaredType: column.type.redshiftName)
    }
}

extension AlterTableAction {
    /// The places of files that it names.
    fileprivate var locations: [String] {
        switch self {
        case .addPartitions(let partitions, _): partitions.compactMap(\.location)
        case .setLocation(let location, _): [location]
        default: []
        }
    }
}

extension PartitionChange {
    fileprivate init(_ partition: PartitionSpecification) {
        self.init(values: partition.values.map { ($0.key.text, $0.value) }, location: partition.location)
    }
}

extension RowFormat {
    /// The row format under Hive's names of its properties.
    fileprivate var hiveProperties: [String: String] {
        var properties = serializerProperties
        properties["field.delim"] = fieldTerminator
        properties["line.delim"] = lineTerminator
        properties["escape.delim"] = escape
        properties["serialization.null.format"] = null
        return properties
    }
}
