/// Every bound and pause of integrations.
enum IntegrationLimits {
    /// Rows that are gathered into one commit while the source is ahead.
    static let batchRows = 100_000
    /// Source transactions that are gathered into one commit.
    static let batchTransactions = 20_000
    /// The longest pause between two tries of an integration that stands still.
    static let longestPause = Duration.seconds(5)
    /// How often an idle integration notes that it has heard of its source.
    static let contactInterval = Duration.seconds(1)
    /// How often the rows of tables are counted while changes never pause.
    static let countingInterval = Duration.seconds(5)
    /// How often old activity rows are removed.
    static let cleaningInterval = Duration.seconds(300)
    /// How long activity rows are kept.
    static let activityKeptMicroseconds: Int64 = 24 * 3600 * 1_000_000
}
