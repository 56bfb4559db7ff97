import NIOCore
import Warehouse

@testable import PostgresServer

/// A connection without socket and engine: the client's bytes go through the decoder into the state machine, and each
/// step that the machine asks for ends in one of the ways in which the server could end it.
struct FuzzConnection {
    private var decoder = FrameDecoder()
    private var machine: ConnectionStateMachine
    private let input: FuzzInput
    private let credential: StoredCredential?
    private var chance: UInt64
    private var copy: CopyTextParser?
    private var transaction = TransactionStatus.idle
    private var output = ByteBuffer()

    private static let verifier = ScramVerifier(password: "pencil", salt: [1, 2, 3, 4], iterations: 2)

    init(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let choice = input.byte()
        chance = UInt64(input.byte())
        machine = ConnectionStateMachine(
            configuration: .init(
                offersTLS: choice & 1 != 0, requiresTLS: choice & 16 != 0, requiresPassword: choice & 2 != 0,
                isLoopback: choice & 4 == 0))
        credential =
            switch choice >> 5 & 3 {
            case 0: .scram(Self.verifier)
            case 1: .md5(hexadecimalHash: String(repeating: "0", count: 32))
            default: nil
            }
        self.input = input
    }

    /// Talks until the client has no more bytes, or the connection ends.
    mutating func run() {
        for piece in input.pieces {
            decoder.append(ByteBuffer(bytes: piece))
            do throws(PostgresError) {
                while let message = try decoder.next() {
                    guard carryOut(machine.received(message)) else { return }
                    if machine.isAuthenticated { decoder.authenticated() }
                }
            } catch {
                _ = carryOut(machine.disconnect(error))
                return
            }
        }
    }

    /// Takes steps until the machine wants a message; false where the connection is over.
    private mutating func carryOut(_ first: ConnectionAction) -> Bool {
        var action = first
        while true {
            output.clear()
            for reply in action.replies { reply.write(to: &output) }
            switch action.step {
            case .receive, .flushAndReceive, .refuseEncryption: return true
            case .cancel, .disconnect: return false
            case .encrypt: action = machine.encryptionEstablished()
            case .findCredential:
                action = machine.credentialFound(
                    credential, randomness: .init(md5Salt: [1, 2, 3, 4], serverNonce: "nonce", decoySecret: [7]))
            case .openSession:
                action = machine.sessionOpened(
                    key: CancelKey(processID: 1, secret: 2), parameters: [("TimeZone", "UTC")], transaction: .idle)
            default: action = end(action.step)
            }
        }
    }

    /// The next of some numbers that follow from the input's second byte.
    private mutating func draw(_ bound: UInt64) -> UInt64 {
        chance = chance &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (chance >> 33) % bound
    }

    private mutating func end(_ step: ConnectionAction.Step) -> ConnectionAction {
        transaction = [.idle, .inTransaction, .failed][Int(draw(3))]
        do throws(PostgresError) {
            if draw(8) == 0 { throw PostgresError(.undefinedTable, "no such table") }
            return machine.completed(try result(of: step), transaction: transaction)
        } catch {
            return machine.failed(error, transaction: transaction)
        }
    }

    private mutating func result(of step: ConnectionAction.Step) throws(PostgresError) -> StepResult {
        switch step {
        case .split(let sql): return .split(sql.split(separator: ";").map(String.init))
        case .runStatement: return .executed(outcome(isPortal: false))
        case .parse: return .parsed
        case .bind(let bind):
            for (index, parameter) in bind.parameters.enumerated() {
                let format = FormatCode.at(index, of: bind.parameterFormats)
                _ = try ParameterValue(parameter, type: index % 2 == 0 ? .integer : .text, format: format)
            }
            return .bound
        case .describe(let name):
            let columns = draw(2) == 0 ? nil : [ResultColumn(name: "a", type: .integer)]
            guard case .portal = name else { return .described(parameters: [.text], columns: columns, formats: []) }
            return .described(parameters: nil, columns: columns, formats: [.binary])
        case .execute: return .executed(outcome(isPortal: true))
        case .commitMessage: return .committed
        case .close: return .closed
        case .synchronize: return .synchronized
        case .copyData(let bytes):
            _ = try copy?.consume(bytes)
            return .copyDataTaken
        case .finishCopy:
            _ = try copy?.finish()
            return .copyFinished(tag: "COPY 1")
        case .abortCopy: return .copyAborted
        case .receive, .flushAndReceive, .encrypt, .refuseEncryption, .findCredential, .openSession, .cancel,
            .disconnect:
            preconditionFailure("\(step) is taken by carryOut")
        }
    }

    private mutating func outcome(isPortal: Bool) -> StatementOutcome {
        switch draw(isPortal ? 4 : 3) {
        case 0: return .completed(tag: "SELECT 1")
        case 1: return .empty
        case 2:
            copy = CopyTextParser(format: CopyFormat(style: draw(2) == 0 ? .text : .csv), columnCount: 2)
            return .copyIn(columnCount: 2)
        default: return .suspended
        }
    }
}
