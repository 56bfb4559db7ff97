import NIOCore

/// A message to a client, except the rows of a result, which `RowWriter` writes in bulk, and the one byte that answers
/// an encryption request.
package enum BackendMessage: Sendable, Equatable {
    case authentication(Authentication)
    case backendKeyData(CancelKey)
    case parameterStatus(name: String, value: String)
    case negotiateProtocolVersion(unknownOptions: [String])
    case readyForQuery(TransactionStatus)
    case rowDescription([ResultColumn], formats: [FormatCode])
    case parameterDescription([TypeOID])
    case noData
    case parseComplete
    case bindComplete
    case closeComplete
    case portalSuspended
    case emptyQueryResponse
    case commandComplete(tag: String)
    case copyInResponse(columnCount: Int)
    case copyOutResponse(columnCount: Int)
    case copyDone
    case error(PostgresError)
    case notice(PostgresNotice)

    package enum Authentication: Sendable, Equatable {
        case ok
        case cleartextPassword
        /// Four bytes of salt.
        case md5Password(salt: [UInt8])
        case sasl(mechanisms: [String])
        case saslContinue([UInt8])
        case saslFinal([UInt8])
    }
}
