internal import Dispatch

/// The thread of one actor whose work blocks in the engine, so that the cooperative pool never waits for it.
///
/// An actor takes it as its executor: `nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }`.
package final class EngineThread: SerialExecutor {
    // A serial queue of its own gets a thread of its own while it has work, however many others are blocked.
    private let queue: DispatchQueue

    /// Makes a thread that is named `label` in a debugger.
    package init(label: String) { queue = DispatchQueue(label: "millrace." + label) }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
