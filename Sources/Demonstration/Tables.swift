/// Results as text tables.
enum Tables {
    /// Prints a title and the rows under their columns; null is shown as `-`.
    static func print(_ title: String, columns: [String], _ rows: [[String?]]) {
        let cells = [columns] + rows.map { row in row.map { $0 ?? "-" } }
        let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        Terminal.say(title)
        for row in cells {
            let line = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
            Terminal.say("    " + line.joined(separator: "  "))
        }
        Terminal.say("")
    }
}
