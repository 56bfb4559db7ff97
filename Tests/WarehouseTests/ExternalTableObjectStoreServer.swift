import Foundation

@testable import Warehouse

/// A real S3 API with one bucket on a free port: moto's server, where Python has it.
final class ObjectStoreServer: Sendable {
    /// The engine's S3 client, where set-up puts it.
    static let httpfs = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../.deps/extensions/httpfs.duckdb_extension").standardizedFileURL

    static let isUsable: Bool = {
        guard FileManager.default.fileExists(atPath: httpfs.path) else { return false }
        let process = makeProcess(["-c", "import moto.server"])
        guard (try? process.run()) != nil else { return false }  // No Python: no server.
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// Prints its port once it listens and the bucket is there; ends when its standard input does.
    private static let script = """
        import http.client, sys, threading
        from moto.server import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import make_server
        server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        connection.request("PUT", "/" + sys.argv[1])
        assert connection.getresponse().status == 200
        print(server.server_port, flush=True)
        sys.stdin.read()
        """

    /// How the engine reaches it.
    let storage: RemoteStorage
    private let input: FileHandle

    init(bucket: String) throws {
        let process = Self.makeProcess(["-c", Self.script, bucket])
        let output = Pipe()
        let input = Pipe()
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        self.input = input.fileHandleForWriting
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
            line += byte
        }
        var storage = RemoteStorage(accessKey: "testing", secretKey: "testing")
        storage.endpoint = "http://127.0.0.1:\(String(decoding: line, as: UTF8.self))"
        self.storage = storage
    }

    /// Ends the server; later calls have no effect.
    func stop() {
        // A handle that is closed already is what is wanted.
        try? input.close()
    }

    private static func makeProcess(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }
}
