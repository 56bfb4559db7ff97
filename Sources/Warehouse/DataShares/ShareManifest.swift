internal import Foundation

/// What one version of a share holds: the signed part of its format.
///
/// A share is a folder `<root>/<namespace>/<share>` with `versions/<number>/` for each version and `current`, which
/// names one of them and is replaced last. A version is `manifest.json`, its signature in `signature.json`,
/// and Parquet files that the manifest lists with size and SHA-256.
struct ShareManifest: Codable, Sendable, Equatable {
    struct Relation: Codable, Sendable, Equatable {
        var schema: String
        var name: String
        /// Redshift's object type: `table`, `view` or `materialized view`.
        var kind: String
        var columns: [Field]
        var rows: Int64
        var files: [File]
    }
    struct Field: Codable, Sendable, Equatable {
        var name: String
        /// A name of `SharedType`.
        var type: String
    }
    struct File: Codable, Sendable, Equatable {
        /// The path below the version's folder.
        var path: String
        var bytes: Int64
        /// In lower-case hexadecimal.
        var sha256: String
    }

    /// The format's own number.
    static let format = 1
    /// The largest manifest that is read, in bytes.
    static let largestBytes = 16 << 20

    var format = ShareManifest.format
    var share: String
    /// The publisher's GUID.
    var namespace: String
    var version: Int64
    /// ISO 8601, UTC.
    var createdAt: String
    var relations: [Relation]

    enum CodingKeys: String, CodingKey {
        case format, share, namespace, version
        case createdAt = "created_at"
        case relations
    }

    /// Reads a manifest and checks everything about it that needs nothing else.
    init(json: Data) throws {
        do {
            self = try JSONDecoder().decode(ShareManifest.self, from: json)
        } catch {
            throw ShareProblem.refused("the manifest cannot be read: \(error)")
        }
        guard format == Self.format else {
            throw ShareProblem.refused("the manifest has format \(format), format \(Self.format) is known")
        }
        try check()
    }

    init(share: String, namespace: String, version: Int64, createdAt: String, relations: [Relation]) {
        self.share = share
        self.namespace = namespace
        self.version = version
        self.createdAt = createdAt
        self.relations = relations
    }

    /// The bytes that are signed.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    private func check() throws {
        var names: Set<[String]> = []
        var paths: Set<String> = []
        for relation in relations {
            guard names.insert([relation.schema, relation.name]).inserted else {
                throw ShareProblem.refused("the manifest lists \(relation.schema).\(relation.name) twice")
            }
            guard !relation.schema.isEmpty, !relation.name.isEmpty, !relation.columns.isEmpty, !relation.files.isEmpty,
                relation.rows >= 0
            else { throw ShareProblem.refused("\(relation.schema).\(relation.name) lacks a name, columns or files") }
            for column in relation.columns where SharedType(name: column.type) == nil {
                throw ShareProblem.refused("column \(column.name) has the unknown type \"\(column.type)\"")
            }
            for file in relation.files {
                try Self.check(file)
                guard paths.insert(file.path).inserted else {
                    throw ShareProblem.refused("the manifest lists file \(file.path) twice")
                }
            }
        }
    }

    /// Paths are ours alone to choose: nothing but a plain name can lead out of the version's folder or into a pattern.
    private static func check(_ file: File) throws {
        let isPlain = file.path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, !file.path.hasPrefix("."), file.path.hasSuffix(".parquet"), file.path.utf8.count <= 100 else {
            throw ShareProblem.refused("the manifest names the file \"\(file.path)\", which is no plain name")
        }
        guard file.bytes > 0, file.sha256.utf8.count == 64 else {
            throw ShareProblem.refused("file \(file.path) has no size or checksum")
        }
    }
}

/// Which version of a share is valid: the contents of `current`.
struct CurrentVersion: Codable, Sendable, Equatable {
    /// The largest `current` that is read, in bytes.
    static let largestBytes = 4096

    var version: Int64
    /// Of the version's `manifest.json`, in lower-case hexadecimal.
    var manifestSHA256: String

    enum CodingKeys: String, CodingKey {
        case version
        case manifestSHA256 = "manifest_sha256"
    }
}
