import AWSServer
import ArgumentParser
import DuckDB
import Foundation
import Logging
import PostgresServer
import ServiceLifecycle
import Streams
import UnixSignals
import Warehouse
import WebConsole

/// `millrace serve`: the warehouse with its three servers, until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve SQL, the AWS-style APIs and the web console.",
        discussion: """
            Listens on loopback only, unless a certificate, a key and passwords are configured. The ports that were \
            taken are printed, one line a server. Ctrl-C stops; everything that was committed is kept.
            """)

    @Option(help: "The folder of the warehouse; it is made if it is missing.")
    var data = "./data"

    @Option(help: "The address that SQL is served on.")
    var sqlHost = "127.0.0.1"

    @Option(help: "The port of the PostgreSQL protocol; 0 takes a free one.")
    var sqlPort = 5439

    @Option(help: "The loopback address that the AWS-style APIs are served on.")
    var apiHost = "127.0.0.1"

    @Option(help: "The port of the AWS-style APIs; 0 takes a free one.")
    var apiPort = 4566

    @Option(help: "A file of ID:SECRET lines that only its owner may read; with it the APIs take signed requests only.")
    var accessKeys: String?

    @Option(help: "The loopback address that the web console is served on.")
    var webHost = "127.0.0.1"

    @Option(help: "The port of the web console; 0 takes a free one.")
    var webPort = 8080

    @Flag(help: "Ask SQL clients for the passwords that CREATE USER stored.")
    var passwords = false

    @Option(help: "A PEM file with the certificate chain of the SQL server.")
    var tlsCertificate: String?

    @Option(help: "A PEM file with the private key of the SQL server.")
    var tlsKey: String?

    @Option(help: "A local folder that stands for a bucket, as NAME=FOLDER; may be repeated.")
    var bucket: [String] = []

    @Option(help: "A folder, or an s3:// prefix, in which the data shares of others are found; may be repeated.")
    var shares: [String] = []

    @Option(help: "The memory the engine may use, such as 8GB.")
    var memory: String?

    func run() async throws {
        var logger = Logger(label: "millrace")
        logger.logLevel = .notice
        let folder = URL(filePath: data, directoryHint: .isDirectory)
        let apiConfiguration = try apiConfiguration()
        // Before anything lies in it: an empty folder becomes its owner's alone.
        _ = try DataFolder.prepare(folder)
        let streams = try await LocalStreamStore.open(.init(folder: folder.appending(path: "streams").path))
        let warehouse = try WarehouseService(warehouseConfiguration(folder), streams: streams, logger: logger)
        let sql = try PostgresService(
            configuration: sqlConfiguration(), provider: WarehouseSessions(warehouse), logger: logger)
        let api = AWSEndpoint(
            apiConfiguration, services: [KinesisService(store: streams, configuration: apiConfiguration)])
        var consoleConfiguration = ConsoleConfiguration()
        consoleConfiguration.host = webHost
        consoleConfiguration.port = webPort
        let console = try ConsoleServer(
            configuration: consoleConfiguration, backend: WarehouseQueries(warehouse), logger: logger,
            onListening: { port in Self.say("web  http://\(webHost):\(port)") })
        Self.say("sql  postgres://\(sqlHost):\(try await sql.bind())/\(EngineName.localDatabase)")
        let announcement = Task { Self.say("api  http://\(apiHost):\(try await api.boundPort())") }
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: warehouse), .init(service: sql),
                    .init(service: api), .init(service: console),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        announcement.cancel()
        await streams.shutdown()
        warehouse.database.close()
    }

    private func warehouseConfiguration(_ folder: URL) throws -> WarehouseConfiguration {
        var configuration = WarehouseConfiguration(folder: folder)
        if let memory { configuration.engineSettings["memory_limit"] = memory }
        configuration.extensionFolder = EngineFiles.extensionFolder
        configuration.shareRoots = shares.map { $0.hasPrefix("s3://") ? $0 : URL(filePath: $0).path }
        configuration.remoteStorage = RemoteStorage(environment: ProcessInfo.processInfo.environment)
        for pair in bucket {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw ValidationError("--bucket takes NAME=FOLDER, not \(pair)") }
            configuration.buckets[parts[0]] = URL(filePath: parts[1], directoryHint: .isDirectory)
        }
        return configuration
    }

    private func apiConfiguration() throws -> AWSEndpointConfiguration {
        var configuration = AWSEndpointConfiguration(clock: LocalStreamStore.systemClock)
        configuration.host = apiHost
        configuration.port = apiPort
        if let accessKeys { configuration.accessKeys = try AccessKeyFile.read(URL(filePath: accessKeys)) }
        try AWSEndpoint.checkExposure(configuration)
        return configuration
    }

    private func sqlConfiguration() throws -> ServerConfiguration {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key belong together")
        }
        var configuration = ServerConfiguration(
            host: sqlHost, port: sqlPort, authentication: passwords ? .password : .trust)
        if let tlsCertificate, let tlsKey {
            configuration.tls = .init(certificateChain: tlsCertificate, privateKey: tlsKey)
        }
        return configuration
    }

    /// Writes a line at once: whoever reads through a pipe waits for it.
    private static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}

/// Where the engine's extensions lie: beside the engine's library.
enum EngineFiles {
    static var extensionFolder: URL? {
        ProcessInfo.processInfo.environment["MILLRACE_EXTENSIONS"].map {
            URL(filePath: $0, directoryHint: .isDirectory)
        }
            ?? Bundle.main.executableURL.flatMap(besideBuild)
    }

    /// `.deps/extensions` of the checkout that the executable was built in.
    private static func besideBuild(_ executable: URL) -> URL? {
        var folder = executable.deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appending(path: ".deps/extensions", directoryHint: .isDirectory)
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }
}
