import Foundation
import Synchronization
import Testing

@testable import WebConsole

@Suite(.timeLimit(.minutes(1))) struct QueryEndpointTests {
    private let oneColumn = [ResultColumn(name: "n", typeName: "bigint")]

    @Test func givesColumnsRowsAndFigures() async throws {
        let backend = ClosureBackend { sql, consume in
            _ = try await consume(.notice("read \(sql)"))
            _ = try await consume(
                .columns([
                    ResultColumn(name: "day", typeName: "date"),
                    ResultColumn(name: "amount", typeName: "decimal(38,4)"),
                ]))
            _ = try await consume(.rows(rows([["2013-10-07", "12345678901234567890.1234"], [nil, nil]])))
            _ = try await consume(.rows(rows([["2013-10-08", "-1"]])))
            _ = try await consume(.completed(command: "SELECT 3"))
        }
        let response = try await withConsole(backend) { try await $0.query("select 1 as \"é\"") }
        let object = try response.object()
        #expect(response.status == 200)
        #expect(response.isComplete)
        #expect(response.headers["content-type"] == "application/json; charset=utf-8")
        #expect(
            object["columns"] as? [[String: String]] == [
                ["name": "day", "type": "date"], ["name": "amount", "type": "decimal(38,4)"],
            ])
        #expect(
            try response.rows() == [["2013-10-07", "12345678901234567890.1234"], [nil, nil], ["2013-10-08", "-1"]])
        #expect(object["rowCount"] as? Int == 3)
        #expect(object["truncated"] as? Bool == false)
        #expect(object["command"] as? String == "SELECT 3")
        #expect(object["notices"] as? [String] == ["read select 1 as \"é\""])
        #expect(try #require(object["elapsedMilliseconds"] as? Double) > 0)
        let now = Date().timeIntervalSince1970 * 1000
        #expect(abs(try #require(object["completedAtMilliseconds"] as? Double) - now) < 60_000)
    }

    @Test func answersAStatementWithoutResult() async throws {
        let backend = ClosureBackend.result([], [], command: "CREATE TABLE")
        let object = try await withConsole(backend) { try await $0.query("create table t (n int)") }.object()
        #expect(object["columns"] as? [[String: String]] == [])
        #expect(object["rows"] as? [[String]] == [])
        #expect(object["command"] as? String == "CREATE TABLE")
    }

    @Test(arguments: [
        (nil, 1000, true), (2, 2, true), (1500, 1500, false), (1501, 1500, false), (0, 0, true), (-1, 0, true),
    ])
    func cutsAtTheLimit(limit: Int?, count: Int, isTruncated: Bool) async throws {
        let table = (0..<1500).map { ["\($0)"] as [String?] }
        let backend = ClosureBackend.result(oneColumn, table)
        let object = try await withConsole(backend) { try await $0.query("select n", limit: limit) }.object()
        #expect(object["rowCount"] as? Int == count)
        #expect((object["rows"] as? [[String]])?.count == count)
        #expect(object["truncated"] as? Bool == isTruncated)
    }

    @Test func stopsTheStatementAtTheLimit() async throws {
        let batches = Mutex(0)
        let backend = ClosureBackend { [oneColumn] _, consume in
            _ = try await consume(.columns(oneColumn))
            while case .more = try await consume(.rows(rows(Array(repeating: ["1"], count: 100)))) {
                batches.withLock { $0 += 1 }
            }
        }
        let object = try await withConsole(backend) { try await $0.query("select n", limit: 250) }.object()
        #expect(object["rowCount"] as? Int == 250)
        #expect(object["truncated"] as? Bool == true)
        #expect(batches.withLock { $0 } == 2)
    }

    @Test func tellsOfAFailureBeforeTheFirstRow() async throws {
        let failure = QueryFailure(
            sqlState: "42703", message: "column \"boom\" does not exist", detail: "no \"boom\"", hint: nil, position: 8)
        let backend = ClosureBackend { [oneColumn] _, consume in
            _ = try await consume(.columns(oneColumn))
            throw failure
        }
        for path in ["/api/query", "/api/query.csv"] {
            let response = try await withConsole(backend) { try await $0.query("select boom", path: path) }
            let error = try #require(try response.object()["error"] as? [String: Any])
            #expect(response.status == 400)
            #expect(response.headers["content-type"] == "application/json; charset=utf-8")
            #expect(error["sqlState"] as? String == "42703")
            #expect(error["message"] as? String == failure.message)
            #expect(error["detail"] as? String == failure.detail)
            #expect(error["hint"] is NSNull)
            #expect(error["position"] as? Int == 8)
        }
    }

    @Test func tellsOfAFailureAfterRows() async throws {
        let backend = ClosureBackend { [oneColumn] _, consume in
            _ = try await consume(.columns(oneColumn))
            _ = try await consume(.rows(rows([["1"]])))
            throw QueryFailure(sqlState: "22012", message: "division by zero")
        }
        try await withConsole(backend) { client in
            let object = try await client.query("select 1/0").object()
            #expect(object["rows"] as? [[String]] == [["1"]])
            #expect((object["error"] as? [String: Any])?["sqlState"] as? String == "22012")
            // A file must not look whole when it is not.
            #expect(try await client.query("select 1/0", path: "/api/query.csv").isComplete == false)
        }
    }

    @Test func hidesNoUnexpectedError() async throws {
        struct Surprise: Error {}
        let backend = ClosureBackend { _, _ in throw Surprise() }
        let response = try await withConsole(backend) { try await $0.query("select 1") }
        #expect(response.status == 500)
        #expect((try response.object()["error"] as? [String: Any])?["sqlState"] as? String == "XX000")
    }

    @Test func savesCSV() async throws {
        let table: [[String?]] = (0..<2000).map { ["\($0)"] } + [[nil], ["a,\"b\"\n"]]
        let backend = ClosureBackend.result(oneColumn, table)
        let response = try await withConsole(backend) { try await $0.query("select n", path: "/api/query.csv") }
        #expect(response.status == 200)
        #expect(response.headers["content-type"] == "text/csv; charset=utf-8")
        #expect(response.headers["content-disposition"] == "attachment; filename=\"result.csv\"")
        let lines = response.text.components(separatedBy: "\r\n")
        #expect(lines.count == 2004)
        #expect(lines[0] == "n")
        #expect(lines[2001...] == ["", "\"a,\"\"b\"\"\n\"", ""])
    }

    @Test(arguments: [
        "", "{}", "{\"sql\": 1}", "[]", "{\"sql\": \"select 1\"", "\u{0}", "{\"sql\": \"x\", \"limit\": \"many\"}",
    ])
    func refusesAnotherBody(body: String) async throws {
        let response = try await withConsole(ClosureBackend.result([], [])) {
            try await $0.send("POST", "/api/query", headers: ["Content-Type": "application/json"], body: body)
        }
        #expect(response.status == 400)
        #expect((try response.object()["error"] as? [String: Any])?["sqlState"] as? String == "08P01")
    }

    @Test func refusesAStatementThatIsTooLong() async throws {
        let response = try await withConsole(ClosureBackend.result([], [])) {
            try await $0.query(String(repeating: "-", count: QueryRequest.bytesMax))
        }
        #expect(response.status == 400)
    }
}
