/// The protocol of one connection as a value: messages and results in, actions out.
///
/// It decides what may come when, what is answered, and what is skipped after an error. It knows no socket, no clock
/// and no engine; the connection carries its actions out one at a time, so each step's end arrives before the next
/// message.
package struct ConnectionStateMachine {
    package enum State: Sendable {
        /// Nothing but start-up packets yet.
        case awaitingStartup(Encryption)
        case negotiatingEncryption
        case findingCredential(FrontendMessage.Startup)
        case authenticating(AuthenticationExchange, SessionRequest)
        case openingSession(SessionRequest)
        /// Between statements, or between the messages of an extended query.
        case ready
        case runningSimple(remaining: ArraySlice<String>)
        /// Several statements have run; the reply to the last waits until what they did has taken effect.
        case committingSimple(BackendMessage)
        case runningExtended
        /// An extended message failed: all is skipped up to Sync.
        case skippingUntilSync
        case synchronizing
        /// The client sends the data of a load.
        case copyingIn(CopyOrigin)
        /// A block of a load's data is being taken.
        case takingCopyData(CopyOrigin)
        case finishingCopy(CopyOrigin)
        case abortingCopy(CopyOrigin, PostgresError)
        case closed
    }

    package enum Encryption: Sendable {
        case undecided, refused, established
    }

    /// Where a load began, and so where it returns to.
    package enum CopyOrigin: Sendable, Equatable {
        case simple(remaining: ArraySlice<String>)
        case extended
    }

    /// What holds for every connection of a server.
    package struct Configuration: Sendable {
        package var offersTLS: Bool
        package var requiresTLS: Bool
        package var requiresPassword: Bool
        /// Whether the connection stays on this machine.
        package var isLoopback: Bool

        package init(offersTLS: Bool, requiresTLS: Bool, requiresPassword: Bool, isLoopback: Bool) {
            self.offersTLS = offersTLS
            self.requiresTLS = requiresTLS
            self.requiresPassword = requiresPassword
            self.isLoopback = isLoopback
        }
    }

    let configuration: Configuration
    var state = State.awaitingStartup(.undecided)
    var isEncrypted = false
    /// Whether the simple query under way has several statements.
    var hasSeveralStatements = false
    /// The session's transaction as of the last step.
    var transaction = TransactionStatus.idle

    /// The machine of a connection that was just accepted.
    package init(configuration: Configuration) { self.configuration = configuration }

    /// Whether authentication is over, so that larger messages and longer waits are fine.
    package var isAuthenticated: Bool {
        switch state {
        case .awaitingStartup, .negotiatingEncryption, .findingCredential, .authenticating, .closed: false
        case .openingSession, .ready, .runningSimple, .committingSimple, .runningExtended, .skippingUntilSync,
            .synchronizing, .copyingIn, .takingCopyData, .finishingCopy, .abortingCopy:
            true
        }
    }

    /// Takes the next message of the client.
    package mutating func received(_ message: FrontendMessage) -> ConnectionAction {
        if case .terminate = message { return terminated() }
        switch state {
        case .awaitingStartup(let encryption): return receivedBeforeStartup(message, encryption)
        case .authenticating(let exchange, let request):
            guard case .authentication(let payload) = message else {
                return disconnect(.protocolViolation("expected a password message, got \(message.name)"))
            }
            return authenticate(exchange, request) { $0.received(payload) }
        case .ready: return receivedReady(message)
        case .skippingUntilSync:
            guard case .sync = message else { return ConnectionAction(step: .receive) }
            return synchronize()
        case .copyingIn(let origin): return receivedCopying(message, origin)
        case .negotiatingEncryption, .findingCredential, .openingSession, .runningSimple, .committingSimple,
            .runningExtended, .synchronizing, .takingCopyData, .finishingCopy, .abortingCopy, .closed:
            preconditionFailure("a message arrived in state \(state) while a step runs")
        }
    }

    /// The last step ran to its end; `transaction` is where the session stands now.
    package mutating func completed(_ result: StepResult, transaction: TransactionStatus) -> ConnectionAction {
        self.transaction = transaction
        switch state {
        case .runningSimple(let remaining): return completedSimple(result, remaining)
        case .committingSimple(let reply):
            let ready = becomeReady()
            return ConnectionAction([reply] + ready.replies, step: ready.step)
        case .runningExtended: return completedExtended(result)
        case .synchronizing: return becomeReady()
        case .takingCopyData(let origin):
            state = .copyingIn(origin)
            return ConnectionAction(step: .receive)
        case .finishingCopy(let origin): return finishedCopy(result, origin)
        case .abortingCopy(let origin, let error): return recover(from: error, origin)
        case .awaitingStartup, .negotiatingEncryption, .findingCredential, .authenticating, .openingSession, .ready,
            .skippingUntilSync, .copyingIn, .closed:
            preconditionFailure("step \(result) ended in state \(state)")
        }
    }

    /// The last step failed.
    package mutating func failed(_ error: PostgresError, transaction: TransactionStatus) -> ConnectionAction {
        self.transaction = transaction
        guard error.severity == .error else { return disconnect(error) }
        switch state {
        case .runningSimple, .committingSimple: return recover(from: error, .simple(remaining: []))
        case .runningExtended: return recover(from: error, .extended)
        case .synchronizing:
            let ready = becomeReady()
            return ConnectionAction([.error(error)] + ready.replies, step: ready.step)
        case .takingCopyData(let origin):
            state = .abortingCopy(origin, error)
            return ConnectionAction(step: .abortCopy)
        case .finishingCopy(let origin): return recover(from: error, origin)
        case .abortingCopy(let origin, let cause): return recover(from: cause, origin)
        case .awaitingStartup, .negotiatingEncryption, .findingCredential, .authenticating, .openingSession, .ready,
            .skippingUntilSync, .copyingIn, .closed:
            return disconnect(error)
        }
    }

    /// Ends the connection with an error of the stream itself or of the server, at any moment.
    package mutating func disconnect(_ error: PostgresError) -> ConnectionAction {
        state = .closed
        return ConnectionAction(.error(error.fatal), step: .disconnect)
    }

    private mutating func terminated() -> ConnectionAction {
        state = .closed
        return ConnectionAction(step: .disconnect)
    }

    /// After an error: a simple query is over, an extended one skips up to its Sync.
    mutating func recover(from error: PostgresError, _ origin: CopyOrigin) -> ConnectionAction {
        guard error.severity == .error else { return disconnect(error) }
        switch origin {
        case .simple:
            let ready = becomeReady()
            return ConnectionAction([.error(error)] + ready.replies, step: ready.step)
        case .extended:
            state = .skippingUntilSync
            return ConnectionAction(.error(error), step: .flushAndReceive)
        }
    }

    mutating func becomeReady() -> ConnectionAction {
        state = .ready
        return ConnectionAction(.readyForQuery(transaction), step: .flushAndReceive)
    }

    mutating func synchronize() -> ConnectionAction {
        state = .synchronizing
        return ConnectionAction(step: .synchronize)
    }
}

extension FrontendMessage {
    /// The message's name for errors; never its content.
    var name: String {
        switch self {
        case .encryptionRequest: "an encryption request"
        case .cancelRequest: "CancelRequest"
        case .startup: "StartupMessage"
        case .authentication: "a password message"
        case .query: "Query"
        case .parse: "Parse"
        case .bind: "Bind"
        case .describe: "Describe"
        case .execute: "Execute"
        case .close: "Close"
        case .flush: "Flush"
        case .sync: "Sync"
        case .copyData: "CopyData"
        case .copyDone: "CopyDone"
        case .copyFail: "CopyFail"
        case .functionCall: "FunctionCall"
        case .terminate: "Terminate"
        case .malformed(let type, _): "a malformed message of type \(type)"
        }
    }
}
