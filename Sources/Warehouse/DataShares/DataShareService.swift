package import DuckDB
internal import Foundation
package import Logging

/// Looks at every mounted share for another version, verifies it and switches to it; needs no restart.
package actor DataShareService {
    /// The longest wait between looks at a version that was refused.
    private static let longestRetry = Duration.seconds(60)

    private let connection: Connection
    private let settings: ShareSettings
    private let commits: CommitLog
    private let logger: Logger
    private let thread = EngineThread(label: "datashares")

    /// What the latest look at a mount found.
    private struct Look {
        var current: Data?
        var failures = 0
        var nextTry: ContinuousClock.Instant?
    }
    private var looks: [String: Look] = [:]
    /// Since when each folder of copies has had no mount.
    private var unused: [String: ContinuousClock.Instant] = [:]

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// A service for the mounts in the catalog of `database`.
    package init(database: Database, settings: ShareSettings, commits: CommitLog, logger: Logger) throws {
        connection = try database.connect()
        self.settings = settings
        self.commits = commits
        self.logger = logger
    }

    /// Follows all mounted shares until the task is cancelled.
    package func run() async throws {
        attempt(restore)
        while !Task.isCancelled {
            attempt(reconcile)
            // Cancellation ends the wait; the loop's condition sees it.
            try? await Task.sleep(for: .milliseconds(settings.pollIntervalMilliseconds))
        }
    }

    /// Makes the views of mounts read this warehouse's folder, which may have moved, if their copies are whole.
    package func restore() throws {
        guard let folder = settings.folder else { return }
        for mount in try Catalog(connection).shareMounts() {
            let copy = folder.appending(path: "shares").appending(path: mount.manifestSHA256)
            do {
                try restore(mount, from: copy)
            } catch let problem as ShareProblem {
                logger.error(
                    "a mounted share is damaged",
                    metadata: ["database": "\(mount.database)", "reason": "\(problem.reason)"])
                try connection.transaction {
                    try Catalog(connection).setState(problem.state, reason: problem.reason, ofMount: mount.database)
                }
            }
        }
    }

    /// Takes one look at every mounted share.
    package func reconcile() throws {
        let mounts = try Catalog(connection).shareMounts()
        for mount in mounts { try look(at: mount) }
        looks = looks.filter { database, _ in mounts.contains { $0.database == database } }
        try removeUnusedCopies()
    }

    /// Mounts keep what they show when this fails; the next look may find the disk or the engine better.
    private func attempt(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            logger.error("data shares could not be looked at", metadata: ["error": "\(WarehouseError(error))"])
        }
    }

    private func restore(_ mount: ShareMount, from copy: URL) throws {
        guard let bytes = FileManager.default.contents(atPath: copy.appending(path: "manifest.json").path) else {
            throw ShareProblem.refused("the copy of version \(mount.version) is missing")
        }
        let manifest = try ShareManifest(json: bytes)
        guard try ShareFetcher.isIntact(copy, manifest) else {
            throw ShareProblem.refused("the copy of version \(mount.version) is damaged")
        }
        guard mount.folder != copy.path else { return }
        try connection.transaction {
            let key = try Catalog(connection).pinnedKey(ofNamespace: mount.namespace) ?? ""
            let version = FetchedVersion(
                manifest: manifest, manifestSHA256: mount.manifestSHA256, publicKey: key, folder: copy)
            try ShareMounts(connection, settings: settings).show(version, as: mount.database)
        }
    }

    private func look(at mount: ShareMount) throws {
        var look = looks[mount.database] ?? Look()
        defer { looks[mount.database] = look }
        do {
            let fetcher = try ShareMounts(connection, settings: settings).fetcher(
                share: mount.share, namespace: mount.namespace, root: mount.root)
            let (bytes, current) = try fetcher.readCurrent()
            if look.current == bytes, look.nextTry.map({ $0 > .now }) ?? true { return }
            if look.current != bytes { look = Look(current: bytes) }
            try take(current, of: mount, with: fetcher)
            look.failures = 0
            look.nextTry = nil
        } catch let error as EngineError where error.kind == .transaction {
            // A session is mounting or dropping; the next look sees the outcome.
            look.current = nil
        } catch let problem as ShareProblem {
            try fail(&look, problem, mount)
        } catch {
            // No space for the copy, or a root that is no longer configured.
            try fail(&look, .unreachable(WarehouseError(error).description), mount)
        }
    }

    private func fail(_ look: inout Look, _ problem: ShareProblem, _ mount: ShareMount) throws {
        look.failures += 1
        // What is half copied is whole soon; what is wrong stays so, and is looked at ever more rarely.
        let wait = Duration.milliseconds(settings.pollIntervalMilliseconds) * (1 << min(look.failures, 16))
        look.nextTry = .now + min(Self.longestRetry, wait)
        try note(problem, of: mount)
    }

    private func take(_ current: CurrentVersion, of mount: ShareMount, with fetcher: ShareFetcher) throws {
        if current.manifestSHA256 == mount.manifestSHA256, mount.state == "current" { return }
        let version = try fetcher.fetch(current)
        let changed = try connection.transaction {
            try ShareMounts(connection, settings: settings).show(version, as: mount.database)
        }
        commits.add(changed)
        commits.catalog.raise()
        logger.info(
            "switched to another version of a share",
            metadata: ["database": "\(mount.database)", "version": "\(current.version)"])
    }

    private func note(_ problem: ShareProblem, of mount: ShareMount) throws {
        guard mount.state != problem.state || mount.reason != problem.reason else { return }
        logger.warning(
            "a share's version is not taken",
            metadata: ["database": "\(mount.database)", "state": "\(problem.state)", "reason": "\(problem.reason)"])
        try connection.transaction {
            try Catalog(connection).setState(problem.state, reason: problem.reason, ofMount: mount.database)
        }
    }

    private func removeUnusedCopies() throws {
        guard let copies = settings.folder?.appending(path: "shares"),
            FileManager.default.fileExists(atPath: copies.path)
        else { return }
        let used = Set(try Catalog(connection).shareMounts().map(\.manifestSHA256))
        let names = try FileManager.default.contentsOfDirectory(atPath: copies.path).filter { !used.contains($0) }
        unused = unused.filter { names.contains($0.key) }
        for name in names {
            let since = unused[name] ?? .now
            unused[name] = since
            guard since.duration(to: .now) >= .seconds(settings.retentionSeconds) else { continue }
            try FileManager.default.removeItem(at: copies.appending(path: name))
            unused[name] = nil
        }
    }
}
