import Foundation

/// A MariaDB server of our own in a folder of its own, with the binary log as an integration needs it.
struct MariaDBProgram: Sendable {
    /// Listens on 127.0.0.1.
    let port: Int
    private let program: ChildProgram
    private let socket: String
    private let client: String
    private let folder: String

    /// The account that the integration reads with.
    static let readerName = "reader"
    /// A password for a server that only this machine reaches, and only as long as the demonstration runs.
    let readerPassword: String

    /// Creates the data files in `folder`, starts the server and makes the reader's account.
    static func start(in folder: String) async throws -> MariaDBProgram {
        try Files.makeFolder(folder)
        let installer = try SystemPrograms.path("mariadb-install-db", package: "mariadb-server-core")
        let server = try SystemPrograms.path("mariadbd", package: "mariadb-server-core")
        let client = try SystemPrograms.path("mariadb", package: "mariadb-client-core")
        let user = NSUserName()
        let installation = try ChildProgram(
            name: "mariadb-install-db", executable: installer,
            arguments: [
                "--no-defaults", "--datadir=\(folder)/data", "--auth-root-authentication-method=normal",
                "--skip-test-db", "--user=\(user)",
            ], logFile: folder + "/install.log")
        guard await installation.exitStatus() == 0 else {
            throw DemonstrationError(.program, "mariadb-install-db failed", detail: Files.tail(installation.logFile))
        }
        let port = try SystemPrograms.freePort()
        let socket = folder + "/s"
        let program = try ChildProgram(
            name: "mariadbd", executable: server,
            arguments: serverArguments(folder: folder, socket: socket, port: port, user: user),
            logFile: folder + "/server.log")
        let password = String(UInt64.random(in: 0 ... .max), radix: 36)
        let result = MariaDBProgram(
            port: port, program: program, socket: socket, client: client, folder: folder, readerPassword: password)
        do {
            try await program.waitUntil("ready") { Files.exists(socket) }
            try await result.execute(
                """
                CREATE USER '\(readerName)'@'127.0.0.1' IDENTIFIED BY '\(password)';
                GRANT SELECT, RELOAD, LOCK TABLES, REPLICATION SLAVE, BINLOG MONITOR ON *.* TO '\(readerName)'@'127.0.0.1';
                """)
        } catch {
            await program.stop()
            throw error
        }
        return result
    }

    private init(
        port: Int, program: ChildProgram, socket: String, client: String, folder: String, readerPassword: String
    ) {
        self.port = port
        self.program = program
        self.socket = socket
        self.client = client
        self.folder = folder
        self.readerPassword = readerPassword
    }

    private static func serverArguments(folder: String, socket: String, port: Int, user: String) -> [String] {
        [
            "--no-defaults", "--datadir=\(folder)/data", "--socket=\(socket)", "--port=\(port)",
            "--bind-address=127.0.0.1", "--user=\(user)", "--skip-name-resolve", "--pid-file=\(folder)/pid",
            "--server-id=1", "--log-bin=\(folder)/data/binlog", "--binlog-format=ROW", "--binlog-row-image=FULL",
            "--binlog-row-metadata=FULL", "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=128M",
            "--innodb-log-file-size=64M", "--performance-schema=OFF",
        ]
    }

    /// Runs statements and returns what they print, a row a line with tabs between the columns.
    @discardableResult
    func execute(_ sql: String, database: String? = nil) async throws -> [[String]] {
        let script = folder + "/script-" + String(UInt32.random(in: 0 ... .max), radix: 36) + ".sql"
        try Files.write(sql, to: script)
        let run = try ChildProgram(
            name: "mariadb", executable: client,
            arguments: connectionArguments + ["--execute=source \(script)"] + (database.map { [$0] } ?? []),
            logFile: script + ".log")
        let status = await run.exitStatus()
        let output = try run.output()
        try Files.remove(script)
        try Files.remove(run.logFile)
        guard status == 0 else { throw DemonstrationError(.service, "the source refused a statement", detail: output) }
        return output.split(separator: "\n").map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Opens a client that takes statements as they come.
    func openClient(database: String) throws -> MariaDBClient {
        try MariaDBClient(
            executable: client, arguments: connectionArguments + [database], logFile: folder + "/feed.log")
    }

    private var connectionArguments: [String] {
        [
            "--no-defaults", "--socket=\(socket)", "--user=root", "--batch", "--skip-column-names",
            "--default-character-set=utf8mb4",
        ]
    }

    func stop() async { await program.stop() }
}

/// A running `mariadb` client that reads statements from a pipe.
final class MariaDBClient: Sendable {
    private let program: ChildProgram
    private let input: FileHandle
    // Writing blocks while the server is busy, so it happens on a queue and not on the cooperative pool.
    private let queue = DispatchQueue(label: "millrace.mariadb-client")

    init(executable: String, arguments: [String], logFile: String) throws {
        // That the client has ended is an error of the next write, not the end of this program.
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        program = try ChildProgram(
            name: "mariadb", executable: executable, arguments: arguments, logFile: logFile, standardInput: pipe)
        // The client must see the end of the pipe when we close our side, and we the end of the client.
        try pipe.fileHandleForReading.close()
        input = pipe.fileHandleForWriting
    }

    /// Hands statements over. Throws what the server said once the client has ended over an error.
    func send(_ statements: [UInt8]) async throws {
        do {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                queue.async { [input] in
                    continuation.resume(with: Result { try input.write(contentsOf: Data(statements)) })
                }
            }
        } catch {
            throw DemonstrationError(.service, "the source refused a statement", detail: Files.tail(program.logFile))
        }
    }

    /// Waits until everything that was handed over is done, and ends the client.
    func finish() async throws {
        try input.close()
        guard await program.exitStatus() == 0 else {
            throw DemonstrationError(.service, "the source refused a statement", detail: Files.tail(program.logFile))
        }
    }

    /// Ends the client whatever it has not done yet.
    func stop() async { await program.stop() }
}
