/// Conversions between byte offsets, which tokens carry, and characters, which errors report.
package enum ScriptPosition {
    /// The 1-based character of a UTF-8 text that the byte at `offset` belongs to.
    package static func character(at offset: Int, in bytes: some Sequence<UInt8>) -> Int {
        var characters = 1
        for (index, byte) in bytes.enumerated() {
            if index >= offset { break }
            if byte & 0xC0 != 0x80 { characters += 1 }
        }
        return characters
    }
}

/// Counts the characters before offsets that only grow, so that a script of many statements is gone through once.
struct CharacterCounter {
    private let bytes: [UInt8]
    private var offset = 0
    private var characters = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The characters before the byte at `end`, which is not below the `end` of the call before.
    mutating func characters(before end: Int) -> Int {
        for byte in bytes[offset..<end] where byte & 0xC0 != 0x80 { characters += 1 }
        offset = end
        return characters
    }
}
