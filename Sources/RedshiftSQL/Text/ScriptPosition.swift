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
