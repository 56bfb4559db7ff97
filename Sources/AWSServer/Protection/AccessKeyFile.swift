package import Foundation

/// The access keys that requests are to be signed with, as a file lists them: `ID:SECRET` on a line, `#` before a
/// comment.
package enum AccessKeyFile {
    /// Reads a file; throws where others than its owner may read it, or where it holds no key.
    package static func read(_ file: URL) throws -> [String: String] {
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        let permissions = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard permissions & 0o077 == 0 else {
            throw invalid("\(file.path) can be read by others: chmod 600 \(file.path)")
        }
        let keys = try parse(String(contentsOf: file, encoding: .utf8))
        guard !keys.isEmpty else { throw invalid("\(file.path) holds no access key: write ID:SECRET on a line") }
        return keys
    }

    /// Secrets by access key id. An error names the line, never what stands there.
    package static func parse(_ text: String) throws(AWSError) -> [String: String] {
        var keys: [String: String] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let colon = line.firstIndex(of: ":") else { throw invalid("line \(index + 1): expected ID:SECRET") }
            let (id, secret) = (String(line[..<colon]), String(line[line.index(after: colon)...]))
            // AWS's rule for ids, so that a credential's scope can be cut at its slashes.
            let isPlain = id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            guard !id.isEmpty, isPlain, !secret.isEmpty else {
                throw invalid("line \(index + 1): expected ID:SECRET, the ID of letters and digits")
            }
            guard keys.updateValue(secret, forKey: id) == nil else {
                throw invalid("line \(index + 1): an access key is listed twice")
            }
        }
        return keys
    }

    private static func invalid(_ message: String) -> AWSError {
        AWSError("InvalidConfiguration", message, status: 500)
    }
}
