/// Simple and extended queries.
extension ConnectionStateMachine {
    mutating func receivedReady(_ message: FrontendMessage) -> ConnectionAction {
        switch message {
        case .query(let sql):
            state = .runningSimple(remaining: [])
            return ConnectionAction(step: .split(sql))
        case .parse(let parse): return runExtended(.parse(parse))
        case .bind(let bind): return runExtended(.bind(bind))
        case .describe(let name): return runExtended(.describe(name))
        case .execute(let portal, let rowLimit): return runExtended(.execute(portal: portal, rowLimit: rowLimit))
        case .close(let name): return runExtended(.close(name))
        case .flush: return ConnectionAction(step: .flushAndReceive)
        case .sync: return synchronize()
        case .copyData, .copyDone, .copyFail:
            // What is left of a load that failed: the client could not know yet.
            return ConnectionAction(step: .receive)
        case .functionCall:
            return recover(
                from: PostgresError(.featureNotSupported, "function calls by protocol are not supported"),
                .simple(remaining: []))
        case .malformed(let type, let error): return malformed(type, error)
        case .encryptionRequest, .cancelRequest, .startup, .authentication, .terminate:
            return disconnect(.protocolViolation("\(message.name) is out of place"))
        }
    }

    private mutating func runExtended(_ step: ConnectionAction.Step) -> ConnectionAction {
        state = .runningExtended
        return ConnectionAction(step: step)
    }

    /// Query and FunctionCall are answered with ReadyForQuery; the extended messages lead to their Sync.
    private mutating func malformed(_ type: UInt8, _ error: PostgresError) -> ConnectionAction {
        switch type {
        case UInt8(ascii: "Q"), UInt8(ascii: "F"): recover(from: error, .simple(remaining: []))
        case UInt8(ascii: "P"), UInt8(ascii: "B"), UInt8(ascii: "D"), UInt8(ascii: "E"), UInt8(ascii: "C"):
            recover(from: error, .extended)
        default: disconnect(error)
        }
    }

    mutating func completedSimple(_ result: StepResult, _ remaining: ArraySlice<String>) -> ConnectionAction {
        switch result {
        case .split(let statements):
            guard let first = statements.first else {
                let ready = becomeReady()
                return ConnectionAction([.emptyQueryResponse] + ready.replies, step: ready.step)
            }
            hasSeveralStatements = statements.count > 1
            state = .runningSimple(remaining: statements.dropFirst())
            return ConnectionAction(step: .runStatement(first, joins: hasSeveralStatements))
        case .executed(.completed(let tag)): return nextStatement(after: .commandComplete(tag: tag), remaining)
        case .executed(.empty): return nextStatement(after: .emptyQueryResponse, remaining)
        case .executed(.copyIn(let columnCount)):
            state = .copyingIn(.simple(remaining: remaining))
            return ConnectionAction(.copyInResponse(columnCount: columnCount), step: .flushAndReceive)
        case .executed(.suspended), .parsed, .bound, .described, .closed, .synchronized, .committed, .copyDataTaken,
            .copyFinished, .copyAborted:
            preconditionFailure("step \(result) ended in a simple query")
        }
    }

    mutating func nextStatement(
        after reply: BackendMessage, _ remaining: ArraySlice<String>
    ) -> ConnectionAction {
        guard let next = remaining.first else {
            guard !hasSeveralStatements else {
                state = .committingSimple(reply)
                return ConnectionAction(step: .commitMessage)
            }
            let ready = becomeReady()
            return ConnectionAction([reply] + ready.replies, step: ready.step)
        }
        state = .runningSimple(remaining: remaining.dropFirst())
        return ConnectionAction(reply, step: .runStatement(next, joins: hasSeveralStatements))
    }

    mutating func completedExtended(_ result: StepResult) -> ConnectionAction {
        state = .ready
        switch result {
        case .parsed: return ConnectionAction(.parseComplete, step: .receive)
        case .bound: return ConnectionAction(.bindComplete, step: .receive)
        case .closed: return ConnectionAction(.closeComplete, step: .receive)
        case .described(let parameters, let columns, let formats):
            let result = columns.map { BackendMessage.rowDescription($0, formats: formats) } ?? .noData
            return ConnectionAction(
                (parameters.map { [.parameterDescription($0)] } ?? []) + [result], step: .receive)
        case .executed(.completed(let tag)): return ConnectionAction(.commandComplete(tag: tag), step: .receive)
        case .executed(.suspended): return ConnectionAction(.portalSuspended, step: .receive)
        case .executed(.empty): return ConnectionAction(.emptyQueryResponse, step: .receive)
        case .executed(.copyIn(let columnCount)):
            state = .copyingIn(.extended)
            return ConnectionAction(.copyInResponse(columnCount: columnCount), step: .flushAndReceive)
        case .split, .synchronized, .committed, .copyDataTaken, .copyFinished, .copyAborted:
            preconditionFailure("step \(result) ended in an extended query")
        }
    }
}
