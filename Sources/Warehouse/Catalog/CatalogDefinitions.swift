internal import Crypto
internal import DuckDB
internal import RedshiftSQL

/// All that schema `millrace` consists of: tables, functions and system views, and which version of them there is.
///
/// Making them takes a good part of a second, so a start makes them only where their fingerprint is not the one that
/// the catalog notes.
enum CatalogDefinitions {
    static let statements = CatalogTables.statements + FunctionMacros.statements + SystemViews.statements

    /// Tells two versions of the definitions apart, in this engine: it keeps views as it has read them.
    static func fingerprint(engineVersion: String) -> String {
        var hash = SHA256()
        for statement in [engineVersion] + statements { hash.update(data: Array((statement + ";").utf8)) }
        return hash.finalize().hexadecimal
    }

    /// The one row of this table is the fingerprint of the definitions that the file has.
    static let noteTable = EngineName(schema: EngineName.systemSchema, name: "definitions")
}

extension Catalog {
    /// Makes what is missing of schema `millrace`, and its functions and views anew where they are not this program's.
    package func bootstrap() throws {
        let version = try connection.query("SELECT version()").rows().first?[0].text ?? ""
        let fingerprint = CatalogDefinitions.fingerprint(engineVersion: version)
        if try notedFingerprint() == fingerprint { return }
        for statement in CatalogDefinitions.statements { try connection.execute(statement) }
        try connection.execute(
            "CREATE OR REPLACE TABLE \(CatalogDefinitions.noteTable.quoted) AS SELECT $1::VARCHAR AS fingerprint",
            [.text(fingerprint)])
    }

    private func notedFingerprint() throws -> String? {
        guard try columns(of: CatalogDefinitions.noteTable) != nil else { return nil }
        return try connection.query("SELECT fingerprint FROM \(CatalogDefinitions.noteTable.quoted)").rows().first?[0]
            .text
    }
}
