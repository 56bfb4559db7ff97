import Foundation
import MillraceTesting
import Testing

@testable import Streams

/// A folder of its own for one test, removed with all that is in it when the test lets go of it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("millrace-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)  // A leftover in the temporary folder fails no test.
    }

    /// The files below whose name ends so, in order.
    func files(endingIn suffix: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted().map { "\(path)/\($0)" }
    }
}

extension LocalStreamStore {
    /// Opens the store in `folder` with small segments, gives it to `body`, and shuts it down.
    static func with<Result>(
        _ folder: TemporaryFolder, segmentBytes: Int = StreamLimits.segmentBytes, clock: TestClock? = nil,
        change: (inout Configuration) -> Void = { _ in }, _ body: (LocalStreamStore) async throws -> Result
    ) async throws -> Result {
        var configuration = Configuration(folder: folder.path + "/store")
        configuration.segmentBytes = segmentBytes
        if let clock { configuration.clock = { clock.now } }
        change(&configuration)
        let store = try await open(configuration)
        let result: Result
        do {
            result = try await body(store)
        } catch {
            await store.shutdown()
            throw error
        }
        await store.shutdown()
        return result
    }

    /// Appends payloads with the same key and requires that all are taken.
    @discardableResult
    func put(_ payloads: [String], key: String = "k", to name: StreamName) async throws -> [UInt64] {
        var batch = AppendBatch()
        for payload in payloads { batch.append(payload: payload.utf8, partitionKey: key) }
        let receipt = try await append(batch, to: name)
        try receipt.requireSuccess()
        return receipt.sequenceNumbers
    }

    /// All payloads of a shard from a position, read in small steps.
    func payloads(
        _ name: StreamName, shard: Int = 0, from position: ReadPosition = .trimHorizon,
        bounds: ReadBounds = ReadBounds(records: 7)
    ) async throws -> [String] {
        let stream = try await describe(name).identity
        var position = position
        var all: [String] = []
        while true {
            let batch = try await read(stream, shard: ShardID(index: shard), from: position, upTo: bounds)
            guard let next = batch.nextPosition else { return all }
            all += batch.payloads.texts
            position = next
        }
    }
}

extension ByteColumn {
    var texts: [String] { (0..<count).map(text(at:)) }
}

/// The code of the `StreamError` that `body` throws; nil where it throws none. Any other error is a failure of the
/// test.
func errorCode(_ body: () async throws -> Void) async -> StreamError.Code? {
    do {
        try await body()
        return nil
    } catch let error as StreamError {
        return error.code
    } catch {
        Issue.record(error)
        return nil
    }
}

/// Requires that `body` throws a `StreamError` of this code, or none where `code` is nil.
func expectError(
    _ code: StreamError.Code?, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    let thrown = await errorCode(body)
    #expect(thrown == code, sourceLocation: sourceLocation)
}
