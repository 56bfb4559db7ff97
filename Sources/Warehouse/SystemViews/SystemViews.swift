/// The system views, created anew at each start so that they match the program.
enum SystemViews {
    /// `CREATE OR REPLACE VIEW` statements, in an order in which each finds what it reads.
    static let statements: [String] = StreamSystemViews.statements + ViewSystemViews.statements
}
