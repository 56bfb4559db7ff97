import Foundation

/// One parser, or some that share their inputs, behind the fuzzer.
struct FuzzTarget: Sendable {
    /// What the command line calls it.
    let name: String
    /// Words of the format, which mutations put into inputs.
    let words: [String]
    /// Inputs to begin with.
    let seeds: @Sendable () throws -> [[UInt8]]
    /// Takes one input; to trap is to report a finding.
    let run: @Sendable ([UInt8]) -> Void

    init(
        _ name: String, words: [String] = [], seeds: @escaping @Sendable () throws -> [[UInt8]],
        run: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.name = name
        self.words = words
        self.seeds = seeds
        self.run = run
    }

    /// Where the dictionary beside a corpus lies.
    func dictionary(of corpus: URL) -> URL { corpus.appendingPathExtension("dict") }

    /// Writes the seeds into the folder of the corpus, and the words, if there are any, into a dictionary beside it.
    func prepare(corpus: URL) throws {
        for (index, seed) in try seeds().enumerated() {
            try Data(seed).write(to: corpus.appendingPathComponent("seed-\(index)"))
        }
        guard !words.isEmpty else { return }
        let entries = words.map { word in
            let bytes = word.utf8.map { byte in
                let digits = String(byte, radix: 16)
                return "\\x" + (digits.count == 1 ? "0" : "") + digits
            }
            return "\"\(bytes.joined())\"\n"
        }
        try Data(entries.joined().utf8).write(to: dictionary(of: corpus))
    }
}

/// The bytes of an input as decisions and as what is left of them.
struct FuzzInput {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next byte; 0 behind the end.
    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    /// A little-endian number of two bytes.
    mutating func short() -> Int { Int(byte()) | Int(byte()) << 8 }

    /// The next bytes, as many as there are.
    mutating func bytes(_ count: Int) -> ArraySlice<UInt8> {
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// What is left as text, damage replaced.
    var text: String { String(decoding: rest, as: UTF8.self) }

    /// What is left in two pieces; the place of the cut follows from the bytes.
    var pieces: [ArraySlice<UInt8>] {
        let hash = rest.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let cut = rest.startIndex + Int(hash % UInt64(rest.count + 1))
        return [rest[..<cut], rest[cut...]]
    }
}

/// Ends the process, and so reports a finding, where a promise of the parser is broken.
func check(_ holds: Bool, _ promise: @autoclosure () -> String) {
    precondition(holds, "broken promise: \(promise())")
}
