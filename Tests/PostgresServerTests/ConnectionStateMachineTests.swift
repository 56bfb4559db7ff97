import MillraceTesting
import NIOCore
import Testing
import Warehouse

@testable import PostgresServer

/// The protocol's rules: a message or result in, the expected action out.
struct ConnectionStateMachineTests {
    private static let request = SessionRequest(user: "u", database: "dev", settings: [:])
    private static let startup = FrontendMessage.startup(
        .init(minorVersion: 0, parameters: ["user": "u", "database": "dev"]))
    private static let key = CancelKey(processID: 7, secret: 9)
    private static let failure = PostgresError(.undefinedTable, "no such table")
    private static let parse = FrontendMessage.Parse(statement: "", sql: "SELECT 1", parameterTypes: [])
    private static let bind = FrontendMessage.Bind(
        portal: "", statement: "", parameterFormats: [], parameters: [], resultFormats: [])

    private func machine(
        offersTLS: Bool = false, requiresTLS: Bool = false, requiresPassword: Bool = false
    ) -> ConnectionStateMachine {
        ConnectionStateMachine(
            configuration: .init(
                offersTLS: offersTLS, requiresTLS: requiresTLS, requiresPassword: requiresPassword, isLoopback: true))
    }

    private func readyMachine() -> ConnectionStateMachine {
        var machine = machine()
        #expect(machine.received(Self.startup).step == .openSession(Self.request))
        let action = machine.sessionOpened(key: Self.key, parameters: [("TimeZone", "UTC")], transaction: .idle)
        #expect(
            action
                == ConnectionAction(
                    .parameterStatus(name: "TimeZone", value: "UTC"), .backendKeyData(Self.key), .readyForQuery(.idle),
                    step: .flushAndReceive))
        return machine
    }

    private func copyingMachine(extended: Bool) -> ConnectionStateMachine {
        var machine = readyMachine()
        if extended {
            _ = machine.received(.execute(portal: "", rowLimit: 0))
        } else {
            _ = machine.received(.query("COPY t FROM STDIN; SELECT 1"))
            _ = machine.completed(.split(["COPY t FROM STDIN", "SELECT 1"]), transaction: .idle)
        }
        #expect(
            machine.completed(.executed(.copyIn(columnCount: 2)), transaction: .idle)
                == ConnectionAction(.copyInResponse(columnCount: 2), step: .flushAndReceive))
        return machine
    }

    @Test func negotiatesEncryption() {
        var plain = machine()
        #expect(plain.received(.encryptionRequest(.gss)) == ConnectionAction(step: .refuseEncryption))
        #expect(plain.received(.encryptionRequest(.tls)) == ConnectionAction(step: .refuseEncryption))
        #expect(plain.received(Self.startup).step == .openSession(Self.request))

        var encrypted = machine(offersTLS: true, requiresTLS: true)
        #expect(encrypted.received(.encryptionRequest(.tls)) == ConnectionAction(step: .encrypt))
        #expect(encrypted.encryptionEstablished() == ConnectionAction(step: .receive))
        #expect(encrypted.received(.encryptionRequest(.tls)).step == .disconnect)

        var refused = machine(offersTLS: true, requiresTLS: true)
        #expect(refused.received(Self.startup).step == .disconnect)
    }

    @Test func takesCancelRequestsWithoutASession() {
        var machine = machine(requiresTLS: true, requiresPassword: true)
        #expect(machine.received(.cancelRequest(Self.key)) == ConnectionAction(step: .cancel(Self.key)))
    }

    @Test func asksForPasswordsWhereNeeded() {
        var machine = machine(requiresPassword: true)
        #expect(machine.received(Self.startup) == ConnectionAction(step: .findCredential(user: "u")))
        let randomness = AuthenticationExchange.Randomness(
            md5Salt: [1, 2, 3, 4], serverNonce: "nonce", decoySecret: [7])
        let action = machine.credentialFound(.md5(password: "pencil", user: "u"), randomness: randomness)
        #expect(
            action == ConnectionAction(.authentication(.md5Password(salt: [1, 2, 3, 4])), step: .flushAndReceive))
        #expect(!machine.isAuthenticated)
        var impatient = machine
        #expect(impatient.received(.query("SELECT 1")).step == .disconnect)
        let refusal = machine.received(.authentication(ByteBuffer(string: "md5wrong\0")))
        #expect(refusal.step == .disconnect)
        #expect(
            refusal.replies
                == [
                    .error(
                        PostgresError(
                            .invalidPassword, "password authentication failed for user \"u\"", severity: .fatal))
                ])
    }

    @Test func refusesToStartWithoutAUserAndForReplication() {
        for parameters in [[:], ["user": ""], ["user": "u", "replication": "database"]] {
            var machine = machine()
            #expect(machine.received(.startup(.init(minorVersion: 0, parameters: parameters))).step == .disconnect)
        }
    }

    @Test func offersItsOwnVersionToLaterOnes() {
        var machine = machine()
        let action = machine.received(
            .startup(.init(minorVersion: 2, parameters: ["user": "u", "_pq_.compression": "off"])))
        #expect(
            action.replies
                == [.negotiateProtocolVersion(unknownOptions: ["_pq_.compression"]), .authentication(.ok)])
    }

    @Test func runsTheStatementsOfASimpleQuery() {
        var machine = readyMachine()
        #expect(machine.received(.query("a; b")) == ConnectionAction(step: .split("a; b")))
        #expect(
            machine.completed(.split(["a", "b"]), transaction: .idle)
                == ConnectionAction(step: .runStatement("a", joins: true)))
        #expect(
            machine.completed(.executed(.completed(tag: "BEGIN")), transaction: .inTransaction)
                == ConnectionAction(.commandComplete(tag: "BEGIN"), step: .runStatement("b", joins: true)))
        #expect(
            machine.completed(.executed(.completed(tag: "SELECT 1")), transaction: .inTransaction)
                == ConnectionAction(step: .commitMessage))
        #expect(
            machine.completed(.committed, transaction: .inTransaction)
                == ConnectionAction(
                    .commandComplete(tag: "SELECT 1"), .readyForQuery(.inTransaction), step: .flushAndReceive))
    }

    @Test func aStatementAloneTakesPartInNoTransaction() {
        var machine = readyMachine()
        _ = machine.received(.query("a"))
        #expect(
            machine.completed(.split(["a"]), transaction: .idle)
                == ConnectionAction(step: .runStatement("a", joins: false)))
        #expect(
            machine.completed(.executed(.completed(tag: "A")), transaction: .idle)
                == ConnectionAction(.commandComplete(tag: "A"), .readyForQuery(.idle), step: .flushAndReceive))
    }

    @Test func whatFailsToCommitIsNotReportedAsDone() {
        var machine = readyMachine()
        _ = machine.received(.query("a; b"))
        _ = machine.completed(.split(["a", "b"]), transaction: .idle)
        _ = machine.completed(.executed(.completed(tag: "A")), transaction: .idle)
        _ = machine.completed(.executed(.completed(tag: "B")), transaction: .idle)
        #expect(
            machine.failed(Self.failure, transaction: .idle)
                == ConnectionAction(.error(Self.failure), .readyForQuery(.idle), step: .flushAndReceive))
    }

    @Test func endsASimpleQueryAtItsFirstError() {
        var machine = readyMachine()
        _ = machine.received(.query("a; b"))
        _ = machine.completed(.split(["a", "b"]), transaction: .idle)
        #expect(
            machine.failed(Self.failure, transaction: .failed)
                == ConnectionAction(.error(Self.failure), .readyForQuery(.failed), step: .flushAndReceive))
        #expect(machine.received(.query("c")).step == .split("c"))
    }

    @Test func answersAnEmptyQuery() {
        var machine = readyMachine()
        _ = machine.received(.query(" ; "))
        #expect(
            machine.completed(.split([]), transaction: .idle)
                == ConnectionAction(.emptyQueryResponse, .readyForQuery(.idle), step: .flushAndReceive))
    }

    @Test func runsAnExtendedQuery() {
        var machine = readyMachine()
        let columns = [ResultColumn(name: "a", type: .integer)]
        let steps: [(FrontendMessage, ConnectionAction.Step, StepResult, [BackendMessage])] = [
            (.parse(Self.parse), .parse(Self.parse), .parsed, [.parseComplete]),
            (.bind(Self.bind), .bind(Self.bind), .bound, [.bindComplete]),
            (
                .describe(.statement("")), .describe(.statement("")),
                .described(parameters: [.bigint], columns: nil, formats: []),
                [.parameterDescription([.bigint]), .noData]
            ),
            (
                .describe(.portal("")), .describe(.portal("")),
                .described(parameters: nil, columns: columns, formats: [.binary]),
                [.rowDescription(columns, formats: [.binary])]
            ),
            (
                .execute(portal: "", rowLimit: 5), .execute(portal: "", rowLimit: 5), .executed(.suspended),
                [.portalSuspended]
            ),
            (
                .execute(portal: "", rowLimit: 0), .execute(portal: "", rowLimit: 0),
                .executed(.completed(tag: "SELECT 1")), [.commandComplete(tag: "SELECT 1")]
            ),
            (
                .execute(portal: "", rowLimit: 0), .execute(portal: "", rowLimit: 0), .executed(.empty),
                [.emptyQueryResponse]
            ),
            (.close(.portal("")), .close(.portal("")), .closed, [.closeComplete]),
        ]
        for (message, step, result, replies) in steps {
            #expect(machine.received(message) == ConnectionAction(step: step))
            #expect(machine.completed(result, transaction: .idle) == ConnectionAction(replies, step: .receive))
        }
        #expect(machine.received(.flush) == ConnectionAction(step: .flushAndReceive))
        #expect(machine.received(.sync) == ConnectionAction(step: .synchronize))
        #expect(
            machine.completed(.synchronized, transaction: .inTransaction)
                == ConnectionAction(.readyForQuery(.inTransaction), step: .flushAndReceive))
    }

    @Test func skipsToSyncAfterAnExtendedError() {
        var machine = readyMachine()
        _ = machine.received(.parse(Self.parse))
        #expect(
            machine.failed(Self.failure, transaction: .failed)
                == ConnectionAction(.error(Self.failure), step: .flushAndReceive))
        for message in [
            .bind(Self.bind), .execute(portal: "", rowLimit: 0), .query("SELECT 1"), .flush, .copyDone,
            .malformed(type: 80, Self.failure),
        ] as [FrontendMessage] {
            #expect(machine.received(message) == ConnectionAction(step: .receive))
        }
        #expect(machine.received(.sync) == ConnectionAction(step: .synchronize))
    }

    @Test(
        arguments: [
            (UInt8(ascii: "Q"), [.readyForQuery(.idle)]), (UInt8(ascii: "F"), [.readyForQuery(.idle)]),
            (UInt8(ascii: "P"), []), (UInt8(ascii: "B"), []), (UInt8(ascii: "E"), []),
        ] as [(UInt8, [BackendMessage])])
    func answersMalformedMessagesByTheirKind(type: UInt8, followedBy: [BackendMessage]) {
        var machine = readyMachine()
        let error = PostgresError.protocolViolation("nonsense")
        #expect(
            machine.received(.malformed(type: type, error))
                == ConnectionAction([.error(error)] + followedBy, step: .flushAndReceive))
    }

    @Test func loadsInASimpleQuery() {
        var machine = copyingMachine(extended: false)
        let data = ByteBuffer(string: "1\t2\n")
        #expect(machine.received(.copyData(data)) == ConnectionAction(step: .copyData(data)))
        #expect(machine.completed(.copyDataTaken, transaction: .idle) == ConnectionAction(step: .receive))
        #expect(machine.received(.sync) == ConnectionAction(step: .receive))
        #expect(machine.received(.copyDone) == ConnectionAction(step: .finishCopy))
        #expect(
            machine.completed(.copyFinished(tag: "COPY 1"), transaction: .idle)
                == ConnectionAction(.commandComplete(tag: "COPY 1"), step: .runStatement("SELECT 1", joins: true)))
    }

    @Test func givesUpALoadThatTheClientGivesUp() {
        var machine = copyingMachine(extended: false)
        #expect(machine.received(.copyFail(reason: "changed my mind")) == ConnectionAction(step: .abortCopy))
        let error = PostgresError(.queryCanceled, "COPY from stdin failed: changed my mind")
        #expect(
            machine.completed(.copyAborted, transaction: .idle)
                == ConnectionAction(.error(error), .readyForQuery(.idle), step: .flushAndReceive))
        // What was under way when the error came is passed over.
        #expect(machine.received(.copyData(ByteBuffer())) == ConnectionAction(step: .receive))
        #expect(machine.received(.copyDone) == ConnectionAction(step: .receive))
    }

    @Test func givesUpALoadWithBadData() {
        var machine = copyingMachine(extended: true)
        _ = machine.received(.copyData(ByteBuffer(string: "bad")))
        #expect(machine.failed(Self.failure, transaction: .idle) == ConnectionAction(step: .abortCopy))
        #expect(
            machine.completed(.copyAborted, transaction: .idle)
                == ConnectionAction(.error(Self.failure), step: .flushAndReceive))
        #expect(machine.received(.copyData(ByteBuffer())) == ConnectionAction(step: .receive))
        #expect(machine.received(.sync) == ConnectionAction(step: .synchronize))
    }

    @Test func endsAConnectionThatTalksDuringALoad() {
        var machine = copyingMachine(extended: false)
        #expect(machine.received(.query("SELECT 1")) == ConnectionAction(step: .abortCopy))
        let action = machine.completed(.copyAborted, transaction: .idle)
        #expect(action.step == .disconnect)
        #expect(action.replies.count == 1)
    }

    @Test func leavesAtTerminateInEveryState() {
        var states = [machine(), readyMachine(), copyingMachine(extended: true)]
        _ = states[1].received(.parse(Self.parse))
        _ = states[1].failed(Self.failure, transaction: .idle)
        for index in states.indices {
            #expect(states[index].received(.terminate) == ConnectionAction(step: .disconnect))
        }
    }

    @Test func endsTheConnectionAtAFatalError() {
        var machine = readyMachine()
        _ = machine.received(.query("a"))
        #expect(machine.failed(Self.failure.fatal, transaction: .idle).step == .disconnect)
    }

    /// Any sequence of messages and results keeps the machine within its rules.
    @Test func staysWithinItsRulesWhateverComes() {
        let messages: [FrontendMessage] = [
            Self.startup, .encryptionRequest(.tls), .query("a"), .parse(Self.parse), .bind(Self.bind),
            .describe(.portal("")), .execute(portal: "", rowLimit: 0), .close(.statement("")), .flush, .sync,
            .copyData(ByteBuffer()), .copyDone, .copyFail(reason: ""), .functionCall,
            .malformed(type: 81, Self.failure), .authentication(ByteBuffer()),
        ]
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<3000 {
            var machine = Bool.random(using: &generator) ? machine() : readyMachine()
            var step = ConnectionAction.Step.receive
            for _ in 0..<40 {
                guard let next = advance(&machine, step, messages, &generator) else { break }
                step = next
            }
        }
    }

    /// Does a step with a random outcome; nil where the connection has ended.
    private func advance(
        _ machine: inout ConnectionStateMachine, _ step: ConnectionAction.Step, _ messages: [FrontendMessage],
        _ generator: inout SeededGenerator
    ) -> ConnectionAction.Step? {
        let results: [StepResult]
        switch step {
        case .receive, .flushAndReceive, .refuseEncryption:
            return machine.received(messages[Int.random(in: messages.indices, using: &generator)]).step
        case .openSession: return machine.sessionOpened(key: Self.key, parameters: [], transaction: .idle).step
        case .encrypt: return machine.encryptionEstablished().step
        case .disconnect, .cancel, .findCredential: return nil
        case .split: results = [.split([]), .split(["a"]), .split(["a", "b"])]
        case .runStatement:
            results = [.executed(.completed(tag: "X")), .executed(.empty), .executed(.copyIn(columnCount: 1))]
        case .commitMessage: results = [.committed]
        case .parse: results = [.parsed]
        case .bind: results = [.bound]
        case .describe: results = [.described(parameters: nil, columns: nil, formats: [])]
        case .execute: results = [.executed(.suspended), .executed(.copyIn(columnCount: 1))]
        case .close: results = [.closed]
        case .synchronize: results = [.synchronized]
        case .copyData: results = [.copyDataTaken]
        case .finishCopy: results = [.copyFinished(tag: "COPY 1")]
        case .abortCopy: results = [.copyAborted]
        }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            return machine.failed(Self.failure, transaction: .failed).step
        }
        return machine.completed(results[Int.random(in: results.indices, using: &generator)], transaction: .idle).step
    }
}
