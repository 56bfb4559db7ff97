internal import Dispatch
package import Foundation
internal import Synchronization

/// A real MariaDB server in a temporary folder, on a free port of the loopback address, with a row-based log.
///
/// Users: `root` without a password over the socket, and `reader` with password `secret` over TCP, who may replicate.
package final class MariaDBServer: Sendable {
    package let port: Int
    package let folder: URL
    private let options: [String]
    private let process = Mutex<Process?>(nil)

    /// Whether the server's programs are installed; tests that need them are skipped by name otherwise.
    package static let isAvailable = executable("mariadbd") != nil && executable("mariadb-install-db") != nil

    /// Installs and starts a server; `options` are added to its command line.
    package init(options: [String] = []) async throws {
        folder = TemporaryFolder.make()
        port = try Self.freePort()
        self.options = options
        try FileManager.default.copyItem(at: try await Self.installed.value, to: folder.appending(path: "data"))
        try await start()
        try await execute(
            """
            CREATE USER IF NOT EXISTS reader@'127.0.0.1' IDENTIFIED BY 'secret';
            GRANT ALL ON *.* TO reader@'127.0.0.1';
            """)
    }

    deinit { kill() }

    /// The address as replication takes it.
    package func url(database: String) -> String { "mysql://reader:secret@127.0.0.1:\(port)/\(database)" }

    /// Starts the server again, on the same port and data, and waits until it answers.
    package func start() async throws {
        let server = Process()
        server.executableURL = Self.executable("mariadbd")
        server.arguments =
            [
                "--no-defaults", "--datadir=\(folder.path)/data", "--socket=\(socketPath)", "--port=\(port)",
                "--bind-address=127.0.0.1", "--skip-name-resolve", "--pid-file=\(folder.path)/pid",
                "--user=\(NSUserName())",
                "--log-error=\(folder.path)/error.log", "--log-bin=binlog", "--server-id=1", "--binlog-format=ROW",
                "--binlog-row-metadata=FULL", "--binlog-row-image=FULL", "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=16M", "--performance-schema=OFF", "--character-set-server=utf8mb4",
            ] + options
        server.standardOutput = FileHandle.nullDevice
        server.standardError = FileHandle.nullDevice
        try server.run()
        process.withLock { $0 = server }
        RunningServers.add(server.processIdentifier)
        let deadline = Date().addingTimeInterval(60)
        while true {
            do {
                try await execute("SELECT 1")
                return
            } catch {
                guard server.isRunning, Date() < deadline else { throw Failure(text: "no server: \(errorLog())") }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Ends the server at once, as a crash would.
    package func kill() { end(SIGKILL) }

    /// Ends the server in order.
    package func stop() { end(SIGTERM) }

    private func end(_ signal: Int32) {
        process.withLock { process in
            guard let running = process.take() else { return }
            Foundation.kill(running.processIdentifier, signal)
            running.waitUntilExit()
            RunningServers.remove(running.processIdentifier)
        }
    }

    /// Runs statements as root and returns their rows as tab-separated lines; throws with the server's message.
    @discardableResult
    package func execute(_ sql: String, database: String? = nil) async throws -> [String] {
        try await Self.blocking { try self.run(sql, database: database) }
    }

    private func run(_ sql: String, database: String?) throws -> [String] {
        let client = Process()
        client.executableURL = Self.executable("mariadb")
        client.arguments =
            [
                "--no-defaults", "--batch", "--skip-column-names", "--user=root", "--socket=\(socketPath)",
                "--default-character-set=utf8mb4",
            ] + (database.map { [$0] } ?? [])
        // From a file: a pipe to a client that gave up already would end our process with a signal.
        let script = folder.appending(path: "script-\(UUID().uuidString).sql")
        try Data(sql.utf8).write(to: script)
        let (output, errors) = (Pipe(), Pipe())
        client.standardInput = try FileHandle(forReadingFrom: script)
        client.standardOutput = output
        client.standardError = errors
        try client.run()
        let result = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        client.waitUntilExit()
        try FileManager.default.removeItem(at: script)
        guard client.terminationStatus == 0 else { throw Failure(text: String(decoding: complaint, as: UTF8.self)) }
        return String(decoding: result, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// What went wrong in the server or its client.
    package struct Failure: Error, CustomStringConvertible {
        package let text: String
        package var description: String { text }
    }

    private var socketPath: String { folder.path + "/socket" }

    private func errorLog() -> String {
        let text = (try? String(contentsOf: folder.appending(path: "error.log"), encoding: .utf8)) ?? "no log"
        return String(text.suffix(2000))
    }
}

extension MariaDBServer {
    /// An installed data folder, made once a process, that servers copy.
    private static let installed = Task { try await blocking { try install() } }

    /// Runs something that blocks away from the cooperative pool, so that tests side by side do not stop each other.
    private static func blocking<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }

    private static func install() throws -> URL {
        let folder = TemporaryFolder.make().appending(path: "data")
        let installer = Process()
        installer.executableURL = executable("mariadb-install-db")
        installer.arguments = [
            "--no-defaults", "--datadir=\(folder.path)", "--user=\(NSUserName())", "--skip-test-db",
            "--auth-root-authentication-method=normal",
        ]
        let output = Pipe()
        installer.standardOutput = output
        installer.standardError = output
        try installer.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        installer.waitUntilExit()
        guard installer.terminationStatus == 0 else { throw Failure(text: String(decoding: text, as: UTF8.self)) }
        return folder
    }

    private static func executable(_ name: String) -> URL? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin", "/usr/libexec"]
        return folders.map { URL(filePath: $0).appending(path: name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(text: "no socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) + getsockname(descriptor, generic, &length)
            }
        }
        guard status == 0 else { throw Failure(text: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

/// The servers to end with the test process, also those that a static variable keeps.
private enum RunningServers {
    private static let identifiers = Mutex<Set<Int32>>([])
    private static let registration: Void = {
        atexit { RunningServers.identifiers.withLock { for identifier in $0 { Foundation.kill(identifier, SIGKILL) } } }
    }()

    static func add(_ identifier: Int32) {
        registration
        _ = identifiers.withLock { $0.insert(identifier) }
    }

    static func remove(_ identifier: Int32) { _ = identifiers.withLock { $0.remove(identifier) } }
}
