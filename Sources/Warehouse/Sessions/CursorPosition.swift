package import RedshiftSQL

/// Where a cursor stands among rows that are all known, as PostgreSQL counts: before the first row, on a row, or behind
/// the last.
package struct CursorPosition: Sendable, Equatable {
    /// How many rows there are.
    package let rowCount: Int
    /// 0 before the first row, 1 on it, `rowCount + 1` behind the last.
    package private(set) var row = 0

    /// Before the first of so many rows.
    package init(rowCount: Int) { self.rowCount = rowCount }

    /// Moves, and returns the rows that were passed: their numbers counted from 0, and whether the last comes first.
    package mutating func move(_ direction: Fetch.Direction) -> (rows: Range<Int>, isBackward: Bool) {
        switch direction {
        case .forward(0): return land(on: row)
        case .forward(let count): return (forward(count ?? Int.max), false)
        case .backward(let count): return (backward(count ?? Int.max), true)
        case .absolute(let number) where number >= 0: return land(on: number)
        case .absolute(let number): return land(on: max(rowCount + 1 + number, 0))
        case .relative(let distance):
            let (target, overflows) = row.addingReportingOverflow(distance)
            return land(on: overflows ? Int.max : max(target, 0))
        }
    }

    private mutating func forward(_ count: Int) -> Range<Int> {
        let start = min(row, rowCount)
        let left = rowCount - start
        row = count > left ? rowCount + 1 : start + count
        return start..<(start + min(count, left))
    }

    private mutating func backward(_ count: Int) -> Range<Int> {
        let end = max(row - 1, 0)
        row = count > end ? 0 : row - count
        return (end - min(count, end))..<end
    }

    /// Goes to one row, which is there or not.
    private mutating func land(on number: Int) -> (rows: Range<Int>, isBackward: Bool) {
        row = min(number, rowCount + 1)
        let isOnRow = row >= 1 && row <= rowCount
        return (isOnRow ? (row - 1)..<row : 0..<0, false)
    }
}
