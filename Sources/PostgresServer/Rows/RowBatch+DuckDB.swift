package import DuckDB

extension RowBatch {
    /// The columns of a chunk in its own memory: use the batch only while the chunk lives.
    package init(_ chunk: DataChunk) {
        self.init(
            rowCount: chunk.rowCount,
            columns: (0..<chunk.columnCount).map { ColumnView(chunk.vector($0)) })
    }
}

extension ColumnView {
    fileprivate init(_ vector: Vector) {
        self.init(layout: Layout(vector), values: vector.data, validity: vector.validity)
    }
}

extension ColumnView.Layout {
    fileprivate init(_ vector: Vector) {
        switch vector.type {
        case .boolean: self = .boolean
        case .tinyInteger: self = .int8
        case .smallInteger: self = .int16
        case .integer: self = .int32
        case .bigInteger: self = .int64
        case .hugeInteger: self = .int128
        case .unsignedTinyInteger: self = .uint8
        case .unsignedSmallInteger: self = .uint16
        case .unsignedInteger: self = .uint32
        case .unsignedBigInteger: self = .uint64
        case .unsignedHugeInteger: self = .uint128
        case .float: self = .float
        case .double: self = .double
        case .decimal(let width, let scale): self = .decimal(bytes: Self.decimalBytes(width), scale: scale)
        case .varchar, .json: self = .text
        case .blob: self = .bytes
        case .bit: self = .bits
        case .uuid: self = .uuid
        case .date: self = .date
        case .time: self = .time
        case .timeTZ: self = .timeTZ
        case .timestamp: self = .timestamp(unitsPerSecond: 1_000_000)
        case .timestampSeconds: self = .timestamp(unitsPerSecond: 1)
        case .timestampMilliseconds: self = .timestamp(unitsPerSecond: 1000)
        case .timestampNanoseconds: self = .timestamp(unitsPerSecond: 1_000_000_000)
        case .timestampTZ: self = .timestampTZ
        case .interval: self = .interval
        case .enumeration(let names): self = .enumeration(bytes: Self.indexBytes(names.count), values: names)
        case .list: self = .list(ColumnView(vector.child))
        case .array(_, let count): self = .array(count: count, ColumnView(vector.child))
        case .structure(let members):
            self = .structure(
                members.indices.map { (name: members[$0].name, column: ColumnView(vector.member($0))) })
        case .map:
            let entry = vector.child
            self = .map(key: ColumnView(entry.member(0)), value: ColumnView(entry.member(1)))
        case .null: self = .null
        case .unknown(let number): self = .unsupported(typeNumber: number)
        }
    }

    /// The engine's widths of decimals: 4, 9, 18 and 38 digits.
    private static func decimalBytes(_ width: Int) -> Int {
        switch width {
        case ...4: 2
        case ...9: 4
        case ...18: 8
        default: 16
        }
    }

    private static func indexBytes(_ count: Int) -> Int {
        switch count {
        case ...0xFF: 1
        case ...0xFFFF: 2
        default: 4
        }
    }
}

extension ResultColumn {
    /// How a column of the engine is described to clients (Redshift's types where it has one).
    package init(name: String, engineType: ColumnType) {
        switch engineType {
        case .boolean: self.init(name: name, type: .boolean)
        case .tinyInteger, .smallInteger, .unsignedTinyInteger: self.init(name: name, type: .smallint)
        case .integer, .unsignedSmallInteger: self.init(name: name, type: .integer)
        case .bigInteger, .unsignedInteger: self.init(name: name, type: .bigint)
        case .hugeInteger, .unsignedHugeInteger, .unsignedBigInteger:
            self.init(name: name, type: .numeric, typeModifier: TypeOID.decimalModifier(precision: 38, scale: 0))
        case .float: self.init(name: name, type: .real)
        case .double: self.init(name: name, type: .double)
        case .decimal(let width, let scale):
            self.init(name: name, type: .numeric, typeModifier: TypeOID.decimalModifier(precision: width, scale: scale))
        case .varchar, .enumeration, .bit, .null, .unknown: self.init(name: name, type: .varchar)
        case .json, .list, .array, .structure, .map: self.init(name: name, type: .super)
        case .blob: self.init(name: name, type: .varbyte)
        case .uuid: self.init(name: name, type: .uuid)
        case .date: self.init(name: name, type: .date)
        case .time: self.init(name: name, type: .time)
        case .timeTZ: self.init(name: name, type: .timeTZ)
        case .timestamp, .timestampSeconds, .timestampMilliseconds, .timestampNanoseconds:
            self.init(name: name, type: .timestamp)
        case .timestampTZ: self.init(name: name, type: .timestampTZ)
        case .interval: self.init(name: name, type: .interval)
        }
    }
}
