import Foundation
import NIOCore
import Testing

@testable import WebConsole

@Suite(.timeLimit(.minutes(1))) struct PageTests {
    private let backend = ClosureBackend.result([], [])

    /// What a file refers to: addresses in markup, and modules that a script imports.
    private func references(in text: String, at path: String) -> [String] {
        let attributes = text.matches(of: /(?:src|href)="(\/[^"#]*)"/).map { String($0.1) }
        let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
        let imports = text.matches(of: /from "\.\/([^"]+)"/).map { "\(folder)\($0.1)" }
        return attributes + imports
    }

    @Test func everyFileRefersOnlyToFilesThatAreServed() async throws {
        let assets = try AssetLibrary(configuration: ConsoleConfiguration())
        for page in ["/", "/live", "/status", "/query"] { #expect(assets.paths.contains(page)) }
        var referred: Set<String> = ["/", "/live", "/status", "/query"]
        try await withConsole(backend) { client in
            for path in assets.paths {
                let response = try await client.send("GET", path)
                #expect(response.status == 200)
                for reference in references(in: response.text, at: path) where !path.hasPrefix("/libraries/") {
                    #expect(assets[path: reference] != nil, "\(path) refers to \(reference)")
                    referred.insert(reference)
                }
            }
        }
        #expect(Set(assets.paths).subtracting(referred) == [], "served, but nothing refers to it")
    }

    @Test func pagesHoldNoInlineScriptOrStyleAndNothingFromElsewhere() throws {
        let assets = try AssetLibrary(configuration: ConsoleConfiguration())
        for path in assets.paths where !path.hasPrefix("/libraries/") {
            let asset = try #require(assets[path: path])
            let text = String(buffer: asset.content)
            if asset.contentType.hasPrefix("text/html") {
                #expect(!text.contains(/<script(?![^>]*src=)/), "\(path)")
                #expect(!text.contains(/<style|style="|\son[a-z]+="/), "\(path)")
            }
            let elsewhere = text.matches(of: /https?:\/\/[^\s"'`)]+/).map { String($0.0) }
            #expect(elsewhere.allSatisfy { $0 == "http://www.w3.org/2000/svg" }, "\(path): \(elsewhere)")
        }
    }

    @Test func tellsBrowsersWhatToTrustAndWhatToKeep() async throws {
        try await withConsole(backend) { client in
            let page = try await client.send("GET", "/live")
            let policy = try #require(page.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            #expect(page.headers["x-content-type-options"] == "nosniff")
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.headers["cache-control"] == "no-cache")
            let tag = try #require(page.headers["etag"])
            let again = try await client.send("GET", "/live", headers: ["If-None-Match": tag])
            #expect(again.status == 304 && again.body.isEmpty)
            #expect(try await client.send("GET", "/live", headers: ["If-None-Match": "\"other\""]).status == 200)
            let head = try await client.send("HEAD", "/live")
            #expect(head.status == 200 && head.body.isEmpty)
        }
    }

    @Test(arguments: [
        "/index.html", "/missing", "/../Package.swift", "/..%2f..%2fetc/passwd", "/styles", "/libraries/chart.js",
    ])
    func servesNothingElse(path: String) async throws {
        #expect(try await withConsole(backend) { try await $0.send("GET", path) }.status == 404)
    }

    @Test(arguments: [
        ("GET", "/", ["Host": "evil.example"], 403),
        ("GET", "/scripts/api.js", ["Host": "evil.example"], 403),
        ("POST", "/api/query", ["Host": "evil.example", "Content-Type": "application/json"], 403),
        ("POST", "/api/query", ["Origin": "http://evil.example", "Content-Type": "application/json"], 403),
        ("POST", "/api/query.csv", ["Origin": "null", "Content-Type": "application/json"], 403),
        ("POST", "/api/query", ["Content-Type": "text/plain"], 415),
        ("POST", "/api/query", [:], 415),
        ("POST", "/api/query", ["Content-Type": "application/x-www-form-urlencoded"], 415),
        ("GET", "/api/query", [:], 405),
        ("POST", "/live", [:], 405),
        ("POST", "/api/query", ["Host": "warehouse.example", "Content-Type": "application/json; charset=utf-8"], 200),
        ("GET", "/", ["Host": "warehouse.example", "Origin": "https://warehouse.example"], 200),
    ])
    func letsInOnlyItsOwnPages(method: String, path: String, headers: [String: String], status: Int) async throws {
        let response = try await withConsole(backend, configure: { $0.allowedHosts = ["warehouse.example"] }) {
            try await $0.send(method, path, headers: headers, body: method == "POST" ? "{\"sql\": \"select 1\"}" : "")
        }
        #expect(response.status == status)
        if status != 200 {
            #expect(response.text.contains(" ") && response.text.hasSuffix("\n"), "a sentence says why")
        }
    }

    @Test func namesThePackageThatIsMissing() throws {
        for (change, package) in [
            ({ $0.chartFolder = "/nowhere" }, "libjs-chart.js"),
            ({ $0.codeMirrorFolder = "/nowhere" }, "libjs-codemirror"),
            ({ $0.pagesFolder = "/nowhere" }, "Pages"),
        ] as [((inout ConsoleConfiguration) -> Void, String)] {
            var configuration = ConsoleConfiguration()
            change(&configuration)
            let error = #expect(throws: ConsoleError.self) { try AssetLibrary(configuration: configuration) }
            #expect(error?.code == .missingAsset)
            #expect(error?.description.contains("/nowhere") == true && error?.description.contains(package) == true)
        }
    }

    @Test func listensOnThisMachineOnly() async throws {
        for host in ["0.0.0.0", "::", "192.168.1.7", "warehouse.example"] {
            let error = await #expect(throws: ConsoleError.self) {
                try await withConsole(backend, configure: { $0.host = host }) { _ in }
            }
            #expect(error?.code == .notLoopback)
        }
    }

    @Test func saysThatThePortIsTaken() async throws {
        try await withConsole(backend) { client in
            let error = await #expect(throws: ConsoleError.self) {
                try await withConsole(backend, configure: { $0.port = client.port }) { _ in }
            }
            #expect(error?.code == .cannotListen)
        }
    }
}
