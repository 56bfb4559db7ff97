/// The data of `COPY ... FROM STDIN`.
extension ConnectionStateMachine {
    mutating func receivedCopying(_ message: FrontendMessage, _ origin: CopyOrigin) -> ConnectionAction {
        switch message {
        case .copyData(let bytes):
            state = .takingCopyData(origin)
            return ConnectionAction(step: .copyData(bytes))
        case .copyDone:
            state = .finishingCopy(origin)
            return ConnectionAction(step: .finishCopy)
        case .copyFail(let reason):
            return abort(origin, PostgresError(.queryCanceled, "COPY from stdin failed: \(reason)"))
        case .flush, .sync:
            // Clients that pipeline send these before they know that a load began; the manual says to ignore them.
            return ConnectionAction(step: .receive)
        case .malformed(_, let error): return abort(origin, error)
        case .query, .parse, .bind, .describe, .execute, .close, .functionCall, .encryptionRequest, .cancelRequest,
            .startup, .authentication, .terminate:
            return abort(
                origin, .protocolViolation("unexpected \(message.name) during COPY from stdin").fatal)
        }
    }

    private mutating func abort(_ origin: CopyOrigin, _ error: PostgresError) -> ConnectionAction {
        state = .abortingCopy(origin, error)
        return ConnectionAction(step: .abortCopy)
    }

    mutating func finishedCopy(_ result: StepResult, _ origin: CopyOrigin) -> ConnectionAction {
        guard case .copyFinished(let tag) = result else { preconditionFailure("step \(result) ended a load") }
        switch origin {
        case .simple(let remaining): return nextStatement(after: .commandComplete(tag: tag), remaining)
        case .extended:
            state = .ready
            return ConnectionAction(.commandComplete(tag: tag), step: .receive)
        }
    }
}
