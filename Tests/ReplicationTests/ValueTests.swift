import Testing

@testable import Replication

@Suite struct ValueTests {
    @Test(arguments: [
        "binlog.000001:4", "mysql-bin.000012:1073741824@0-1-100,7-2-9",
        "a%20b.000001:4 shop/t%2Fu=binlog.000002:99@0-1-5 sh%C3%BCp/x%3D=binlog.000002:7",
    ]) func positionsSurviveAsText(text: String) throws {
        #expect(try #require(SourcePosition(text)).description == text)
    }

    @Test(arguments: [
        "", "x", "x:", ":", "x:1@", "x:1@0-1", "x:1@a-b-c", "x:-1", "x:1 t=x:1", "x:1 a/b", "x:1  ", "%zz:1",
        "x:99999999999999999999",
    ])
    func otherTextIsNoPosition(text: String) { #expect(SourcePosition(text) == nil) }

    @Test func placesAreInTheOrderOfTheLog() {
        let places = [("b.999999", 9), ("b.1000000", 4), ("b.1000000", 5)].map {
            BinlogCoordinates(file: $0, offset: UInt64($1))
        }
        #expect(places.sorted { $0 < $1 } == places)
    }

    @Test(arguments: [
        ColumnType.smallint, .integer, .bigint, .decimal(precision: 38, scale: 37), .real, .double,
        .varchar(length: 20),
        .varbyte(length: 8), .date, .timestamp, .json,
    ]) func typesSurviveAsText(type: ColumnType) { #expect(ColumnType(type.description) == type) }

    @Test(arguments: ["", "VARCHAR", "VARCHAR(", "VARCHAR(x)", "DECIMAL(1)", "INT"]) func otherTextIsNoType(
        text: String
    ) {
        #expect(ColumnType(text) == nil)
    }

    static let filters: [(filter: String, included: [String], excluded: [String])] = [
        ("", ["a.b"], ["mysql.user", "sys.x"]), ("include: a.*", ["a.b"], ["b.b"]),
        ("exclude: a.b", ["a.c", "b.b"], ["a.b"]),
        ("include: a.*, exclude: a./t_[0-9]+/", ["a.t", "a.t_x"], ["a.t_12", "b.t"]),
        ("exclude: *.*, include: a.b", ["a.b"], ["a.c"]), ("include:`we.ird`.`*`", ["we.ird/*"], ["we.ird/x"]),
        ("include: /x|y/./.*,.*/", ["x.a,b"], ["x.ab", "z.a,b"]),
    ]

    @Test(arguments: filters) func filtersAreReadInOrder(filter: String, included: [String], excluded: [String]) throws
    {
        let parsed = filter.isEmpty ? .all : try TableFilter(filter)
        func name(_ text: String) -> TableName {
            let parts = text.split(separator: text.contains("/") ? "/" : ".").map(String.init)
            return TableName(database: parts[0], table: parts[1])
        }
        for table in included { #expect(parsed.includes(name(table)), "\(table)") }
        for table in excluded { #expect(!parsed.includes(name(table)), "\(table)") }
    }

    @Test(arguments: [
        "a.b", "include: a", "include: .b", "include: a.b c", "include: /(/.b", "include: `a.b",
        "include: \(String(repeating: "x", count: 257)).b",
        Array(repeating: "include: a.b", count: 100).joined(separator: ","),
    ]) func badFiltersAreRefused(filter: String) {
        let error = #expect(throws: ReplicationError.self) { try TableFilter(filter) }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test func addressesAreRead() throws {
        let configuration = try MySQLConfiguration(
            url: "mysql://re%40der:p%3Aw@db.example:3307/sales?ssl-mode=required")
        #expect(configuration.host == "db.example" && configuration.port == 3307)
        #expect(configuration.user == "re@der" && configuration.password == "p:w" && configuration.tls == .required)
        #expect(configuration.filter.includes(TableName(database: "sales", table: "t")))
        #expect(!configuration.filter.includes(TableName(database: "other", table: "t")))
        for bad in ["", "http://u@h/", "mysql://h/d", "mysql://u@h/d?ssl-mode=maybe", "mysql://u@h/d?x=1"] {
            #expect(throws: ReplicationError.self) { try MySQLConfiguration(url: bad) }
        }
    }

    @Test func columnsJoinAndShrink() {
        var left = ColumnBuffer(type: .varchar(length: 9))
        for index in 0..<100 { if index % 3 == 0 { left.appendNull() } else { left.append(bytes: "v\(index)".utf8) } }
        var right = left
        right.truncate(to: 65)
        #expect(right.count == 65 && right.offsets.count == 66 && right.validity.count == 2)
        left.append(contentsOf: right)
        #expect(left.count == 165)
        for row in 0..<165 {
            let origin = row < 100 ? row : row - 100
            #expect(Replica.text(left, row) == (origin % 3 == 0 ? nil : "v\(origin)"))
        }
    }
}
