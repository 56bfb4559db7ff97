package import DuckDB
internal import Foundation
internal import Streams

/// Finds the records on which a view's query fails, in one pass over the batch.
///
/// The engine's TRY gives NULL for a row whose expression fails. A structure of expressions is never NULL by itself, so
/// `TRY(struct_pack(…)) IS NULL` holds for exactly the failing rows. The probe is the view's query with such a condition
/// in place of its own, put together from the query's parse tree.
package struct RecordProbe {
    /// A record that the query fails on, and what the engine says.
    package struct Finding: Sendable, Equatable {
        package var place: StreamBatch.Place
        package var reason: String
    }

    /// Reasons are asked for one by one, for so many records of a batch at most.
    private static let reasonsAtMost = 1000

    private let view: StreamingView
    private let connection: Connection
    private let sql: String

    /// A probe for the query of `view`; throws where the query is not a plain SELECT over the stream.
    package init(_ view: StreamingView, connection: Connection) throws {
        self.view = view
        self.connection = connection
        sql = try Self.probe(view.engineQuery, connection)
    }

    /// The failing records of the batch that is shown now. `show` shows other batches, to learn reasons.
    package func findings(in batch: StreamBatch, refreshTime: Int64, show: (StreamBatch) -> Void) throws -> [Finding] {
        let places = try failing(in: batch)
        return try places.enumerated().map { index, place in
            guard index < Self.reasonsAtMost else {
                return Finding(place: place, reason: "the view's query fails on this record")
            }
            show(StreamBatch(batch.shards, refreshTime: refreshTime, choosing: [place]))
            return Finding(place: place, reason: try reason())
        }
    }

    private func failing(in batch: StreamBatch) throws -> [StreamBatch.Place] {
        var shards: [String: Int] = [:]
        for (index, shard) in batch.shards.enumerated() { shards[shard.shard.text] = index }
        return try connection.query(sql).rows().compactMap { row in
            guard let shard = row[0].text.flatMap({ shards[$0] }),
                let number = row[1].text.flatMap(SequenceNumber.init),
                let record = Self.index(of: number, in: batch.shards[shard].sequenceNumbers)
            else { return nil }
            return StreamBatch.Place(shard: shard, record: record)
        }
    }

    /// Where a number stands among numbers that increase.
    private static func index(of number: SequenceNumber, in numbers: [SequenceNumber]) -> Int? {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == number ? low : nil
    }

    /// What the engine says about the one record that is shown.
    private func reason() throws -> String {
        do {
            let result = try connection.query(view.engineQuery)
            while try result.next() != nil {}
            return "the view's query fails on this record"
        } catch let error as EngineError where Self.isRecordsFault(error) {
            return String(error.message.prefix { $0 != "\n" })
        }
    }

    /// Whether an error can come from the data of a record, so that leaving the record out cures it.
    package static func isRecordsFault(_ error: EngineError) -> Bool {
        switch error.kind {
        case .conversion, .outOfRange, .invalidInput, .constraint, .typeMismatch: true
        case .binder, .catalog, .connection, .dependency, .fatal, .http, .inputOutput, .internal, .interrupt,
            .notImplemented, .outOfMemory, .parser, .permission, .syntax, .transaction, .unknown:
            false
        }
    }

    // MARK: - The probe's text

    private static func probe(_ query: String, _ connection: Connection) throws -> String {
        let text = try call("SELECT json_serialize_sql($1::VARCHAR)", query, connection)
        guard let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
            let statements = document["statements"] as? [[String: Any]], statements.count == 1,
            let node = statements[0]["node"] as? [String: Any], let list = node["select_list"] as? [[String: Any]],
            let from = node["from_table"] as? [String: Any], from["type"] as? String == "BASE_TABLE"
        else {
            throw WarehouseError(
                .featureNotSupported, "a materialized view over a stream must select from the stream itself",
                hint: "move the subquery into a view over this one")
        }
        let expressions = try list.filter { $0["class"] as? String != "STAR" }.map { expression in
            try self.text(of: expression, in: document, connection)
        }
        let fields = expressions.enumerated().map { "e\($0) := \($1)" }.joined(separator: ", ")
        let fails = expressions.isEmpty ? "false" : "TRY(struct_pack(\(fields))) IS NULL"
        let alias = (from["alias"] as? String).flatMap { $0.isEmpty ? nil : EngineName.quote($0) }
        let source = EngineName(schema: from["schema_name"] as? String ?? "", name: from["table_name"] as? String ?? "")
        let head = "SELECT shard_id, sequence_number FROM \(source.quoted)\(alias.map { " AS \($0)" } ?? "") WHERE "
        guard let filter = node["where_clause"] as? [String: Any] else { return head + fails }
        let condition = try self.text(of: filter, in: document, connection)
        return head
            + """
            CASE WHEN TRY(struct_pack(c := \(condition))) IS NULL THEN true
                 WHEN NOT coalesce((\(condition)), false) THEN false ELSE \(fails) END
            """
    }

    /// One expression as SQL, by way of a query that selects nothing else.
    private static func text(
        of expression: [String: Any], in document: [String: Any], _ connection: Connection
    ) throws -> String {
        guard let statements = document["statements"] as? [[String: Any]], var statement = statements.first,
            var node = statement["node"] as? [String: Any]
        else { return "NULL" }
        var bare = expression
        bare["alias"] = ""
        node["select_list"] = [bare]
        node["where_clause"] = NSNull()
        node["from_table"] = ["type": "EMPTY", "alias": "", "sample": NSNull(), "query_location": 0] as [String: Any]
        statement["node"] = node
        var single = document
        single["statements"] = [statement]
        let json = String(decoding: try JSONSerialization.data(withJSONObject: single), as: UTF8.self)
        let text = try call("SELECT json_deserialize_sql($1::JSON)", json, connection)
        return String(text.dropFirst("SELECT ".count))
    }

    private static func call(_ sql: String, _ argument: String, _ connection: Connection) throws -> String {
        try connection.query(sql, [.text(argument)]).rows().first?.first?.text ?? ""
    }
}
