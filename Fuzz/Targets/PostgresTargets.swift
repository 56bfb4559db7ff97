import DuckDB
import NIOCore

@testable import PostgresServer

/// The PostgreSQL protocol: what a stranger may send to the SQL port.
enum PostgresTargets {
    static let all = [
        FuzzTarget(
            "postgres-frames", words: ["user", "database"], seeds: { conversations.map { [1] + $0 } }, run: frames),
        FuzzTarget(
            "postgres-connection", words: ["user", "COPY", "SCRAM-SHA-256", "n,,n=,r="],
            seeds: { conversations.flatMap { talk in [0, 3, 15].map { [$0, 1] + talk } } },
            run: { bytes in
                var connection = FuzzConnection(bytes)
                connection.run()
            }),
        FuzzTarget(
            "postgres-parameters", words: ["infinity", "NaN", "T", "Z", "+02", "\\x", "e+", "2024-02-29"],
            seeds: { parameters }, run: readParameter),
    ]

    // MARK: - Frames

    private struct Outcome: Equatable {
        var messages: [FrontendMessage] = []
        var error: PostgresError?
        var consumedBytes = 0
    }

    /// The messages are the same however their bytes are cut.
    private static func frames(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let isAuthenticated = input.byte() & 1 == 1
        func read(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
            var decoder = FrameDecoder()
            if isAuthenticated { decoder.authenticated() }
            var outcome = Outcome()
            do throws(PostgresError) {
                for piece in pieces {
                    decoder.append(ByteBuffer(bytes: piece))
                    while let message = try decoder.next() { outcome.messages.append(message) }
                }
            } catch {
                check(error.severity == .fatal, "what ends the stream of messages ends the connection")
                outcome.error = error
            }
            outcome.consumedBytes = decoder.consumedBytes
            return outcome
        }
        check(read([input.rest]) == read(input.pieces), "messages do not depend on how their bytes are cut")
    }

    private static func typed(_ type: Unicode.Scalar, _ payload: [UInt8]) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.writeInteger(UInt8(ascii: type))
        buffer.writeInteger(UInt32(payload.count + 4))
        buffer.writeBytes(payload)
        return Array(buffer.readableBytesView)
    }

    private static let startup: [UInt8] = {
        let payload = [0, 3, 0, 0] + Array("user\0me\0database\0dev\0\0".utf8)
        return [0, 0, 0, UInt8(payload.count + 4)] + payload
    }()

    private static var conversations: [[UInt8]] {
        let text = { (text: String) in Array(text.utf8) + [0] }
        let extended =
            typed("P", text("s") + text("SELECT $1") + [0, 1, 0, 0, 0, 23])
            + typed("B", text("p") + text("s") + [0, 1, 0, 1, 0, 1, 0, 0, 0, 4, 0, 0, 0, 7, 0, 1, 0, 1])
            + typed("D", [0x53] + text("s")) + typed("E", text("p") + [0, 0, 0, 9]) + typed("C", [0x50] + text("p"))
            + typed("S", [])
        let load = typed("Q", text("COPY t FROM STDIN")) + typed("d", Array("1\t2\n".utf8))
        return [
            startup + typed("Q", text("SELECT 1; SELECT 2")), startup + extended + typed("H", []) + typed("X", []),
            startup + load + typed("c", []), startup + load + typed("f", text("why")) + typed("F", [1]),
            [0, 0, 0, 8, 4, 0xD2, 0x16, 0x2F] + startup
                + typed("p", text("SCRAM-SHA-256") + [0, 0, 0, 8] + text("n,,n=,r=a"))
                + typed("p", text("c=biws,r=anonce,p=AAAA")),
            [0, 0, 0, 16, 4, 0xD2, 0x16, 0x2E, 0, 0, 0, 1, 0, 0, 0, 2],
        ]
    }

    // MARK: - Parameters

    private static let types: [TypeOID] = [
        .boolean, .smallint, .integer, .bigint, .oid, .real, .double, .numeric, .text, .bytea, .varbyte, .date, .time,
        .timeTZ, .timestamp, .timestampTZ, .interval, .intervalYearToMonth, .intervalDayToSecond, .uuid, .json, .jsonb,
        .super, .char, .unspecified,
    ]

    private static func readParameter(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let type = types[Int(input.byte()) % types.count]
        let format = FormatCode(rawValue: Int16(input.byte() & 1)) ?? .text
        do throws(PostgresError) {
            let value = try ParameterValue(ByteBuffer(bytes: input.rest), type: type, format: format)
            switch value {
            case .decimal(let digits, let scale):
                check(digits.magnitude < Int128.bound && (0...38).contains(scale), "a decimal has at most 38 digits")
            case .time(let microseconds), .timeTZ(let microseconds, _):
                check((0...86_400_000_000).contains(microseconds), "a time lies within a day")
            default: break
            }
            _ = Value(value)
        } catch {
            check(error.severity == .error, "a bad parameter does not end the connection")
        }
    }

    private static var parameters: [[UInt8]] {
        let texts = ["2024-01-31 09:30:00.25+02:30", "-12345.678e5", "09:30:00.25Z", "\\x00ff", "a\\\\\\000", "true"]
        return types.indices.map { [UInt8($0), 1, 0, 3, 0, 1, 0, 0, 0, 2, 0, 1, 9, 0x29, 0x1A, 0x2C] }
            + types.indices.flatMap { type in texts.map { [UInt8(type), 0] + Array($0.utf8) } }
    }
}

extension Int128 {
    /// 10 to the 38th.
    fileprivate static var bound: UInt128 { (0..<38).reduce(1) { power, _ in power * 10 } }
}
