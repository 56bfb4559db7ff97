package import DuckDB

/// Finds the records of a batch on which a view's query fails, by halving the batch until each one stands alone.
///
/// Good halves are settled by one run of the query, so a single bad record among n costs about 2·log₂ n runs.
package struct BadRecordSearch {
    /// A record that the query fails on, and what it says.
    package struct Finding: Sendable, Equatable {
        package var place: StreamBatch.Place
        package var reason: String
    }

    private let view: StreamingView
    private let connection: Connection
    private let replaceBatch: (StreamBatch) -> Void
    private let refreshTime: Int64

    /// `replaceBatch` makes a batch the one that the view's query reads.
    package init(
        view: StreamingView, connection: Connection, refreshTime: Int64, replaceBatch: @escaping (StreamBatch) -> Void
    ) {
        self.view = view
        self.connection = connection
        self.refreshTime = refreshTime
        self.replaceBatch = replaceBatch
    }

    /// The failing records of `batch`, in its order; throws what is not a record's fault.
    package func findings(in batch: StreamBatch) throws -> [Finding] {
        var findings: [Finding] = []
        try search(batch.places[...], of: batch, into: &findings)
        return findings
    }

    private func search(
        _ places: ArraySlice<StreamBatch.Place>, of batch: StreamBatch, into findings: inout [Finding]
    ) throws {
        guard !places.isEmpty else { return }
        replaceBatch(StreamBatch(batch.shards, refreshTime: refreshTime, choosing: Array(places)))
        do {
            // Reading every row computes every column, as the insert would.
            let result = try connection.query(view.engineQuery)
            while try result.next() != nil {}
            return
        } catch let error as EngineError where Self.isRecordsFault(error) {
            if places.count == 1 {
                findings.append(Finding(place: places[places.startIndex], reason: error.message))
                return
            }
        }
        let middle = places.startIndex + places.count / 2
        try search(places[..<middle], of: batch, into: &findings)
        try search(places[middle...], of: batch, into: &findings)
    }

    /// Whether an error comes from the data of a record, so that leaving the record out cures it.
    package static func isRecordsFault(_ error: EngineError) -> Bool {
        switch error.kind {
        case .conversion, .outOfRange, .invalidInput, .constraint, .typeMismatch: true
        case .binder, .catalog, .connection, .dependency, .fatal, .http, .inputOutput, .internal, .interrupt,
            .notImplemented, .outOfMemory, .parser, .permission, .syntax, .transaction, .unknown:
            false
        }
    }
}
