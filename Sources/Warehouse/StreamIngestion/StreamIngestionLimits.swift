/// Every bound and pause of stream ingestion.
enum StreamIngestionLimits {
    /// The most records of one shard in one commit.
    static let batchRecords = 65_536
    /// The most payload bytes in one commit, but for the first record.
    static let batchBytes = 32 << 20
    /// Below so many records a commit is followed by a short pause, so that a little gathers.
    static let smallBatchRecords = 8_192
    /// The longest such pause; a part of every record's delay.
    static let longestGathering = Duration.milliseconds(40)
    /// The longest pause between two tries of a view that stands still.
    static let longestPause = Duration.seconds(5)
    /// How often an idle view looks whether its stream was resharded or replaced.
    static let describeInterval = Duration.seconds(2)
    /// How often old scan rows are removed.
    static let cleaningInterval = Duration.seconds(300)
    /// How long scan rows are kept.
    static let scanRecordsKept = Duration.seconds(24 * 3600)
}
