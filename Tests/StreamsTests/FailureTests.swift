import Foundation
import Glibc
import Logging
import MillraceTesting
import Testing

@testable import Streams

@Suite("Killed processes and full disks", .serialized, .timeLimit(.minutes(5)))
struct FailureTests {
    @Test("killed at any moment, the log has every acknowledged record once and in order")
    func killed() async throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 20)
        for round in 0..<20 {
            let delay = Int.random(in: 1...120, using: &generator)
            let path = folder.path
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, round = round as Int, delay = delay as Int] in
                try await appendUntilKilled(folder: path, round: round, afterMilliseconds: delay)
            }
            try await LocalStreamStore.with(folder, change: { $0.logger.logLevel = .critical }) { store async throws in
                try await check(store, acknowledged: acknowledged(in: folder))
            }
        }
        #expect(try acknowledged(in: folder).count > 1_000)
    }

    private func acknowledged(in folder: TemporaryFolder) throws -> [String] {
        let path = folder.path + "/acknowledged"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func check(_ store: LocalStreamStore, acknowledged: [String]) async throws {
        guard let name = try await store.streamNames().first else {
            #expect(acknowledged.isEmpty)
            return
        }
        var all: [String] = []
        for shard in try await store.describe(name).shards.indices {
            let texts = try await store.payloads(name, shard: shard, bounds: ReadBounds())
            var last: [Substring: Int] = [:]
            for text in texts {
                let parts = text.split(separator: " ")
                let number = try #require(Int(parts[1]))
                #expect(last[parts[0], default: -1] < number, "records of \(parts[0]) are in order")
                last[parts[0]] = number
            }
            all += texts
        }
        #expect(Set(all).count == all.count, "no record is there twice")
        let missing = Set(acknowledged).subtracting(all)
        #expect(missing.isEmpty, "\(missing.count) acknowledged records are lost")
    }

    @Test("on a full disk appends fail, nothing half-written is read, and appends go on once there is space")
    func fullDisk() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        await #expect(processExitsWith: .success) { [path = path as String] in
            try await appendOnFullDisk(folder: path)
        }
        try await LocalStreamStore.with(folder) { store async throws in
            let texts = try await store.payloads(StreamName("quotes"), bounds: ReadBounds()).map { $0.prefix(12) }
            #expect(texts.last == "after       ")
            #expect(texts.dropLast().allSatisfy { $0 == "before      " } && texts.count > 2)
        }
    }
}

/// Appends to two shards from several tasks, notes what is acknowledged in a file, and kills its own process.
private func appendUntilKilled(folder: String, round: Int, afterMilliseconds delay: Int) async throws {
    var configuration = LocalStreamStore.Configuration(folder: folder + "/store")
    configuration.segmentBytes = 20_000
    configuration.logger.logLevel = .critical
    let store = try await LocalStreamStore.open(configuration)
    BlockingThreads.start {
        usleep(UInt32(delay) * 1_000)
        kill(getpid(), SIGKILL)
    }
    let name = try StreamName("quotes")
    if try await store.streamNames().isEmpty { _ = try await store.createStream(name, shardCount: 2) }
    let notes = open(folder + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<4 {
            group.addTask {
                var number = 0
                while true {
                    let texts = (number..<number + 3).map { "\(round)/\(task) \($0)" }
                    try await store.put(texts, key: "\(task)", to: name)
                    let line = texts.joined(separator: "\n") + "\n"
                    _ = line.withCString { write(notes, $0, strlen($0)) }
                    number += 3
                }
            }
        }
        try await group.waitForAll()
    }
}

/// Appends under a limit of the files' size, which the system enforces as it does a full disk: in the middle of a
/// write.
private func appendOnFullDisk(folder: String) async throws {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(1), &limit)  // RLIMIT_FSIZE
    let whole = limit
    let name = try StreamName("quotes")
    let folder = folder + "/store"
    var configuration = LocalStreamStore.Configuration(folder: folder)
    configuration.logger.logLevel = .critical
    let store = try await LocalStreamStore.open(configuration)
    let stream = try await store.createStream(name).identity
    limit.rlim_cur = 50_000
    #expect(setrlimit(__rlimit_resource_t(1), &limit) == 0)
    var acknowledged = 0
    for _ in 0..<20 {
        do {
            try await store.put(["before      " + String(repeating: "x", count: 12_345)], to: name)
            acknowledged += 1
        } catch let error as StreamError {
            #expect(error.code == .storageFailure && error.isTransient && error.hint != nil, "\(error)")
        }
        let count = try await store.payloads(name).count
        #expect(count == acknowledged)
    }
    #expect((1..<20).contains(acknowledged))
    let ended = try await store.read(
        stream, shard: ShardID(index: 0), from: .after(SequenceNumber(UInt64(acknowledged))), upTo: ReadBounds())
    #expect(ended.isEmpty)
    var all = whole
    #expect(setrlimit(__rlimit_resource_t(1), &all) == 0)
    let number = try await store.put(["after       "], to: name)
    #expect(number == [UInt64(acknowledged + 1)])
    await store.shutdown()
}
