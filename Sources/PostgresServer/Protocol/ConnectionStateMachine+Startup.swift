package import Warehouse

/// From the first byte to the first ReadyForQuery.
extension ConnectionStateMachine {
    mutating func receivedBeforeStartup(_ message: FrontendMessage, _ encryption: Encryption) -> ConnectionAction {
        switch message {
        case .encryptionRequest(.tls):
            guard case .established = encryption else { return answerTLSRequest() }
            return disconnect(.protocolViolation("the connection is encrypted already"))
        case .encryptionRequest(.gss):
            return ConnectionAction(step: .refuseEncryption)
        case .cancelRequest(let key):
            state = .closed
            return ConnectionAction(step: .cancel(key))
        case .startup(let startup): return receivedStartup(startup, encryption)
        case .authentication, .query, .parse, .bind, .describe, .execute, .close, .flush, .sync, .copyData, .copyDone,
            .copyFail, .functionCall, .terminate, .malformed:
            return disconnect(.protocolViolation("expected a startup packet, got \(message.name)"))
        }
    }

    private mutating func answerTLSRequest() -> ConnectionAction {
        guard configuration.offersTLS else {
            state = .awaitingStartup(.refused)
            return ConnectionAction(step: .refuseEncryption)
        }
        state = .negotiatingEncryption
        return ConnectionAction(step: .encrypt)
    }

    /// TLS is up; the client starts again.
    package mutating func encryptionEstablished() -> ConnectionAction {
        isEncrypted = true
        state = .awaitingStartup(.established)
        return ConnectionAction(step: .receive)
    }

    private mutating func receivedStartup(
        _ startup: FrontendMessage.Startup, _ encryption: Encryption
    ) -> ConnectionAction {
        if configuration.requiresTLS, !isEncrypted {
            return disconnect(
                PostgresError(
                    .invalidAuthorization, "this server takes encrypted connections only",
                    hint: "connect with sslmode=require"))
        }
        guard let user = startup.parameters["user"], !user.isEmpty else {
            return disconnect(
                PostgresError(.invalidAuthorization, "no PostgreSQL user name specified in startup packet"))
        }
        if let value = startup.parameters["replication"], value != "false", value != "off", value != "0" {
            return disconnect(PostgresError(.featureNotSupported, "replication connections are not supported"))
        }
        // Redshift's drivers send such options in earnest of none: they work without, so nothing is refused here.
        let unknown = startup.parameters.keys.filter { $0.hasPrefix("_pq_.") }.sorted()
        let replies: [BackendMessage] =
            startup.minorVersion > 0 ? [.negotiateProtocolVersion(unknownOptions: unknown)] : []
        guard configuration.requiresPassword else {
            var action = admit(SessionRequest(startup, user: user))
            action.replies = replies + action.replies
            return action
        }
        state = .findingCredential(startup)
        return ConnectionAction(replies, step: .findCredential(user: user))
    }

    /// The user's secret was looked up; nil stands for no such user and is not told apart from a wrong password.
    package mutating func credentialFound(
        _ credential: StoredCredential?, randomness: AuthenticationExchange.Randomness
    ) -> ConnectionAction {
        guard case .findingCredential(let startup) = state, let user = startup.parameters["user"] else {
            preconditionFailure("a credential was found in state \(state)")
        }
        let exchange = AuthenticationExchange(
            user: user, credential: credential,
            isRedshiftDriver: startup.parameters["client_protocol_version"] != nil,
            isPrivate: isEncrypted || configuration.isLoopback, randomness: randomness)
        return authenticate(exchange, SessionRequest(startup, user: user)) { $0.start() }
    }

    mutating func authenticate(
        _ exchange: AuthenticationExchange, _ request: SessionRequest,
        _ advance: (inout AuthenticationExchange) -> AuthenticationExchange.Outcome
    ) -> ConnectionAction {
        var exchange = exchange
        switch advance(&exchange) {
        case .ask(let question):
            state = .authenticating(exchange, request)
            return ConnectionAction(.authentication(question), step: .flushAndReceive)
        case .accepted(let last):
            var action = admit(request)
            if let last { action.replies.insert(.authentication(last), at: 0) }
            return action
        case .refused(let error): return disconnect(error)
        }
    }

    private mutating func admit(_ request: SessionRequest) -> ConnectionAction {
        state = .openingSession(request)
        return ConnectionAction(.authentication(.ok), step: .openSession(request))
    }

    /// The session is open; the client learns the settings and the key that cancels its statements.
    package mutating func sessionOpened(
        key: CancelKey, parameters: [(name: String, value: String)], transaction: TransactionStatus
    ) -> ConnectionAction {
        guard case .openingSession = state else { preconditionFailure("a session was opened in state \(state)") }
        self.transaction = transaction
        let settings = parameters.map { BackendMessage.parameterStatus(name: $0.name, value: $0.value) }
        let ready = becomeReady()
        return ConnectionAction(settings + [.backendKeyData(key)] + ready.replies, step: ready.step)
    }
}

extension SessionRequest {
    /// The database is named like the user unless the client says otherwise.
    fileprivate init(_ startup: FrontendMessage.Startup, user: String) {
        let database = startup.parameters["database"] ?? ""
        self.init(
            user: user, database: database.isEmpty ? user : database,
            settings: startup.parameters.filter { $0.key != "user" && $0.key != "database" })
    }
}
