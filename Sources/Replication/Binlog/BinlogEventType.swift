/// The event types that mean something here, by their code in the header; all others are skipped.
enum BinlogEventType: UInt8 {
    case query = 2
    case rotate = 4
    case formatDescription = 15
    case xid = 16
    case tableMap = 19
    case writeRowsV1 = 23
    case updateRowsV1 = 24
    case deleteRowsV1 = 25
    case incident = 26
    case heartbeat = 27
    case writeRowsV2 = 30
    case updateRowsV2 = 31
    case deleteRowsV2 = 32
    case mysqlGTID = 33
    case anonymousGTID = 34
    case xaPrepare = 38
    case partialUpdateRows = 39
    case transactionPayload = 40
    case heartbeatV2 = 41
    case mariaDBGTID = 162
    case startEncryption = 164
    case queryCompressed = 165
    case writeRowsV1Compressed = 166
    case updateRowsV1Compressed = 167
    case deleteRowsV1Compressed = 168
    case writeRowsV2Compressed = 169
    case updateRowsV2Compressed = 170
    case deleteRowsV2Compressed = 171

    /// How a rows event is laid out.
    struct Rows {
        let action: RowsEvent.Action
        let version: Int
        let isCompressed: Bool
    }

    /// The layout, if this is a rows event.
    var rows: Rows? {
        switch self {
        case .writeRowsV1: Rows(action: .write, version: 1, isCompressed: false)
        case .updateRowsV1: Rows(action: .update, version: 1, isCompressed: false)
        case .deleteRowsV1: Rows(action: .delete, version: 1, isCompressed: false)
        case .writeRowsV2: Rows(action: .write, version: 2, isCompressed: false)
        case .updateRowsV2: Rows(action: .update, version: 2, isCompressed: false)
        case .deleteRowsV2: Rows(action: .delete, version: 2, isCompressed: false)
        case .writeRowsV1Compressed: Rows(action: .write, version: 1, isCompressed: true)
        case .updateRowsV1Compressed: Rows(action: .update, version: 1, isCompressed: true)
        case .deleteRowsV1Compressed: Rows(action: .delete, version: 1, isCompressed: true)
        case .writeRowsV2Compressed: Rows(action: .write, version: 2, isCompressed: true)
        case .updateRowsV2Compressed: Rows(action: .update, version: 2, isCompressed: true)
        case .deleteRowsV2Compressed: Rows(action: .delete, version: 2, isCompressed: true)
        default: nil
        }
    }
}
