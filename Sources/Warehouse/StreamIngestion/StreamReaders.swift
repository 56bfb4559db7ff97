package import Streams
internal import Synchronization

/// Chooses what reads the streams of an external schema: the local log, or a remote Kinesis.
package final class StreamReaders: Sendable {
    private let local: any StreamReader
    // One reader for each place, since a reader keeps connections.
    private let remote = Mutex<[Place: RemoteKinesisReader]>([:])

    private struct Place: Hashable {
        var region: String
        var endpoint: String?
    }

    /// Readers beside the local log.
    package init(local: any StreamReader) { self.local = local }

    /// The reader of a schema's streams: remote where it names a REGION or an ENDPOINT, with the keys of the environment.
    package func reader(for schema: ExternalSchema) -> any StreamReader {
        let (region, endpoint) = (schema.options["REGION"], schema.options["ENDPOINT"])
        guard region != nil || endpoint != nil else { return local }
        let place = Place(region: region ?? "us-east-1", endpoint: endpoint)
        return remote.withLock { readers in
            if let reader = readers[place] { return reader }
            let reader = RemoteKinesisReader(
                RemoteKinesisConfiguration(region: place.region, endpoint: place.endpoint) {
                    try AWSCredentials.environment()
                })
            readers[place] = reader
            return reader
        }
    }
}
