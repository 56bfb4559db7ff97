internal import Crypto
package import DuckDB
package import Foundation

/// PUBLISH DATASHARE: writes the share's relations, as the connection's transaction sees them, as the next version.
///
/// A version is complete and on disk before `current` names it, so a publisher that is killed at any moment leaves the
/// version before it valid. Consumers must not see what may be rolled back: publish outside of transactions that change
/// data.
package struct DataSharePublisher {
    /// What was published.
    package struct Outcome: Sendable, Equatable {
        /// Its number.
        package var version: Int64
        /// How many tables and views it has.
        package var relations: Int
        /// How many rows they have together.
        package var rows: Int64
        /// How large their files are together.
        package var bytes: Int64
    }

    /// How many versions before the valid one stay for consumers that are just copying one.
    static let keptVersions: Int64 = 2

    private let connection: Connection
    private let settings: ShareSettings

    /// A publisher that works in the transaction of `connection`.
    package init(_ connection: Connection, settings: ShareSettings) {
        self.connection = connection
        self.settings = settings
    }

    /// Publishes a share to a folder or an `s3://` prefix.
    @discardableResult
    package func publish(share name: String, to destination: String, at time: Date = Date()) throws -> Outcome {
        let catalog = Catalog(connection)
        let share = try catalog.datashare(name)
        let namespace = try catalog.namespace()
        let key = try SigningKey.open(in: try settings.requireFolder(), connection)
        let store = ShareStore(
            root: try settings.storage.locate(destination), namespace: namespace, share: name, connection: connection)
        let draft = try store.makeDraftFolder(spare: try settings.copiesFolder())
        do {
            let version = try nextVersion(of: share, in: store)
            let relations = try catalog.relations(ofDatashare: share).enumerated().map { index, relation in
                try write(relation, of: share, to: draft, file: "\(index + 1).parquet")
            }
            let manifest = ShareManifest(
                share: name, namespace: namespace, version: version, createdAt: time.formatted(.iso8601),
                relations: relations)
            let current = try sign(manifest, key: key, in: draft)
            try store.addVersion(version, from: draft)
            try store.setCurrent(current)
            try store.removeVersions(below: version - Self.keptVersions)
            // A draft for an object store is still here; one on the store's own disk was moved.
            if store.location.isRemote { try FileManager.default.removeItem(at: draft) }
            let outcome = Outcome(
                version: version, relations: relations.count, rows: relations.reduce(0) { $0 + $1.rows },
                bytes: relations.reduce(0) { $0 + $1.files.reduce(0) { $0 + $1.bytes } })
            try record(outcome, of: share, destination: destination)
            return outcome
        } catch {
            // It may be moved already; the first error is the one to report.
            try? FileManager.default.removeItem(at: draft)
            if let problem = error as? ShareProblem { throw WarehouseError(.inputOutput, problem.reason) }
            throw error
        }
    }

    /// Above all versions at the destination and all that this warehouse published anywhere.
    private func nextVersion(of share: DataShare, in store: ShareStore) throws -> Int64 {
        let published =
            try connection.query(
                "SELECT coalesce(max(version), 0) FROM millrace.datashare_version WHERE share_id = $1",
                [.integer(share.id)]
            ).rows()[0][0].integer ?? 0
        let there = try store.versions().max() ?? 0
        return max(published, there) + 1
    }

    private func write(
        _ relation: SharedRelation, of share: DataShare, to draft: URL, file name: String
    ) throws -> ShareManifest.Relation {
        let engineName = EngineName(database: share.sourceDatabase, schema: relation.schema, name: relation.name)
        guard let columns = try Catalog(connection).columns(of: engineName) else {
            throw WarehouseError(.undefinedTable, "relation \"\(relation.schema).\(relation.name)\" does not exist")
        }
        let list = columns.map { SharedType($0.type).written(EngineName.quote($0.name)) }.joined(separator: ", ")
        let file = draft.appending(path: name)
        let rows = try connection.execute(
            """
            COPY (SELECT \(list) FROM \(engineName.quoted)) TO \(EngineName.literal(file.path))
            (FORMAT PARQUET, COMPRESSION ZSTD)
            """, [])
        let digest = try FileDigest(of: file)
        return ShareManifest.Relation(
            schema: relation.schema, name: relation.name, kind: relation.kind,
            columns: columns.map { ShareManifest.Field(name: $0.name, type: SharedType($0.type).name) },
            rows: Int64(rows), files: [ShareManifest.File(path: name, bytes: digest.bytes, sha256: digest.sha256)])
    }

    /// Writes manifest and signature into the draft and returns what `current` says of it.
    private func sign(_ manifest: ShareManifest, key: Curve25519.Signing.PrivateKey, in draft: URL) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = try manifest.json()
        guard bytes.count <= ShareManifest.largestBytes else {
            throw WarehouseError(.invalidParameter, "the share has too many columns for one manifest")
        }
        try bytes.write(to: draft.appending(path: "manifest.json"))
        let signature = try ShareSignature(of: bytes, key: key)
        try encoder.encode(signature).write(to: draft.appending(path: "signature.json"))
        return try encoder.encode(
            CurrentVersion(version: manifest.version, manifestSHA256: SHA256.hexadecimal(of: bytes)))
    }

    private func record(_ outcome: Outcome, of share: DataShare, destination: String) throws {
        try connection.execute(
            """
            INSERT INTO millrace.datashare_version (share_id, version, destination, row_count, byte_count)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .integer(share.id), .integer(outcome.version), .text(destination), .integer(outcome.rows),
                .integer(outcome.bytes),
            ])
    }
}
