import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Runs SQL through the web console's interface.
struct WarehouseClient: Sendable {
    let http: HTTPClient
    /// The console's address.
    let web: String

    private static let responseBytesMax = 64 << 20

    /// Runs one statement and returns its rows; every cell is text or nil.
    @discardableResult
    func run(_ sql: String, rowLimit: Int = 10_000, timeout: TimeAmount = .minutes(10)) async throws -> [[String?]] {
        var request = HTTPClientRequest(url: web + "/api/query")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(Question(sql: sql, limit: rowLimit))))
        let response = try await http.execute(request, timeout: timeout)
        let body = try await response.body.collect(upTo: Self.responseBytesMax)
        let answer: Answer
        do {
            answer = try JSONDecoder().decode(Answer.self, from: Data(body.readableBytesView))
        } catch {
            throw DemonstrationError(
                .service, "the console answered with status \(response.status.code)", detail: String(buffer: body))
        }
        if let failure = answer.error {
            throw DemonstrationError(
                .service, failure.message,
                detail: (failure.detail.map { $0 + "\n" } ?? "") + "in: " + firstLine(of: sql),
                hint: failure.hint)
        }
        return answer.rows ?? []
    }

    /// What names a statement in an error: enough to find it, and never a password.
    private func firstLine(of sql: String) -> String {
        sql.split(separator: "\n").first.map(String.init) ?? ""
    }

    private struct Question: Encodable {
        let sql: String
        let limit: Int
    }

    private struct Answer: Decodable {
        struct Failure: Decodable {
            let message: String
            let detail: String?
            let hint: String?
        }

        let rows: [[String?]]?
        let error: Failure?
    }
}
