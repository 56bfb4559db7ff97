package import DuckDB
internal import RedshiftSQL
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
        guard let select = try PlainSelect(engineQuery: query, engine: ParseTrees(connection: connection)) else {
            throw WarehouseError(
                .featureNotSupported, "a materialized view over a stream must select from the stream itself",
                hint: "move the subquery into a view over this one")
        }
        let fields = select.expressions.enumerated().map { "e\($0) := \($1)" }.joined(separator: ", ")
        let fails = select.expressions.isEmpty ? "false" : "TRY(struct_pack(\(fields))) IS NULL"
        let source = EngineName(schema: select.schema, name: select.table).quoted
        let alias = select.alias.map { " AS \(EngineName.quote($0))" } ?? ""
        let head = "SELECT shard_id, sequence_number FROM \(source)\(alias) WHERE "
        guard let condition = select.filter else { return head + fails }
        return head
            + """
            CASE WHEN TRY(struct_pack(c := \(condition))) IS NULL THEN true
                 WHEN NOT coalesce((\(condition)), false) THEN false ELSE \(fails) END
            """
    }
}
