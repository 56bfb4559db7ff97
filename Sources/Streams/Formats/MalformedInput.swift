/// Bytes that break the rules of their format.
package struct MalformedInput: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was wrong, lowercase.
    package let reason: String
    /// Where it was noticed, in bytes from the beginning.
    package let offset: Int

    /// Joins the parts.
    package init(_ reason: String, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// The reason with its place.
    package var description: String { "\(reason) at byte \(offset)" }
}
