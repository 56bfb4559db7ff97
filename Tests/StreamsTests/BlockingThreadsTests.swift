import Testing

@testable import Streams

@Suite("Threads for calls that block", .timeLimit(.minutes(1)))
struct BlockingThreadsTests {
    @Test("all bodies run at once, and their results keep their order")
    func runAll() {
        let threads = BlockingThreads(count: 3)
        defer { threads.close() }
        let arrived = Monitor(0)
        // Each waits for all the others: one after the other they would never end.
        let results = threads.runAll(
            (0..<4).map { number in
                {
                    arrived.withLock(waking: true) { $0 += 1 }
                    return arrived.wait { $0 == 4 ? number : nil }
                }
            })
        #expect(results == [0, 1, 2, 3])
    }

    @Test("more bodies than threads, and none at all")
    func manyAndNone() {
        let threads = BlockingThreads(count: 2)
        defer { threads.close() }
        #expect(threads.runAll((0..<100).map { number in { number * 2 } }) == (0..<100).map { $0 * 2 })
        #expect(threads.runAll([@Sendable () -> Int]()).isEmpty)
    }

    @Test("threads that have ended leave the work to the caller")
    func afterClose() {
        let threads = BlockingThreads(count: 2)
        threads.close()
        #expect(threads.runAll((0..<5).map { number in { number } }) == [0, 1, 2, 3, 4])
    }
}
