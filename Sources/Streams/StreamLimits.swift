/// Every bound and default of this module.
package enum StreamLimits {
    /// Bytes of a stream's or shard's name (Kinesis).
    package static let nameBytes = 128
    /// Bytes of a record's payload unless configured otherwise (Kinesis' long-standing bound).
    package static let recordBytes = 1 << 20
    /// Bytes of a record's payload that can be configured at most (Kinesis' bound since 2025).
    package static let largestRecordBytes = 10 << 20
    /// Unicode scalars of a partition key (Kinesis).
    package static let partitionKeyScalars = 256
    /// Shards of one stream; each holds one open file.
    package static let shardsPerStream = 256
    /// Streams of one store.
    package static let streams = 1_000
    /// Hours a stream keeps records unless told otherwise (Kinesis).
    package static let retentionHours = 24
    /// Hours a stream can be told to keep records (Kinesis: a day to a year).
    package static let retentionHoursRange = 24...8_760
    /// Records one read returns unless told otherwise.
    package static let readRecords = 100_000
    /// Bytes one read returns unless told otherwise.
    package static let readBytes = 16 << 20
    /// Bytes of a segment file from which the next one is begun: the grain of retention.
    package static let segmentBytes = 64 << 20
    /// Bytes of a log between two entries of its sparse index.
    package static let indexIntervalBytes = 256 << 10
    /// Bytes one read of a segment file asks for.
    package static let readChunkBytes = 1 << 20
    /// Positions a shard remembers so that readers at its tail go on without a search.
    package static let rememberedCursors = 16
    /// Bytes of records that may wait for the disk; appends beyond are refused as throttled.
    package static let queueBytes = 64 << 20
    /// Bytes written together in one group commit.
    package static let groupCommitBytes = 8 << 20
    /// Seconds between two looks for expired segments.
    package static let retentionCheckSeconds = 30
    /// Tags of one stream (Kinesis).
    package static let tagsPerStream = 50
    /// Files that are brought to disk at once.
    package static let concurrentSyncs = 8
    /// Threads that read segment files.
    package static let readThreads = 2
    /// Records one remote GetRecords returns (Kinesis).
    package static let remoteRecords = 10_000
    /// Bytes of a remote endpoint's response: 10 MiB of records in base64, with their keys.
    package static let responseBytes = 32 << 20
    /// Seconds for which a remote shard iterator is used (Kinesis voids it after 300).
    package static let iteratorSeconds = 270
    /// Remote shards whose iterators are remembered.
    package static let rememberedShards = 10_000
}
