// swift-tools-version: 6.2
import PackageDescription

/// libFuzzer's runtime library: `./run fuzz` names it, and only then is there a fuzz program, with coverage to steer it
/// and sight of what modules keep to themselves.
let fuzzerRuntime = Context.environment["MILLRACE_FUZZER_RUNTIME"]
let coverage: [SwiftSetting] = fuzzerRuntime == nil ? [] : [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])]

/// Strict from day one: language mode 6, every import states its level, warnings stop the build.
let strict: [SwiftSetting] =
    coverage + [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ]

/// Where `./run setup` puts the engine library.
let libraries = Context.packageDirectory + "/.deps/lib"
let engineLinkage: [LinkerSetting] = [
    .unsafeFlags([
        "-L\(libraries)", "-Xlinker", "-rpath", "-Xlinker", libraries, "-Xlinker", "--no-as-needed",
        "-lduckdb_python_stubs",
    ])
]

let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "millrace",
    products: [.executable(name: "millrace", targets: ["millrace"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CDuckDB"),
        .systemLibrary(name: "CMariaDB", pkgConfig: "libmariadb", providers: [.apt(["libmariadb-dev"])]),

        .target(name: "DuckDB", dependencies: ["CDuckDB"], swiftSettings: strict, linkerSettings: engineLinkage),
        .target(name: "RedshiftSQL", swiftSettings: strict),
        .target(name: "Streams", dependencies: [httpClient, crypto, logging, nio], swiftSettings: strict),
        .target(name: "Replication", dependencies: ["CMariaDB", logging], swiftSettings: strict),
        .target(
            name: "Warehouse",
            dependencies: ["DuckDB", "RedshiftSQL", "Streams", "Replication", crypto, logging, lifecycle],
            swiftSettings: strict),
        .target(
            name: "PostgresServer",
            dependencies: ["Warehouse", "DuckDB", "RedshiftSQL", nio, nioPosix, nioSSL, crypto, logging, lifecycle],
            swiftSettings: strict),
        .target(
            name: "AWSServer", dependencies: ["Streams", hummingbird, logging, lifecycle, nio],
            swiftSettings: strict),
        .target(
            name: "WebConsole",
            dependencies: [
                "Warehouse", "DuckDB", "RedshiftSQL", hummingbird, hummingbirdCore, logging, lifecycle, nio, nioPosix,
            ],
            resources: [.copy("Pages")], swiftSettings: strict),
        .target(
            name: "Demonstration",
            dependencies: ["DuckDB", "Streams", "Replication", httpClient, logging, nio], swiftSettings: strict),
        .executableTarget(
            name: "millrace",
            dependencies: [
                "Warehouse", "DuckDB", "Streams", "PostgresServer", "AWSServer", "WebConsole", "Demonstration",
                arguments,
                logging, lifecycle, signals,
            ],
            swiftSettings: strict),

        .target(
            name: "MillraceTesting", dependencies: ["DuckDB"], path: "Tests/MillraceTesting", swiftSettings: strict),
        .testTarget(name: "DuckDBTests", dependencies: ["DuckDB", "MillraceTesting"], swiftSettings: strict),
        .testTarget(
            name: "RedshiftSQLTests", dependencies: ["RedshiftSQL", "DuckDB", "MillraceTesting"], swiftSettings: strict),
        .testTarget(
            name: "StreamsTests", dependencies: ["Streams", "MillraceTesting", logging], swiftSettings: strict),
        .testTarget(name: "ReplicationTests", dependencies: ["Replication", "MillraceTesting"], swiftSettings: strict),
        .testTarget(
            name: "WarehouseTests",
            dependencies: [
                "Warehouse", "DuckDB", "RedshiftSQL", "Streams", "Replication", "MillraceTesting", logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PostgresServerTests",
            dependencies: [
                "PostgresServer", "Warehouse", "DuckDB", "MillraceTesting", nio, nioPosix, logging, lifecycle,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AWSServerTests", dependencies: ["AWSServer", "Streams", "MillraceTesting", logging, lifecycle],
            exclude: ["Clients"], swiftSettings: strict),
        .testTarget(
            name: "WebConsoleTests", dependencies: ["WebConsole", logging, lifecycle, nio], swiftSettings: strict),
        .testTarget(name: "DemonstrationTests", dependencies: ["Demonstration", nio], swiftSettings: strict),
        .testTarget(
            name: "SystemTests", dependencies: ["MillraceTesting", "DuckDB"], exclude: ["clients"],
            swiftSettings: strict),
    ]
)

if let fuzzerRuntime {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Fuzz/CLibFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "CLibFuzzer", "AWSServer", "PostgresServer", "Replication", "RedshiftSQL", "Streams", "Warehouse",
                "WebConsole", "DuckDB", nio, logging,
            ],
            path: "Fuzz/Targets", swiftSettings: strict,
            linkerSettings: [.unsafeFlags([fuzzerRuntime, "-lstdc++", "-lm"])]),
    ]
}
