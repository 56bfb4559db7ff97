/// The changes of one transaction while its events arrive.
struct EventGroup {
    /// Whether an event of the group has been seen.
    var isOpen = false
    private(set) var gtid: MariaDBGTID?
    /// Whether a statement ends the group without a commit.
    private(set) var isStandalone = true
    /// When the source committed, if it says so in more than seconds.
    private(set) var committedAtMicroseconds: Int64?
    /// Row events seen and, of those, delivered in parts.
    var rowEventsSeen = 0
    private(set) var rowEventsDelivered = 0
    private(set) var rowCount = 0
    private(set) var byteCount = 0
    private(set) var tables: Set<TableName> = []

    private var changes: [SourceChange] = []
    private var batches: [ChangeBatch] = []
    private var places: [TableName: Int] = [:]

    init() {}

    init(gtid: MariaDBGTID? = nil, isStandalone: Bool, committedAtMicroseconds: Int64? = nil) {
        isOpen = true
        self.gtid = gtid
        self.isStandalone = isStandalone
        self.committedAtMicroseconds = committedAtMicroseconds
    }

    /// Makes the group one that only a commit ends.
    mutating func begin() { isStandalone = false }

    /// Adds a step that rows before and after it must not pass.
    mutating func add(_ change: SourceChange) {
        closeBatches()
        changes.append(change)
        isOpen = true
    }

    /// Adds rows. Rows of one table share a batch: nothing within a transaction orders one table's rows against
    /// another's.
    mutating func append(_ rows: RowsEvent, layout: TableLayout) throws(ReplicationError) {
        let name = layout.schema.name
        let place: Int
        if let open = places[name] {
            place = open
        } else {
            place = batches.count
            batches.append(ChangeBatch(schema: layout.schema))
            places[name] = place
            tables.insert(name)
        }
        let before = batches[place].count
        defer {
            rowCount += batches[place].count - before
            byteCount += rows.rows.count
        }
        try RowDecoder.append(rows, layout: layout, to: &batches[place])
    }

    /// Hands out what has been gathered.
    mutating func takePart() -> [SourceChange] {
        closeBatches()
        defer {
            changes = []
            rowCount = 0
            byteCount = 0
        }
        rowEventsDelivered = rowEventsSeen
        return changes
    }

    /// Drops what has been gathered.
    mutating func discard() {
        changes = []
        batches = []
        places = [:]
        rowCount = 0
        byteCount = 0
    }

    private mutating func closeBatches() {
        changes += batches.lazy.filter { $0.count > 0 }.map { .rows($0) }
        batches = []
        places = [:]
    }
}
