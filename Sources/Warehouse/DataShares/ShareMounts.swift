package import DuckDB
internal import Foundation

/// Mounts the shares of others as read-only databases.
package struct ShareMounts {
    private let connection: Connection
    private let settings: ShareSettings
    private var catalog: Catalog { Catalog(connection) }

    /// Mounts in the transaction of `connection`.
    package init(_ connection: Connection, settings: ShareSettings) {
        self.connection = connection
        self.settings = settings
    }

    /// CREATE DATABASE … FROM DATASHARE: verifies the share's valid version, copies it and shows it as `database`.
    ///
    /// Returns the relations of the database.
    @discardableResult
    package func mount(
        database: String, share: String, namespace: String, account: String? = nil
    ) throws -> [EngineName] {
        guard UUID(uuidString: namespace) != nil else {
            throw WarehouseError(.invalidParameter, "namespace \"\(namespace)\" is not a GUID")
        }
        let namespace = namespace.lowercased()
        let (root, fetcher) = try find(share: share, namespace: namespace)
        do {
            let version = try fetcher.fetch(try fetcher.readCurrent().version)
            try catalog.addDatabase(database, kind: "share", source: share)
            try connection.execute(
                """
                INSERT INTO millrace.share_mount (database_name, share_name, namespace, account, root, state)
                VALUES ($1, $2, $3, $4, $5, 'current')
                """,
                [
                    .text(database), .text(share), .text(namespace), account.map(Value.text) ?? .null, .text(root),
                ])
            return try show(version, as: database)
        } catch let problem as ShareProblem {
            throw WarehouseError(
                .objectNotReady, "datashare \"\(share)\" of namespace \(namespace) is not taken", detail: problem.reason
            )
        }
    }

    /// DROP DATABASE of a mounted share; its files go once no query can be reading them.
    package func unmount(database: String) throws {
        for table in ["share_mount", "share_mount_relation"] {
            try connection.execute("DELETE FROM millrace.\(table) WHERE database_name = $1", [.text(database)])
        }
        try catalog.removeDatabase(database)
    }

    /// What verifies and copies versions of a mounted share.
    func fetcher(share: String, namespace: String, root: String) throws -> ShareFetcher {
        let copies = try settings.copiesFolder()
        try FileManager.default.createDirectory(at: copies, withIntermediateDirectories: true)
        return ShareFetcher(
            store: ShareStore(
                root: try settings.storage.locate(root), namespace: namespace, share: share, connection: connection),
            namespace: namespace, share: share,
            trustedKey: try settings.trustedKeys[namespace] ?? catalog.pinnedKey(ofNamespace: namespace),
            seen: try catalog.seenVersion(ofShare: share, namespace: namespace), copies: copies)
    }

    /// Makes `database` show a version and no other; returns the relations it has or had.
    @discardableResult
    func show(_ version: FetchedVersion, as database: String) throws -> [EngineName] {
        var schemas: Set<String> = []
        var names: [EngineName] = []
        let before = try relations(of: database)
        for relation in version.manifest.relations {
            let name = EngineName(database: database, schema: relation.schema, name: relation.name)
            if schemas.insert(name.schema).inserted {
                try connection.execute("CREATE SCHEMA IF NOT EXISTS \(EngineName.quote(name.schema))")
            }
            try show(relation, as: name, folder: version.folder)
            names.append(name)
        }
        for name in before where !names.contains(name) {
            try connection.execute("DROP VIEW IF EXISTS \(name.quoted)")
        }
        for schema in Set(before.map(\.schema)).subtracting(schemas) {
            try connection.execute("DROP SCHEMA IF EXISTS \(EngineName.quote(schema))")
        }
        try record(version, as: database)
        return Array(Set(before).union(names))
    }

    private func show(_ relation: ShareManifest.Relation, as name: EngineName, folder: URL) throws {
        let columns = relation.columns.map { column in
            // The manifest was checked: it names no other types.
            SharedType(name: column.type)?.read(EngineName.quote(column.name)) ?? EngineName.quote(column.name)
        }
        let files = relation.files.map { EngineName.literal(folder.appending(path: $0.path).path) }
        do {
            try connection.execute(
                """
                CREATE OR REPLACE VIEW \(name.quoted) AS SELECT \(columns.joined(separator: ", "))
                FROM read_parquet([\(files.joined(separator: ", "))], hive_partitioning = false)
                """)
            let rows = try connection.query("SELECT count(*) FROM \(name.quoted)").rows()[0][0].integer
            guard rows == relation.rows else {
                throw ShareProblem.refused(
                    "\(relation.schema).\(relation.name) has \(rows ?? 0) rows, the manifest says \(relation.rows)")
            }
        } catch let error as EngineError where error.kind != .transaction && error.kind != .interrupt {
            throw ShareProblem.refused("\(relation.schema).\(relation.name) cannot be read: \(error.message)")
        }
    }

    private func record(_ version: FetchedVersion, as database: String) throws {
        try connection.execute(
            """
            UPDATE millrace.share_mount
            SET version = $1, manifest_sha256 = $2, folder = $3, state = 'current', reason = NULL,
                changed_at = current_timestamp::TIMESTAMP
            WHERE database_name = $4
            """,
            [
                .integer(version.manifest.version), .text(version.manifestSHA256), .text(version.folder.path),
                .text(database),
            ])
        try connection.execute("DELETE FROM millrace.share_mount_relation WHERE database_name = $1", [.text(database)])
        for relation in version.manifest.relations {
            try connection.execute(
                "INSERT INTO millrace.share_mount_relation VALUES ($1, $2, $3, $4)",
                [.text(database), .text(relation.schema), .text(relation.name), .text(relation.kind)])
        }
        try catalog.setSeen(version)
    }

    private func relations(of database: String) throws -> [EngineName] {
        try connection.query(
            "SELECT schema_name, name FROM millrace.share_mount_relation WHERE database_name = $1", [.text(database)]
        ).rows().compactMap { row in
            guard let schema = row[0].text, let name = row[1].text else { return nil }
            return EngineName(database: database, schema: schema, name: name)
        }
    }

    /// The first root that has the share.
    private func find(share: String, namespace: String) throws -> (root: String, fetcher: ShareFetcher) {
        var reasons: [String] = []
        for root in settings.roots {
            let fetcher = try fetcher(share: share, namespace: namespace, root: root)
            do {
                if try fetcher.store.read("current", limitBytes: CurrentVersion.largestBytes) != nil {
                    return (root, fetcher)
                }
            } catch let problem as ShareProblem {
                reasons.append(problem.reason)
            }
        }
        throw WarehouseError(
            .undefinedObject, "datashare \"\(share)\" of namespace \(namespace) does not exist",
            detail: reasons.isEmpty ? nil : reasons.joined(separator: "\n"),
            hint: settings.roots.isEmpty
                ? "configure a folder or bucket in which shares are found"
                : "it was looked for in \(settings.roots.joined(separator: ", "))")
    }
}
