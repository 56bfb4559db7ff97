internal import Crypto

/// The hash keys a shard takes: both ends included, as Kinesis shows them.
package struct HashKeyRange: Hashable, Sendable {
    /// The first key.
    package let start: UInt128
    /// The last key.
    package let end: UInt128

    /// Joins the ends; `start` is not above `end`.
    package init(start: UInt128, end: UInt128) {
        self.start = start
        self.end = end
    }

    /// Divides all keys into `count` ranges of equal size, the last one taking the rest; `count` is at least 1.
    package static func dividing(into count: Int) -> [HashKeyRange] {
        let width = count == 1 ? UInt128.max : UInt128.max / UInt128(count) + (count.isPowerOfTwo ? 1 : 0)
        return (0..<count).map { index in
            let start = UInt128(index) * width
            return HashKeyRange(start: start, end: index == count - 1 ? .max : start + width - 1)
        }
    }
}

/// Finds the shard of a record by the MD5 of its partition key, as Kinesis does.
package struct ShardRouter: Sendable {
    /// The last hash key of each shard, increasing.
    private let ends: [UInt128]

    /// Routes among shards whose `ranges` are in order and cover all keys.
    package init(ranges: [HashKeyRange]) {
        ends = ranges.map(\.end)
    }

    /// The index of the shard that takes a partition key.
    package func shardIndex(partitionKey: UnsafeRawBufferPointer) -> Int {
        ends.count == 1 ? 0 : shardIndex(hashKey: Self.hashKey(of: partitionKey))
    }

    /// The index of the shard that takes a hash key.
    package func shardIndex(hashKey: UInt128) -> Int {
        var (lower, upper) = (0, ends.count - 1)
        while lower < upper {
            let middle = (lower + upper) / 2
            if hashKey <= ends[middle] { upper = middle } else { lower = middle + 1 }
        }
        return lower
    }

    /// The MD5 of a partition key, read as a big-endian number.
    package static func hashKey(of partitionKey: UnsafeRawBufferPointer) -> UInt128 {
        var hash = Insecure.MD5()
        hash.update(bufferPointer: partitionKey)
        return hash.finalize().withUnsafeBytes { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) }
    }
}

extension Int {
    fileprivate var isPowerOfTwo: Bool { self > 0 && self & (self - 1) == 0 }
}
