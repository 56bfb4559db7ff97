package import NIOCore

extension BackendMessage {
    /// Writes the message with its type byte and length.
    package func write(to buffer: inout ByteBuffer) {
        switch self {
        case .authentication(let request): request.write(to: &buffer)
        case .backendKeyData(let key):
            buffer.writeMessage("K") {
                $0.writeInteger(key.processID)
                $0.writeInteger(key.secret)
            }
        case .parameterStatus(let name, let value):
            buffer.writeMessage("S") {
                $0.writeZeroTerminated(name)
                $0.writeZeroTerminated(value)
            }
        case .negotiateProtocolVersion(let options):
            buffer.writeMessage("v") {
                $0.writeInteger(Int32(0))
                $0.writeInteger(Int32(clamping: options.count))
                for option in options { $0.writeZeroTerminated(option) }
            }
        case .readyForQuery(let status): buffer.writeMessage("Z") { $0.writeInteger(status.rawValue) }
        case .commandComplete(let tag): buffer.writeMessage("C") { $0.writeZeroTerminated(tag) }
        case .error(let error): buffer.writeMessage("E") { error.writeFields(to: &$0) }
        case .notice(let notice): buffer.writeMessage("N") { notice.writeFields(to: &$0) }
        case .rowDescription, .parameterDescription, .noData: writeDescription(to: &buffer)
        case .copyInResponse, .copyOutResponse, .copyDone: writeCopy(to: &buffer)
        case .parseComplete: buffer.writeMessage("1") { _ in }
        case .bindComplete: buffer.writeMessage("2") { _ in }
        case .closeComplete: buffer.writeMessage("3") { _ in }
        case .portalSuspended: buffer.writeMessage("s") { _ in }
        case .emptyQueryResponse: buffer.writeMessage("I") { _ in }
        }
    }

    private func writeDescription(to buffer: inout ByteBuffer) {
        switch self {
        case .rowDescription(let columns, let formats):
            buffer.writeMessage("T") {
                $0.writeInteger(Int16(clamping: columns.count))
                for (index, column) in columns.enumerated() {
                    $0.writeColumn(column, format: FormatCode.at(index, of: formats))
                }
            }
        case .parameterDescription(let types):
            buffer.writeMessage("t") {
                $0.writeInteger(UInt16(clamping: types.count))
                for type in types { $0.writeInteger(type.rawValue) }
            }
        case .noData: buffer.writeMessage("n") { _ in }
        default: preconditionFailure("not a description: \(self)")
        }
    }

    private func writeCopy(to buffer: inout ByteBuffer) {
        switch self {
        case .copyInResponse(let columnCount): buffer.writeMessage("G") { $0.writeTextColumns(columnCount) }
        case .copyOutResponse(let columnCount): buffer.writeMessage("H") { $0.writeTextColumns(columnCount) }
        case .copyDone: buffer.writeMessage("c") { _ in }
        default: preconditionFailure("not a copy message: \(self)")
        }
    }
}

extension BackendMessage.Authentication {
    fileprivate func write(to buffer: inout ByteBuffer) {
        buffer.writeMessage("R") {
            switch self {
            case .ok: $0.writeInteger(Int32(0))
            case .cleartextPassword: $0.writeInteger(Int32(3))
            case .md5Password(let salt):
                $0.writeInteger(Int32(5))
                $0.writeBytes(salt)
            case .sasl(let mechanisms):
                $0.writeInteger(Int32(10))
                for mechanism in mechanisms { $0.writeZeroTerminated(mechanism) }
                $0.writeInteger(UInt8(0))
            case .saslContinue(let data):
                $0.writeInteger(Int32(11))
                $0.writeBytes(data)
            case .saslFinal(let data):
                $0.writeInteger(Int32(12))
                $0.writeBytes(data)
            }
        }
    }
}

extension PostgresError {
    /// The fields of ErrorResponse (PostgreSQL manual, "Error and Notice Message Fields").
    fileprivate func writeFields(to buffer: inout ByteBuffer) {
        buffer.writeFields(severity: severity.rawValue, state: state, message: message, detail: detail, hint: hint)
        buffer.writeField("P", position.map { String($0) })
        buffer.writeInteger(UInt8(0))
    }
}

extension PostgresNotice {
    fileprivate func writeFields(to buffer: inout ByteBuffer) {
        buffer.writeFields(severity: severity.rawValue, state: state, message: message, detail: detail, hint: hint)
        buffer.writeInteger(UInt8(0))
    }
}

extension ByteBuffer {
    /// Writes a type byte, the length of what `body` writes plus four, and that.
    fileprivate mutating func writeMessage(_ type: Unicode.Scalar, _ body: (inout ByteBuffer) -> Void) {
        writeInteger(UInt8(ascii: type))
        let lengthIndex = writerIndex
        writeInteger(Int32(0))
        body(&self)
        setInteger(Int32(clamping: writerIndex - lengthIndex), at: lengthIndex)
    }

    /// Writes a string without zero bytes of its own, then a zero byte.
    fileprivate mutating func writeZeroTerminated(_ text: String) {
        if text.utf8.contains(0) {
            writeBytes(text.utf8.lazy.filter { $0 != 0 })
        } else {
            writeString(text)
        }
        writeInteger(UInt8(0))
    }

    fileprivate mutating func writeField(_ code: Unicode.Scalar, _ text: String?) {
        guard let text else { return }
        writeInteger(UInt8(ascii: code))
        writeZeroTerminated(text)
    }

    fileprivate mutating func writeFields(
        severity: String, state: SQLState, message: String, detail: String?, hint: String?
    ) {
        writeField("S", severity)
        writeField("V", severity)
        writeField("C", state.rawValue)
        writeField("M", message)
        writeField("D", detail)
        writeField("H", hint)
    }

    /// One column of RowDescription; it belongs to no table.
    fileprivate mutating func writeColumn(_ column: ResultColumn, format: FormatCode) {
        writeZeroTerminated(column.name)
        writeInteger(UInt32(0))
        writeInteger(Int16(0))
        writeInteger(column.type.rawValue)
        writeInteger(column.type.wireSize)
        writeInteger(column.typeModifier)
        writeInteger(format.rawValue)
    }

    /// The body of CopyInResponse and CopyOutResponse: all is text.
    fileprivate mutating func writeTextColumns(_ count: Int) {
        writeInteger(UInt8(0))
        writeInteger(Int16(clamping: count))
        for _ in 0..<Int(Int16(clamping: count)) { writeInteger(Int16(0)) }
    }
}
