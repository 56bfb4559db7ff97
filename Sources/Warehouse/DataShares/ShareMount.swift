internal import DuckDB
internal import Foundation

/// A database that shows the share of another warehouse, as its catalog row describes it.
package struct ShareMount: Sendable, Equatable {
    /// The database that shows the share.
    package var database: String
    /// The share's name.
    package var share: String
    /// The publisher's GUID.
    package var namespace: String
    /// The address of the root it was found in.
    package var root: String
    /// The mounted version.
    package var version: Int64
    /// Of that version's manifest, in hexadecimal.
    package var manifestSHA256: String
    /// The folder of the copy that the views read.
    package var folder: String
    /// `current`, `refused` or `unreachable`: how the latest look at the publisher's side ended.
    package var state: String
    /// Why the publisher's latest version is not taken.
    package var reason: String?
}

extension Catalog {
    /// All mounted shares, by database.
    package func shareMounts() throws -> [ShareMount] {
        try connection.query(
            """
            SELECT database_name, share_name, namespace, root, version, manifest_sha256, folder, state, reason
            FROM millrace.share_mount ORDER BY database_name
            """
        ).rows().compactMap { row in
            guard let database = row[0].text, let share = row[1].text, let namespace = row[2].text,
                let root = row[3].text,
                let version = row[4].integer
            else { return nil }
            return ShareMount(
                database: database, share: share, namespace: namespace, root: root, version: version,
                manifestSHA256: row[5].text ?? "", folder: row[6].text ?? "", state: row[7].text ?? "",
                reason: row[8].text)
        }
    }

    /// The key a publisher signed with when it was seen first; nil for one that never was.
    func pinnedKey(ofNamespace namespace: String) throws -> String? {
        try connection.query(
            "SELECT public_key FROM millrace.share_publisher_key WHERE namespace = $1", [.text(namespace)]
        ).rows().first?[0].text
    }

    /// The latest version of a share that was ever mounted.
    func seenVersion(ofShare share: String, namespace: String) throws -> CurrentVersion? {
        let rows = try connection.query(
            """
            SELECT version, manifest_sha256 FROM millrace.share_version_seen
            WHERE namespace = $1 AND share_name = $2 ORDER BY version DESC LIMIT 1
            """, [.text(namespace), .text(share)]
        ).rows()
        guard let row = rows.first, let version = row[0].integer, let digest = row[1].text else { return nil }
        return CurrentVersion(version: version, manifestSHA256: digest)
    }

    /// Notes that a version was verified and is mounted.
    func setSeen(_ version: FetchedVersion) throws {
        let manifest = version.manifest
        if try pinnedKey(ofNamespace: manifest.namespace) == nil {
            try connection.execute(
                "INSERT INTO millrace.share_publisher_key (namespace, public_key) VALUES ($1, $2)",
                [.text(manifest.namespace), .text(version.publicKey)])
        }
        try connection.execute(
            "DELETE FROM millrace.share_version_seen WHERE namespace = $1 AND share_name = $2",
            [.text(manifest.namespace), .text(manifest.share)])
        try connection.execute(
            "INSERT INTO millrace.share_version_seen VALUES ($1, $2, $3, $4)",
            [
                .text(manifest.namespace), .text(manifest.share), .integer(manifest.version),
                .text(version.manifestSHA256),
            ])
    }

    /// Notes how a look at the publisher's side ended.
    func setState(_ state: String, reason: String?, ofMount database: String) throws {
        try connection.execute(
            """
            UPDATE millrace.share_mount
            SET state = $1, reason = $2, changed_at = current_timestamp::TIMESTAMP WHERE database_name = $3
            """, [.text(state), reason.map(Value.text) ?? .null, .text(database)])
    }
}
