import Glibc

/// A small fast random source (SplitMix64) and the distributions that the market model draws from.
///
/// Each unit of work gets one of its own, made from the seed and the unit's numbers, so the rows do not depend on which
/// thread makes them, or when.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64, path: [UInt64]) {
        state = path.reduce(Self.mixed(seed &+ Self.increment)) { Self.mixed(($0 ^ $1) &+ Self.increment) }
    }

    private static let increment: UInt64 = 0x9e37_79b9_7f4a_7c15

    private static func mixed(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    mutating func next() -> UInt64 {
        state &+= Self.increment
        return Self.mixed(state)
    }

    /// Uniform in 0 ..< 1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Uniform in `range`.
    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit()
    }

    /// Whether an event of this probability happens.
    mutating func happens(_ probability: Double) -> Bool { unit() < probability }

    /// Standard normal (Box-Muller; the second value of the pair is not kept, which keeps the state one word).
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - unit())).squareRoot()
        return radius * cos(2 * .pi * unit())
    }

    /// Exponential of a normal with this mean and standard deviation.
    mutating func logNormal(_ mean: Double, _ deviation: Double) -> Double { exp(mean + deviation * normal()) }

    /// Student's t with three degrees of freedom, scaled to a variance of one: the market's heavy tails.
    mutating func heavyTailed() -> Double {
        let squares = (0..<3).reduce(0.0) { sum, _ in
            let value = normal()
            return sum + value * value
        }
        return normal() / (squares / 3).squareRoot() / 3.0.squareRoot()
    }

    /// An index of `cumulative`, whose last element is the total weight.
    mutating func index(in cumulative: [Double]) -> Int {
        let point = unit() * (cumulative.last ?? 0)
        var low = 0
        var high = max(0, cumulative.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > point { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Running totals, for `SeededRandom.index(in:)`.
func cumulativeSums(_ weights: [Double]) -> [Double] {
    var total = 0.0
    return weights.map { weight in
        total += weight
        return total
    }
}
