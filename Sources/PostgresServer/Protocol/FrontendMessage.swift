package import NIOCore

/// A message from a client (PostgreSQL manual, "Message Formats").
package enum FrontendMessage: Sendable, Equatable {
    case encryptionRequest(EncryptionKind)
    case cancelRequest(CancelKey)
    case startup(Startup)
    /// A password, or the data of a SASL exchange: which one depends on what the server asked for.
    case authentication(ByteBuffer)
    case query(String)
    case parse(Parse)
    case bind(Bind)
    case describe(ObjectName)
    case execute(portal: String, rowLimit: Int)
    case close(ObjectName)
    case flush
    case sync
    case copyData(ByteBuffer)
    case copyDone
    case copyFail(reason: String)
    case functionCall
    case terminate
    /// A whole frame whose content broke the format; the stream of messages goes on after it.
    case malformed(type: UInt8, PostgresError)

    /// What a client may ask for before the start-up packet.
    package enum EncryptionKind: Sendable, Equatable {
        case tls, gss
    }

    /// The start-up packet of protocol 3.
    package struct Startup: Sendable, Equatable {
        /// The minor version asked for; the server speaks 0.
        package var minorVersion: UInt16
        /// The parameters by name.
        package var parameters: [String: String]
    }

    package struct Parse: Sendable, Equatable {
        package var statement: String
        package var sql: String
        package var parameterTypes: [TypeOID]
    }

    package struct Bind: Sendable, Equatable {
        package var portal: String
        package var statement: String
        package var parameterFormats: [FormatCode]
        /// The values as sent; nil for null.
        package var parameters: [ByteBuffer?]
        package var resultFormats: [FormatCode]
    }

    /// What Describe and Close name.
    package enum ObjectName: Sendable, Equatable {
        case statement(String)
        case portal(String)
    }
}

/// The form of a value on the wire.
package enum FormatCode: Int16, Sendable {
    case text = 0
    case binary = 1

    /// The format of one value: no codes mean text, one code holds for all, else there is one for each.
    static func at(_ index: Int, of codes: [FormatCode]) -> FormatCode {
        switch codes.count {
        case 0: .text
        case 1: codes[0]
        default: index < codes.count ? codes[index] : .text
        }
    }
}

/// What a client shows to cancel the statement of another connection.
package struct CancelKey: Sendable, Hashable {
    package let processID: Int32
    package let secret: Int32
}
