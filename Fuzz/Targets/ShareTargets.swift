import Foundation

@testable import Warehouse

/// Data shares: what the files of a publisher say of themselves.
enum ShareTargets {
    static let all = [
        FuzzTarget(
            "share-manifest",
            words: [
                "format", "share", "namespace", "version", "created_at", "relations", "schema", "name", "kind",
                "columns",
                "rows", "files", "path", "bytes", "sha256", "type", "numeric(38,37)", "character varying", ".parquet",
                "../",
            ],
            seeds: { try seeds() }, run: read)
    ]

    private static func read(_ bytes: [UInt8]) {
        let data = Data(bytes)
        do {
            let manifest = try ShareManifest(json: data)
            check(try ShareManifest(json: manifest.json()) == manifest, "a manifest that we wrote reads as what it was")
            for file in manifest.relations.flatMap(\.files) {
                check(!file.path.contains("/") && !file.path.hasPrefix("."), "a file lies in the version's folder")
            }
        } catch {
            check(error is ShareProblem, "a bad manifest is called one")
        }
        do {
            try ShareSignature(json: data).verify(data)
            check(false, "a file holds its own signature")
        } catch {
            check(error is ShareProblem, "a bad signature is called one")
        }
    }

    private static func seeds() throws -> [[UInt8]] {
        let file = ShareManifest.File(path: "0-0.parquet", bytes: 10, sha256: String(repeating: "0", count: 64))
        let fields = ["integer", "numeric(10,2)", "nested"].map { ShareManifest.Field(name: $0, type: $0) }
        let relation = ShareManifest.Relation(
            schema: "public", name: "t", kind: "table", columns: fields, rows: 3, files: [file])
        let manifest = ShareManifest(
            share: "s", namespace: "7d6e", version: 1, createdAt: "2024-01-31T09:30:00Z", relations: [relation])
        let signature =
            #"{"algorithm":"Ed25519","public_key":"\#(String(repeating: "A", count: 43))=","signature":"AAAA"}"#
        return [Array(try manifest.json()), Array(signature.utf8)]
    }
}
