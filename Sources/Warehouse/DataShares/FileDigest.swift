internal import Crypto
internal import Foundation

/// The size and SHA-256 of a file, read in pieces.
struct FileDigest: Equatable {
    var bytes: Int64 = 0
    /// In lower-case hexadecimal.
    var sha256 = ""

    private static let pieceBytes = 1 << 20

    /// Reads a file, and writes what it reads to `copy` where one is given; stops once it has more than `limitBytes`.
    init(of file: URL, limitBytes: Int64 = .max, copy: URL? = nil) throws {
        let input = try FileHandle(forReadingFrom: file)
        if let copy { try DurableFile.create(copy, with: Data(), mode: 0o644) }
        let output = try copy.map { try FileHandle(forWritingTo: $0) }
        var digest = SHA256()
        while bytes <= limitBytes, let piece = try input.read(upToCount: Self.pieceBytes), !piece.isEmpty {
            bytes += Int64(piece.count)
            digest.update(data: piece)
            try output?.write(contentsOf: piece)
        }
        try output?.synchronize()
        sha256 = digest.finalize().hexadecimal
    }
}
