import Foundation
import Testing

/// The rules of CONTRIBUTING.md that a program can check.
@Suite struct StyleTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Which of our own modules each module may import, and which C library it alone may.
    static let allowedImports: [String: Set<String>] = [
        "DuckDB": ["CDuckDB"],
        "RedshiftSQL": [],
        "Streams": [],
        "Replication": ["CMariaDB"],
        "Warehouse": ["DuckDB", "RedshiftSQL", "Streams", "Replication"],
        "PostgresServer": ["Warehouse", "DuckDB", "RedshiftSQL"],
        "AWSServer": ["Warehouse", "Streams"],
        "WebConsole": ["Warehouse", "DuckDB", "RedshiftSQL"],
        "Demonstration": ["DuckDB", "Streams", "Replication"],
        "millrace": [
            "Warehouse", "DuckDB", "Streams", "Replication", "PostgresServer", "AWSServer", "WebConsole",
            "Demonstration",
        ],
    ]

    static let ownModules = Set(allowedImports.keys).union(["CDuckDB", "CMariaDB", "MillraceTesting"])

    /// What no source of the product may say, each with what to write instead.
    static let bannedCode = [
        ("try!", "handle the error, or let the function throw it"),
        ("as!", "use as? and throw what is wrong"),
        ("fatalError(", "throw a typed error; precondition() is for a broken promise of our own code"),
        ("unowned(unsafe)", "hold the object"),
        ("Thread.sleep", "await a condition"),
    ]

    static let leftoverMarkers = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]

    struct SourceFile: CustomTestStringConvertible, Sendable {
        let url: URL
        let module: String

        var testDescription: String { module + "/" + url.lastPathComponent }
    }

    static func sourceFiles(in folder: String) -> [SourceFile] {
        let base = root.appending(path: folder)
        guard let paths = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            SourceFile(url: base.appending(path: path), module: String(path.prefix(while: { $0 != "/" })))
        }
    }

    static let product = sourceFiles(in: "Sources")
    static let everything = product + sourceFiles(in: "Tests") + sourceFiles(in: "Fuzz")

    @Test func everyModuleIsInTheTable() {
        #expect(Set(Self.product.map(\.module)) == Set(Self.allowedImports.keys))
    }

    @Test(arguments: product) func noTypeBearsItsModulesName(file: SourceFile) throws {
        let code = String(SourceText(try String(contentsOf: file.url, encoding: .utf8)).code)
        let declared = code.matches(of: /\b(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)/).map { String($0.1) }
        #expect(!declared.contains(file.module), "\(file.module).Type would look into the type, not into the module")
    }

    @Test(arguments: everything) func filesStayShort(file: SourceFile) throws {
        let lineCount = try String(contentsOf: file.url, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false
        ).count
        #expect(lineCount <= 501, "split the file: 500 lines at most")
    }

    @Test(arguments: everything) func functionsFitOnAScreen(file: SourceFile) throws {
        let source = SourceText(try String(contentsOf: file.url, encoding: .utf8))
        let long = source.functions().filter { $0.lineCount > 70 }
        #expect(long.isEmpty, "split the function: 70 lines at most")
    }

    @Test(arguments: product) func importsGoDownTheModuleTable(file: SourceFile) throws {
        let allowed = try #require(Self.allowedImports[file.module])
        let imported = try importedModules(of: file).intersection(Self.ownModules)
        #expect(imported.subtracting(allowed).isEmpty, "\(file.module) may import \(allowed.sorted())")
    }

    @Test(arguments: product) func bannedCodeIsAbsent(file: SourceFile) throws {
        let code = String(SourceText(try String(contentsOf: file.url, encoding: .utf8)).code)
        for (banned, instead) in Self.bannedCode {
            #expect(!code.contains(banned), "\(instead)")
        }
    }

    @Test(arguments: everything) func nothingIsLeftOver(file: SourceFile) throws {
        let text = try String(contentsOf: file.url, encoding: .utf8)
        for marker in Self.leftoverMarkers {
            #expect(!text.contains(marker), "finish it, or write it down as an issue")
        }
        #expect(file.url.lastPathComponent != "Placeholder.swift")
    }

    private func importedModules(of file: SourceFile) throws -> Set<String> {
        let lines = SourceText(try String(contentsOf: file.url, encoding: .utf8)).lines
        return Set(
            lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let keyword = words.firstIndex(of: "import"), words.indices.contains(keyword + 1),
                    words[..<keyword].allSatisfy({
                        $0.hasPrefix("@") || ["package", "internal", "private"].contains($0)
                    })
                else { return nil }
                return words[keyword + 1].split(separator: ".").first.map(String.init)
            })
    }
}

/// The scanner that the rules rest on.
@Suite struct SourceTextTests {
    @Test func stringsAndCommentsAreBlanked() {
        let source = SourceText(
            #"""
            let a = "{ \(b("}")) {" // {
            /* { /* { */ */ let c = """
              {
              """
            """#)
        #expect(!String(source.code).contains("{"))
        #expect(String(source.code).contains("let c ="))
        #expect(source.lines.count == 4)
    }

    @Test func functionsAreMeasuredFromKeywordToBrace() {
        let source = SourceText(
            """
            protocol P {
                func required(a: Int)
                func other()
            }
            func long(
                closure: () -> Void = { }
            ) async throws -> Int
            where T: P {
                if true {
                }
            }
            """)
        #expect(source.functions() == [SourceText.Function(name: "long", firstLine: 5, lineCount: 7)])
    }
}
