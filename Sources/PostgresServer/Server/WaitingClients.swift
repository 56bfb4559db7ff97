import NIOCore
import Synchronization

/// Clients that were accepted and are not served yet, so that a shutdown in between leaves none open.
///
/// They are plain channels that do not read: wrapped for async use only when their turn comes, since a wrapped channel
/// that is dropped unused traps.
final class WaitingClients: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Keeps an accepted channel; false once the service has ended, when the channel must be closed.
    func add(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.channels[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    /// Gives a channel over to be served; nil if it has ended meanwhile.
    func take(_ channel: any Channel) async throws -> PostgresService.Client? {
        guard state.withLock({ $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }) != nil else { return nil }
        return try await channel.eventLoop.submit {
            guard channel.isActive else { return nil }
            return try PostgresService.Client(wrappingChannelSynchronously: channel)
        }.get()
    }

    /// Closes all that wait, and all that still come.
    func close() {
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.channels = [:] }
            return Array(state.channels.values)
        }
        for channel in left { channel.close(promise: nil) }
    }
}
