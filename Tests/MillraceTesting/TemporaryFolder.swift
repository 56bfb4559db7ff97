package import Foundation
internal import Synchronization

/// Folders for tests; all are removed when the test process ends.
package enum TemporaryFolder {
    private static let made = Mutex<[URL]>([])

    /// Makes an empty folder.
    package static func make() -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "millrace-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            preconditionFailure("no temporary folder could be made: \(error)")
        }
        made.withLock { made in
            if made.isEmpty { atexit { TemporaryFolder.removeAll() } }
            made.append(url)
        }
        return url
    }

    private static func removeAll() {
        // At the end of the process there is nobody left to tell.
        made.withLock { for url in $0 { try? FileManager.default.removeItem(at: url) } }
    }
}
