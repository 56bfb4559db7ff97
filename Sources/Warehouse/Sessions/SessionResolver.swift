internal import DuckDB
internal import RedshiftSQL

/// Finds what names mean in a session, on its connection and in its transaction.
final class SessionResolver: NameResolver {
    /// A stream that a query reads.
    struct StreamReference: Equatable {
        var schema: ExternalSchema
        var stream: String
    }

    private let catalog: Catalog
    private let database: String
    private let searchPath: [String]
    /// The view that the query will define, for which streams may be named; nil for any other query.
    private let streamingViewID: Int64?
    /// Whether the statement names `"$path"` or `"$size"`, so that external tables are read with them.
    var namesPseudoColumns = false
    /// Names that were looked up and are no relation of the engine, or one it refuses: they may be late-binding views.
    private(set) var unresolved: [EngineName] = []
    /// The streams that were named.
    private(set) var streams: [StreamReference] = []
    private var schemas: [String: ExternalSchema?] = [:]

    init(connection: Connection, database: String, searchPath: [String], streamingViewID: Int64? = nil) {
        catalog = Catalog(connection)
        self.database = database
        self.searchPath = searchPath
        self.streamingViewID = streamingViewID
    }

    /// The first failure of a look-up: the rewriting steps cannot be told, so it is thrown once they are done.
    private var failure: (any Error)?

    /// Runs rewriting steps; what failed while names were looked up counts before what the steps throw.
    func reporting<T>(_ body: () throws -> T) throws -> T {
        let result = Result { try body() }
        if let failure { throw failure }
        return try result.get()
    }

    /// The functions of our own schema, which shadow the engine's of the same name.
    var catalogFunctions: Set<String> {
        do {
            return try CatalogFunctionNames.all(on: catalog.connection)
        } catch {
            failure = failure ?? error
            return []
        }
    }

    func relation(named name: ObjectName) -> ResolvedRelation? {
        do {
            guard let (engine, columns) = try find(name.parts) else { return nil }
            if namesPseudoColumns, let table = try catalog.externalTable(engine) {
                return ResolvedRelation(table, columns)
            }
            return ResolvedRelation(
                engineSchema: engine.schema, engineName: engine.name,
                columns: columns.map { column in
                    RelationColumn(
                        column.name, Self.arrayType(of: column, in: engine) ?? DataType(column.type))
                })
        } catch {
            failure = failure ?? error
            return nil
        }
    }

    func engineSchema(for name: ObjectName) -> String? {
        do {
            return try creationTarget(name).schema
        } catch {
            failure = failure ?? error
            return nil
        }
    }

    /// The relation a name of one to three parts means, with its columns; nil if it is none of the warehouse's, but may be
    /// one of the query itself or of the engine.
    func find(_ parts: [Identifier]) throws -> (name: EngineName, columns: [Column])? {
        if let found = try lookUp(parts) { return found }
        // The engine takes any other name that it does not find for a file's.
        let isPlain = !parts.contains { $0.text.contains { "./:*\\".contains($0) } }
        let isOfTheEngine = parts.count == 2 && ["pg_catalog", "information_schema"].contains(parts[0].text)
        guard isPlain, parts.count == 1 || isOfTheEngine else {
            let name = parts.map(\.text).joined(separator: ".")
            throw WarehouseError(.undefinedTable, "relation \"\(name)\" does not exist")
        }
        return nil
    }

    private func lookUp(_ parts: [Identifier]) throws -> (name: EngineName, columns: [Column])? {
        switch parts.count {
        case 1:
            for schema in searchPath {
                let name = EngineName(database: database, schema: schema, name: parts[0].text)
                if let columns = try columns(of: name) { return (name, columns) }
            }
            return try systemRelation(parts[0].text)
        case 2:
            switch parts[0].text {
            case "pg_catalog": return try systemRelation(parts[1].text)
            case "information_schema": return try systemRelation("information_schema." + parts[1].text)
            default: return try find(schema: parts[0].text, parts[1])
            }
        case 3:
            if parts[0].text == database || parts[1].text == EngineName.systemSchema {
                return try lookUp(Array(parts.dropFirst()))
            }
            guard try catalog.hasDatabase(parts[0].text) else { return nil }
            let name = EngineName(database: parts[0].text, schema: parts[1].text, name: parts[2].text)
            return try columns(of: name).map { (name, $0) }
        default: return nil
        }
    }

    /// Where a name that a statement writes to or makes lies.
    func target(_ name: ObjectName) throws -> EngineName {
        switch name.parts.count {
        case 1:
            for schema in searchPath {
                let candidate = EngineName(database: database, schema: schema, name: name.object.text)
                if try columns(of: candidate) != nil { return candidate }
            }
            return try creationTarget(name)
        default: return try creationTarget(name)
        }
    }

    /// Where something new of that name goes.
    private func creationTarget(_ name: ObjectName) throws -> EngineName {
        switch name.parts.count {
        case ...1: return EngineName(database: database, schema: searchPath.first ?? "public", name: name.object.text)
        default:
            let schema = name.schema?.text ?? "public"
            let home = name.database?.text ?? database
            if home == database, let alias = try alias(schema) {
                return EngineName(database: alias.database, schema: alias.schema, name: name.object.text)
            }
            return EngineName(database: home, schema: schema, name: name.object.text)
        }
    }

    /// The lists of system catalogs are arrays of PostgreSQL; all others stand for SUPER.
    private static func arrayType(of column: Column, in relation: EngineName) -> DataType? {
        guard relation.schema == EngineName.systemSchema, case .list(let element) = column.type else { return nil }
        return .list(DataType(element))
    }

    private static func denied(_ name: String) -> WarehouseError {
        WarehouseError(.insufficientPrivilege, "permission denied for relation \(name)")
    }

    private func find(schema: String, _ object: Identifier) throws -> (name: EngineName, columns: [Column])? {
        if schema == EngineName.systemSchema { return try systemRelation(object.text) }
        if let external = try externalSchema(schema) {
            switch external.kind {
            case .kinesis: return try stream(object.written, of: external)
            case .kafka: throw WarehouseError(.featureNotSupported, "streams from Kafka are not supported yet")
            case .localDatabase:
                if let alias = try alias(schema) {
                    let name = EngineName(database: alias.database, schema: alias.schema, name: object.text)
                    return try columns(of: name).map { (name, $0) }
                }
            case .dataCatalog, .hive: break
            }
        }
        let name = EngineName(database: database, schema: schema, name: object.text)
        return try columns(of: name).map { (name, $0) }
    }

    /// The columns of a relation of the engine; nil if it is none.
    func columns(of name: EngineName) throws -> [Column]? {
        do {
            if let columns = try catalog.columns(of: name) { return columns }
            unresolved.append(name)
            return nil
        } catch let error as EngineError where error.kind == .binder {
            // The engine refuses a view whose tables have changed since it was made.
            unresolved.append(name)
            throw error
        }
    }

    private func stream(_ stream: String, of schema: ExternalSchema) throws -> (name: EngineName, columns: [Column]) {
        guard let id = streamingViewID else {
            throw WarehouseError(
                .wrongObjectType, "stream \"\(schema.name)\".\"\(stream)\" can only be read by a materialized view",
                hint: "CREATE MATERIALIZED VIEW v AUTO REFRESH YES AS SELECT ... FROM \(schema.name).\"\(stream)\"")
        }
        let reference = StreamReference(schema: schema, stream: stream)
        if !streams.contains(reference) { streams.append(reference) }
        return (StreamingView.source(id), StreamBatch.virtualColumns)
    }

    private func systemRelation(_ name: String) throws -> (name: EngineName, columns: [Column])? {
        let relation = EngineName(schema: EngineName.systemSchema, name: name)
        guard try AccessRule.isOpen(relation, catalog.connection) else {
            // The engine would find it by its search path, so the name is refused rather than passed on.
            guard try catalog.columns(of: relation) == nil else { throw Self.denied(name) }
            return nil
        }
        return try columns(of: relation).map { (relation, $0) }
    }

    private func externalSchema(_ name: String) throws -> ExternalSchema? {
        if let known = schemas[name] { return known }
        let found = try catalog.externalSchema(name)
        schemas[name] = .some(found)
        return found
    }

    /// The database and schema that an external schema FROM REDSHIFT stands for.
    private func alias(_ name: String) throws -> (database: String, schema: String)? {
        guard let schema = try externalSchema(name), schema.kind == .localDatabase else { return nil }
        return schema.sourceDatabase.map { ($0, schema.options["SCHEMA"] ?? "public") }
    }
}

extension ResolvedRelation {
    /// An external table with its pseudo-columns.
    fileprivate init(_ table: ExternalTable, _ columns: [Column]) {
        let view = table.withPseudoColumns
        self.init(
            engineSchema: view.schema, engineName: view.name,
            columns: columns.map { RelationColumn($0.name, DataType($0.type)) }
                + [RelationColumn("$path", .varchar(length: nil)), RelationColumn("$size", .bigint)],
            hiddenColumns: ["$path", "$size"])
    }
}
