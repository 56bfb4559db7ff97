import Foundation
import NIOCore

/// A file that the console serves.
struct Asset: Sendable {
    let contentType: String
    let content: ByteBuffer
    /// Strong validator for `If-None-Match`, in quotes as HTTP wants it.
    let entityTag: String
}

/// Everything the console serves, by request path, read once at the start.
struct AssetLibrary: Sendable {
    private var assets: [String: Asset] = [:]

    /// Reads the pages and the two libraries; throws `ConsoleError` that names the package of what is missing.
    init(configuration: ConsoleConfiguration) throws {
        try addPages(in: configuration.pagesFolder ?? Self.ownPagesFolder)
        for file in LibraryFile.all {
            let folder = file.library == .chart ? configuration.chartFolder : configuration.codeMirrorFolder
            try add("\(folder)/\(file.path)", at: "/libraries/\(file.servedName)", hint: file.library.hint)
        }
    }

    /// The folder with the pages that come with the program.
    static var ownPagesFolder: String { Bundle.module.bundlePath + "/Pages" }

    /// The asset at the path of a request, without its query.
    subscript(path path: String) -> Asset? { assets[path] }

    /// All paths that are served.
    var paths: [String] { assets.keys.sorted() }

    /// Adds every file of `folder`. A page `name.html` is served as `/name` and `index.html` as `/`.
    private mutating func addPages(in folder: String) throws {
        let hint = "install the program together with its Pages folder"
        guard let files = FileManager.default.enumerator(atPath: folder) else {
            throw ConsoleError.missingAsset(folder, hint: hint)
        }
        for case let file as String in files where ContentType(path: file) != nil {
            var path = "/" + file
            if path == "/index.html" { path = "/" }
            if path.hasSuffix(".html") { path.removeLast(".html".count) }
            try add("\(folder)/\(file)", at: path, hint: hint)
        }
        guard assets["/"] != nil else { throw ConsoleError.missingAsset("\(folder)/index.html", hint: hint) }
    }

    private mutating func add(_ file: String, at path: String, hint: String) throws {
        guard let type = ContentType(path: file), let data = FileManager.default.contents(atPath: file) else {
            throw ConsoleError.missingAsset(file, hint: hint)
        }
        assets[path] = Asset(
            contentType: type.rawValue, content: ByteBuffer(bytes: data), entityTag: "\"\(fingerprint(data))\"")
    }

    /// 64-bit FNV-1a in hexadecimal: tells two versions of a file apart, guards against nothing.
    private func fingerprint(_ data: Data) -> String {
        let hash = data.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 16)
    }
}

/// The types of the files that are served; a file of another type is not.
private enum ContentType: String {
    case page = "text/html; charset=utf-8"
    case style = "text/css; charset=utf-8"
    case script = "text/javascript; charset=utf-8"
    case image = "image/svg+xml"

    init?(path: String) {
        switch path.split(separator: ".").last {
        case "html": self = .page
        case "css": self = .style
        case "js": self = .script
        case "svg": self = .image
        default: return nil
        }
    }
}

/// A file of Chart.js or CodeMirror that the pages use.
private struct LibraryFile {
    enum Library {
        case chart
        case codeMirror

        var hint: String {
            switch self {
            case .chart: "install Chart.js with: apt-get install libjs-chart.js"
            case .codeMirror: "install CodeMirror with: apt-get install libjs-codemirror"
            }
        }
    }

    let library: Library
    let path: String

    /// The last part of the path; all of them differ.
    var servedName: Substring { path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...] }

    static let all: [LibraryFile] =
        [LibraryFile(library: .chart, path: "chart.min.js")]
        + [
            "lib/codemirror.js", "lib/codemirror.css", "mode/sql/sql.js", "addon/edit/matchbrackets.js",
            "addon/edit/closebrackets.js", "addon/comment/comment.js", "addon/display/placeholder.js",
            "addon/hint/show-hint.js", "addon/hint/show-hint.css", "addon/hint/sql-hint.js",
        ].map { LibraryFile(library: .codeMirror, path: $0) }
}
