import Foundation
import MillraceTesting
import Testing

/// What the system tests need besides the repository, each with what is said where it is missing.
enum Needs {
    static let server: Comment = "MILLRACE_BINARY is not set: ./run test builds the program and sets it"
    static let python: Comment = "MILLRACE_TEST_PYTHON is not set: ./run test installs the clients and sets it"
    static let sharedData: Comment = "no shared data"

    static var hasServer: Bool { MillraceServer.binary != nil }
    static var hasPython: Bool { hasServer && ClientProgram.python != nil }
    static var hasSharedData: Bool { ClientProgram.sharedFolder != nil }
}

/// The scripts and commands that the tests start.
enum Clients {
    /// Credentials that the AWS clients insist on having; a server without keys takes any.
    static let credentials = [
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "",
    ]

    /// Runs a script of the folder `clients`. It prints what is wrong and exits with a status other than 0.
    static func python(_ script: String, _ arguments: [String], environment: [String: String] = [:]) async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "clients/" + script)
        let outcome = try await ClientProgram.run(
            try #require(ClientProgram.python), [file.path] + arguments,
            environment: environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 })
        #expect(outcome.status == 0, "\(outcome.output.suffix(6000))")
    }

    /// Runs a script of the folder `clients` that finds the server's addresses in its environment.
    static func python(_ script: String, _ server: MillraceServer, _ arguments: [String] = []) async throws {
        try await python(
            script, arguments,
            environment: credentials.merging([
                "MILLRACE_SQL_PORT": "\(server.sqlPort)", "MILLRACE_API_URL": server.apiURL,
                "MILLRACE_WEB_URL": server.webURL, "MILLRACE_PROCESS": "\(server.processIdentifier)",
            ]) { $1 })
    }

    /// Runs `psql` with a script on its standard input and returns what it prints.
    static func psql(
        _ server: MillraceServer, _ script: String, _ arguments: [String] = [],
        environment: [String: String] = ["PGSSLMODE": "disable"]
    ) async throws -> ClientProgram.Outcome {
        let psql = try #require(ClientProgram.path("psql"))
        return try await ClientProgram.run(
            psql,
            [
                "--no-psqlrc", "--host=127.0.0.1", "--port=\(server.sqlPort)", "--username=dev", "--dbname=dev",
                "--set=ON_ERROR_STOP=1",
            ] + arguments, environment: environment, input: script)
    }

    /// Runs the aws command that lies beside the Python of the tests.
    static func aws(_ server: MillraceServer, _ arguments: [String]) async throws -> ClientProgram.Outcome {
        let python = try #require(ClientProgram.python)
        let aws = URL(filePath: python).deletingLastPathComponent().appending(path: "aws").path
        return try await ClientProgram.run(
            python, [aws, "--endpoint-url", server.apiURL, "--output", "json"] + arguments, environment: credentials)
    }
}
