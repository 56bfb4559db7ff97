import Foundation

/// A client that sends exactly the bytes it is told to, since the tests forge headers and cut connections.
struct HTTPClient: Sendable {
    let port: Int

    struct Response {
        let status: Int
        /// Names in lower case.
        let headers: [String: String]
        let body: Data
        /// Whether the body came to its announced end.
        let isComplete: Bool

        var text: String { String(decoding: body, as: UTF8.self) }

        /// The body as a JSON object.
        func object() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: body) as? [String: Any] ?? [:]
        }

        /// The rows of a result, with its nulls.
        func rows() throws -> [[String?]] {
            struct Result: Decodable { let rows: [[String?]] }
            return try JSONDecoder().decode(Result.self, from: body).rows
        }
    }

    struct ConnectionFailed: Error {}

    /// Sends a request and reads the response to its end.
    func send(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String = ""
    ) async throws -> Response {
        let connection = try await open(method, path, headers: headers, body: body)
        defer { connection.close() }
        return try parse(await connection.readToEnd())
    }

    /// Sends a statement, as the pages do.
    func query(_ sql: String, limit: Int? = nil, path: String = "/api/query") async throws -> Response {
        var request: [String: Any] = ["sql": sql]
        request["limit"] = limit
        let body = String(decoding: try JSONSerialization.data(withJSONObject: request), as: UTF8.self)
        return try await send("POST", path, headers: ["Content-Type": "application/json"], body: body)
    }

    /// Sends a request and leaves the response in the connection.
    func open(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String = ""
    ) async throws -> Connection {
        var all = ["Host": "localhost:\(port)", "Connection": "close", "Content-Length": "\(body.utf8.count)"]
        all.merge(headers) { _, given in given }
        let head = all.map { "\($0.key): \($0.value)\r\n" }.joined()
        let connection = try Connection(port: port)
        try await connection.write("\(method) \(path) HTTP/1.1\r\n\(head)\r\n\(body)")
        return connection
    }

    private func parse(_ data: Data) throws -> Response {
        guard let headEnd = data.range(of: Data("\r\n\r\n".utf8)) else { throw ConnectionFailed() }
        let lines = String(decoding: data[..<headEnd.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        guard let status = Int(lines[0].split(separator: " ")[1]) else { throw ConnectionFailed() }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw ConnectionFailed() }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespaces)
        }
        let raw = data[headEnd.upperBound...]
        guard headers["transfer-encoding"] == "chunked" else {
            return Response(status: status, headers: headers, body: Data(raw), isComplete: true)
        }
        let (body, isComplete) = joinChunks(raw)
        return Response(status: status, headers: headers, body: body, isComplete: isComplete)
    }

    private func joinChunks(_ raw: Data) -> (Data, isComplete: Bool) {
        var body = Data()
        var rest = raw
        while let lineEnd = rest.range(of: Data("\r\n".utf8)),
            let size = Int(String(decoding: rest[..<lineEnd.lowerBound], as: UTF8.self), radix: 16)
        {
            if size == 0 { return (body, true) }
            let start = lineEnd.upperBound
            guard rest.endIndex - start >= size + 2 else { break }
            body.append(rest[start..<(start + size)])
            rest = rest[(start + size + 2)...]
        }
        return (body, false)
    }
}

/// One TCP connection to this machine. Its calls block, so they run on a queue of their own.
final class Connection: Sendable {
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "connection")

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw HTTPClient.ConnectionFailed() }
    }

    func write(_ text: String) async throws {
        let bytes = Array(text.utf8)
        let sent = await onQueue { [descriptor] in Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
        guard sent == bytes.count else { throw HTTPClient.ConnectionFailed() }
    }

    /// Some bytes, or none at the end.
    func read() async -> Data {
        await onQueue { [descriptor] in
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            return Data(bytes.prefix(max(count, 0)))
        }
    }

    func readToEnd() async -> Data {
        var all = Data()
        while true {
            let part = await read()
            if part.isEmpty { return all }
            all.append(part)
        }
    }

    func close() {
        _ = Glibc.close(descriptor)
    }

    private func onQueue<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }
}
