import NIOCore

extension FrontendMessage {
    private static let tlsRequestCode: UInt32 = 80_877_103
    private static let gssRequestCode: UInt32 = 80_877_104
    private static let cancelRequestCode: UInt32 = 80_877_102

    /// Reads a start-up packet without its length word.
    static func startupPacket(_ payload: ByteBuffer) throws(PostgresError) -> FrontendMessage {
        var payload = payload
        let code: UInt32 = try payload.take()
        switch code {
        case tlsRequestCode:
            try payload.expectEnd()
            return .encryptionRequest(.tls)
        case gssRequestCode:
            try payload.expectEnd()
            return .encryptionRequest(.gss)
        case cancelRequestCode:
            let key = CancelKey(processID: try payload.take(), secret: try payload.take())
            try payload.expectEnd()
            return .cancelRequest(key)
        default:
            guard code >> 16 == 3 else {
                throw PostgresError(
                    .featureNotSupported,
                    "unsupported frontend protocol \(code >> 16).\(code & 0xFFFF): server supports 3.0",
                    severity: .fatal)
            }
            return .startup(try startup(minorVersion: UInt16(code & 0xFFFF), &payload))
        }
    }

    private static func startup(
        minorVersion: UInt16, _ payload: inout ByteBuffer
    ) throws(PostgresError) -> Startup {
        var parameters: [String: String] = [:]
        while true {
            let name = try payload.takeString()
            if name.isEmpty { break }
            parameters[name] = try payload.takeString()
        }
        try payload.expectEnd()
        return Startup(minorVersion: minorVersion, parameters: parameters)
    }

    /// Reads a message by its type byte; `payload` is what follows the length word.
    static func typed(_ type: UInt8, _ payload: ByteBuffer) throws(PostgresError) -> FrontendMessage {
        var payload = payload
        let message = try body(type, &payload)
        try payload.expectEnd()
        return message
    }

    private static func body(_ type: UInt8, _ payload: inout ByteBuffer) throws(PostgresError) -> FrontendMessage {
        switch type {
        case UInt8(ascii: "p"): return .authentication(payload.takeRest())
        case UInt8(ascii: "Q"): return .query(try payload.takeString())
        case UInt8(ascii: "P"): return .parse(try parse(&payload))
        case UInt8(ascii: "B"): return .bind(try bind(&payload))
        case UInt8(ascii: "D"): return .describe(try objectName(&payload))
        case UInt8(ascii: "C"): return .close(try objectName(&payload))
        case UInt8(ascii: "E"):
            let portal = try payload.takeString()
            let rowLimit: Int32 = try payload.take()
            return .execute(portal: portal, rowLimit: max(0, Int(rowLimit)))
        case UInt8(ascii: "H"): return .flush
        case UInt8(ascii: "S"): return .sync
        case UInt8(ascii: "d"): return .copyData(payload.takeRest())
        case UInt8(ascii: "c"): return .copyDone
        case UInt8(ascii: "f"): return .copyFail(reason: try payload.takeString())
        case UInt8(ascii: "F"):
            _ = payload.takeRest()
            return .functionCall
        case UInt8(ascii: "X"): return .terminate
        default: throw .protocolViolation("invalid frontend message type \(type)").fatal
        }
    }

    private static func parse(_ payload: inout ByteBuffer) throws(PostgresError) -> Parse {
        let statement = try payload.takeString()
        let sql = try payload.takeString()
        let count: UInt16 = try payload.take()
        var types: [TypeOID] = []
        types.reserveCapacity(min(Int(count), payload.readableBytes / 4))
        for _ in 0..<count { types.append(TypeOID(rawValue: try payload.take())) }
        return Parse(statement: statement, sql: sql, parameterTypes: types)
    }

    private static func bind(_ payload: inout ByteBuffer) throws(PostgresError) -> Bind {
        let portal = try payload.takeString()
        let statement = try payload.takeString()
        let parameterFormats = try payload.takeFormats()
        let count: UInt16 = try payload.take()
        var parameters: [ByteBuffer?] = []
        parameters.reserveCapacity(min(Int(count), payload.readableBytes / 4))
        for _ in 0..<count { parameters.append(try payload.takeValue()) }
        guard parameterFormats.count <= 1 || parameterFormats.count == parameters.count else {
            throw .protocolViolation(
                "bind message has \(parameterFormats.count) parameter formats but \(parameters.count) parameters")
        }
        return Bind(
            portal: portal, statement: statement, parameterFormats: parameterFormats, parameters: parameters,
            resultFormats: try payload.takeFormats())
    }

    private static func objectName(_ payload: inout ByteBuffer) throws(PostgresError) -> ObjectName {
        let kind: UInt8 = try payload.take()
        switch kind {
        case UInt8(ascii: "S"): return .statement(try payload.takeString())
        case UInt8(ascii: "P"): return .portal(try payload.takeString())
        default: throw .protocolViolation("invalid kind \(kind) of a prepared object")
        }
    }
}

/// Reads that fail with 08P01 instead of giving nil.
extension ByteBuffer {
    fileprivate mutating func take<T: FixedWidthInteger>(as type: T.Type = T.self) throws(PostgresError) -> T {
        guard let value = readInteger(as: type) else { throw .protocolViolation("insufficient data left in message") }
        return value
    }

    /// A string up to its zero byte; it must be UTF-8.
    fileprivate mutating func takeString() throws(PostgresError) -> String {
        guard let length = readableBytesView.firstIndex(of: 0).map({ $0 - readerIndex }) else {
            throw .protocolViolation("invalid string in message: it does not end")
        }
        let bytes = readableBytesView.prefix(length)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PostgresError(.characterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\" in message")
        }
        moveReaderIndex(forwardBy: length + 1)
        return text
    }

    fileprivate mutating func takeFormats() throws(PostgresError) -> [FormatCode] {
        let count: UInt16 = try take()
        var formats: [FormatCode] = []
        formats.reserveCapacity(min(Int(count), readableBytes / 2))
        for _ in 0..<count {
            let code: Int16 = try take()
            guard let format = FormatCode(rawValue: code) else {
                throw .protocolViolation("unsupported format code: \(code)")
            }
            formats.append(format)
        }
        return formats
    }

    /// A length and that many bytes; nil for the length -1, which means null.
    fileprivate mutating func takeValue() throws(PostgresError) -> ByteBuffer? {
        let length: Int32 = try take()
        if length == -1 { return nil }
        guard length >= 0, let value = readSlice(length: Int(length)) else {
            throw .protocolViolation("insufficient data left in message")
        }
        return value
    }

    fileprivate mutating func takeRest() -> ByteBuffer {
        defer { moveReaderIndex(to: writerIndex) }
        return slice()
    }

    fileprivate func expectEnd() throws(PostgresError) {
        guard readableBytes == 0 else {
            throw .protocolViolation("invalid message format: \(readableBytes) bytes left over")
        }
    }
}
