package import NIOCore

/// What a connection does next: first the replies go out, then the step is taken.
package struct ConnectionAction: Sendable, Equatable {
    package var replies: [BackendMessage]
    package var step: Step

    init(_ replies: BackendMessage..., step: Step) {
        self.replies = replies
        self.step = step
    }

    init(_ replies: [BackendMessage], step: Step) {
        self.replies = replies
        self.step = step
    }

    /// Work outside the protocol. A step that takes no message ends in one call of the state machine:
    /// `completed`, `failed`, or the one it names.
    package enum Step: Sendable, Equatable {
        /// Take the next message; replies may wait until there is more to send.
        case receive
        /// Send all replies, then take the next message.
        case flushAndReceive
        /// Answer `S` and turn to TLS, then `encryptionEstablished`.
        case encrypt
        /// Answer `N` and take the next packet.
        case refuseEncryption
        /// Look up the user, then `credentialFound`.
        case findCredential(user: String)
        /// Open the session, then `sessionOpened`.
        case openSession(SessionRequest)
        /// Cut a simple query into statements.
        case split(String)
        /// Run one statement of a simple query, with its rows; `joins` where the query has several, which take effect
        /// together.
        case runStatement(String, joins: Bool)
        /// The last statement of several has run: what they did takes effect.
        case commitMessage
        case parse(FrontendMessage.Parse)
        case bind(FrontendMessage.Bind)
        case describe(FrontendMessage.ObjectName)
        case execute(portal: String, rowLimit: Int)
        case close(FrontendMessage.ObjectName)
        /// The end of an extended query: portals outside a transaction end.
        case synchronize
        case copyData(ByteBuffer)
        case finishCopy
        /// Drop the load; the state machine already knows why.
        case abortCopy
        /// Interrupt the connection that has this key, then end this one.
        case cancel(CancelKey)
        /// Send all replies and end.
        case disconnect
    }
}

/// What a step that ran to its end gave.
package enum StepResult: Sendable, Equatable {
    case split([String])
    case executed(StatementOutcome)
    case parsed
    case bound
    /// `parameters` is nil for a portal, `columns` for a statement without a result.
    case described(parameters: [TypeOID]?, columns: [ResultColumn]?, formats: [FormatCode])
    case closed
    case synchronized
    case committed
    case copyDataTaken
    case copyFinished(tag: String)
    case copyAborted
}

/// How an execution ended, after its rows were written.
package enum StatementOutcome: Sendable, Equatable {
    case completed(tag: String)
    /// The row limit is reached; the portal can go on.
    case suspended
    case empty
    /// The client is to send the data of a load.
    case copyIn(columnCount: Int)
}
