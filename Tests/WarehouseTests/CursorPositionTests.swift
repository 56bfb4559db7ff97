import RedshiftSQL
import Testing
import Warehouse

/// Where cursors go, as PostgreSQL's FETCH has it.
@Suite struct CursorPositionTests {
    typealias Step = (direction: Fetch.Direction, rows: Range<Int>, isBackward: Bool, row: Int)

    @Test func movesAsPostgreSQL() {
        var position = CursorPosition(rowCount: 5)
        let steps: [Step] = [
            (.forward(0), 0..<0, false, 0), (.forward(2), 0..<2, false, 2), (.forward(0), 1..<2, false, 2),
            (.backward(1), 0..<1, true, 1), (.backward(1), 0..<0, true, 0), (.backward(nil), 0..<0, true, 0),
            (.forward(nil), 0..<5, false, 6), (.forward(1), 5..<5, false, 6), (.backward(2), 3..<5, true, 4),
            (.backward(nil), 0..<3, true, 0), (.absolute(5), 4..<5, false, 5), (.absolute(6), 0..<0, false, 6),
            (.absolute(-1), 4..<5, false, 5), (.absolute(-5), 0..<1, false, 1), (.absolute(-6), 0..<0, false, 0),
            (.relative(3), 2..<3, false, 3), (.relative(-1), 1..<2, false, 2), (.relative(0), 1..<2, false, 2),
            (.relative(-9), 0..<0, false, 0), (.forward(3), 0..<3, false, 3), (.forward(9), 3..<5, false, 6),
        ]
        for step in steps {
            let moved = position.move(step.direction)
            #expect(moved.rows == step.rows || (moved.rows.isEmpty && step.rows.isEmpty), "\(step)")
            #expect(moved.isBackward == step.isBackward, "\(step)")
            #expect(position.row == step.row, "\(step)")
        }
    }

    @Test(arguments: [
        Fetch.Direction.forward(.max), .backward(.max), .absolute(.max), .absolute(.min + 1), .relative(.max),
        .relative(.min + 1),
    ])
    func aHugeDistanceStaysAmongTheRows(direction: Fetch.Direction) {
        for rowCount in [0, 1, 7] {
            for start in 0...(rowCount + 1) {
                var position = CursorPosition(rowCount: rowCount)
                _ = position.move(.absolute(start))
                let moved = position.move(direction)
                #expect((0...(rowCount + 1)).contains(position.row))
                #expect(moved.rows.isEmpty || (moved.rows.lowerBound >= 0 && moved.rows.upperBound <= rowCount))
            }
        }
    }
}
