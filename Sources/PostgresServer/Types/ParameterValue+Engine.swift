package import DuckDB

extension Value {
    /// A client's parameter as the engine takes it; types that the engine's values lack go as text, which it converts.
    package init(_ parameter: ParameterValue) {
        switch parameter {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .smallint(let value): self = .integer(Int64(value))
        case .integer(let value): self = .integer(Int64(value))
        case .bigint(let value): self = .integer(value)
        case .real(let value): self = .double(Double(value))
        case .double(let value): self = .double(value)
        case .decimal(let digits, let scale): self = .decimal(unscaled: digits, width: 38, scale: scale)
        case .text(let text): self = .text(text)
        case .bytes(let bytes): self = .blob(bytes)
        case .date(let days): self = .date(days: days)
        case .time(let microseconds): self = .time(microseconds: microseconds)
        case .timestamp(let instant): self = .timestamp(microseconds: instant)
        case .timestampTZ(let instant): self = .timestampTZ(microseconds: instant)
        case .interval(let months, let days, let microseconds):
            self = .interval(months: months, days: days, microseconds: microseconds)
        case .timeTZ, .uuid: self = .text(parameter.text)
        }
    }
}

extension ParameterValue {
    /// The text form of the values that have no case in the engine's `Value`.
    fileprivate var text: String {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { memory in
            guard let start = memory.baseAddress, var cursor = OutputCursor(memory) else {
                return ""
            }
            switch self {
            case .timeTZ(let microseconds, let offsetSeconds):
                cursor.putTime(microseconds: microseconds)
                cursor.putOffset(seconds: Int(offsetSeconds))
            case .uuid(let value): cursor.putUUID(value, binary: false)
            default: preconditionFailure("\(self) has a case of its own")
            }
            return String(decoding: UnsafeRawBufferPointer(start: start, count: cursor.next - start), as: UTF8.self)
        }
    }
}
