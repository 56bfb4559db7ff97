/// Every column type of the mapping: the declaration, what it becomes, and values with what they are read as.
enum TypeCases {
    struct Value {
        let sql: String
        let expected: String?
        init(_ sql: String, _ expected: String?) {
            self.sql = sql
            self.expected = expected
        }
    }

    struct Column {
        let declaration: String
        let type: String
        let values: [Value]
        init(_ declaration: String, _ type: String, _ low: (String, String?), _ high: (String, String?)) {
            self.declaration = declaration
            self.type = type
            values = [Value("NULL", nil), Value(low.0, low.1), Value(high.0, high.1)]
        }
    }

    static let rowCount = 3
    static let columns: [Column] = [
        Column("TINYINT", "SMALLINT", ("-128", "-128"), ("127", "127")),
        Column("TINYINT UNSIGNED", "SMALLINT", ("0", "0"), ("255", "255")),
        Column("BOOL", "SMALLINT", ("FALSE", "0"), ("TRUE", "1")),
        Column("SMALLINT", "SMALLINT", ("-32768", "-32768"), ("32767", "32767")),
        Column("SMALLINT UNSIGNED", "INTEGER", ("0", "0"), ("65535", "65535")),
        Column("MEDIUMINT", "INTEGER", ("-8388608", "-8388608"), ("8388607", "8388607")),
        Column("MEDIUMINT UNSIGNED", "INTEGER", ("1", "1"), ("16777215", "16777215")),
        Column("INT", "INTEGER", ("-2147483648", "-2147483648"), ("2147483647", "2147483647")),
        Column("YEAR", "VARCHAR(4)", ("0", "0000"), ("2155", "2155")),
        Column("INT UNSIGNED", "BIGINT", ("0", "0"), ("4294967295", "4294967295")),
        Column(
            "BIGINT", "BIGINT", ("-9223372036854775808", "-9223372036854775808"),
            ("9223372036854775807", "9223372036854775807")),
        Column("BIGINT UNSIGNED", "DECIMAL(20,0)", ("0", "0"), ("18446744073709551615", "18446744073709551615")),
        Column("DECIMAL(10,2)", "DECIMAL(10,2)", ("-12345678.90", "-12345678.90"), ("0.05", "0.05")),
        Column("DECIMAL(5,0) UNSIGNED", "DECIMAL(5,0)", ("0", "0"), ("99999", "99999")),
        Column(
            "DECIMAL(38,18)", "DECIMAL(38,18)",
            ("-99999999999999999999.999999999999999999", "-99999999999999999999.999999999999999999"),
            ("1.5", "1.500000000000000000")),
        Column(
            "DECIMAL(20,20)", "DECIMAL(20,20)", ("-0.00000000000000000001", "-0.00000000000000000001"),
            ("0.5", "0.50000000000000000000")),
        Column("FLOAT", "REAL", ("-1.1754943e-38", "-1.1754944e-38"), ("3.14159274", "3.1415927")),
        Column("DOUBLE", "DOUBLE PRECISION", ("0.1", "0.1"), ("-1.7976931348623157e308", "-1.7976931348623157e+308")),
        Column("BIT(1)", "VARBYTE(8)", ("b'0'", "00"), ("b'1'", "01")),
        Column("BIT(12)", "VARBYTE(8)", ("b'1'", "0001"), ("b'101010101010'", "0aaa")),
        Column("BIT(64)", "VARBYTE(8)", ("0", "0000000000000000"), ("x'8000000000000001'", "8000000000000001")),
        Column("BINARY(4)", "VARBYTE(4)", ("x'AB00'", "ab000000"), ("x'00000000'", "00000000")),
        Column("VARBINARY(300)", "VARBYTE(300)", ("''", ""), ("x'00FF00'", "00ff00")),
        Column("TINYBLOB", "VARBYTE(255)", ("''", ""), ("x'00'", "00")),
        Column("BLOB", "VARBYTE(65535)", ("x'FF'", "ff"), ("x'2000'", "2000")),
        Column("LONGBLOB", "VARBYTE(16777216)", ("x'01'", "01"), ("''", "")),
        Column("CHAR(5)", "VARCHAR(5)", ("'ab '", "ab"), ("'añb€😀'", "añb€😀")),
        Column(
            "CHAR(100) CHARACTER SET utf8mb4", "VARCHAR(100)", ("''", ""),
            ("REPEAT('é', 100)", String(repeating: "é", count: 100))),
        Column("VARCHAR(50)", "VARCHAR(50)", ("'tail '", "tail "), ("'quote'' \\\\ 日本'", "quote' \\ 日本")),
        Column("VARCHAR(400) CHARACTER SET latin1", "VARCHAR(400)", ("'€ é ÿ'", "€ é ÿ"), ("'plain'", "plain")),
        Column("VARCHAR(20) CHARACTER SET utf8mb3", "VARCHAR(20)", ("'ß'", "ß"), ("'日本'", "日本")),
        Column("CHAR(3) CHARACTER SET ascii", "VARCHAR(3)", ("'abc'", "abc"), ("''", "")),
        Column("TINYTEXT", "VARCHAR(255)", ("'t'", "t"), ("''", "")),
        Column("TEXT", "VARCHAR(65535)", ("'text'", "text"), ("'ü'", "ü")),
        Column("TEXT CHARACTER SET latin1", "VARCHAR(65535)", ("'ü'", "ü"), ("'x'", "x")),
        Column("MEDIUMTEXT", "VARCHAR(65535)", ("'m'", "m"), ("''", "")),
        Column("LONGTEXT", "VARCHAR(65535)", ("'l'", "l"), ("''", "")),
        Column("JSON", "VARCHAR(65535)", ("'{\"a\": [1, null]}'", "{\"a\": [1, null]}"), ("'[]'", "[]")),
        Column("ENUM('small', 'it''s', 'größe')", "VARCHAR(1020)", ("'it''s'", "it's"), ("'größe'", "größe")),
        Column("SET('a', 'b', 'it''s')", "VARCHAR(1020)", ("''", ""), ("'a,b'", "a,b")),
        Column("DATE", "DATE", ("'1000-01-01'", "-354285"), ("'9999-12-31'", "2932896")),
        Column("DATE DEFAULT NULL", "DATE", ("'0000-00-00'", nil), ("'2024-02-29'", "19782")),
        Column(
            "DATETIME", "TIMESTAMP", ("'1970-01-01 00:00:01'", "1000000"), ("'2024-02-29 23:59:59'", "1709251199000000")
        ),
        Column("DATETIME(6)", "TIMESTAMP", ("'1969-12-31 23:59:59.999999'", "-1"), ("'0000-00-00 00:00:00'", nil)),
        Column(
            "DATETIME(3)", "TIMESTAMP", ("'2024-01-01 00:00:00.5'", "1704067200500000"),
            ("'2024-01-01'", "1704067200000000")),
        Column(
            "TIMESTAMP NULL", "TIMESTAMP", ("FROM_UNIXTIME(1)", "1000000"),
            ("FROM_UNIXTIME(2147483647)", "2147483647000000")),
        Column(
            "TIMESTAMP(6) NULL", "TIMESTAMP", ("FROM_UNIXTIME(1.5)", "1500000"),
            ("FROM_UNIXTIME(1700000000.000001)", "1700000000000001")),
        Column("TIME", "VARCHAR(18)", ("'-838:59:59'", "-838:59:59"), ("'12:34:56'", "12:34:56")),
        Column("TIME(2)", "VARCHAR(18)", ("'-00:00:01.50'", "-00:00:01.50"), ("'00:00:00.01'", "00:00:00.01")),
        Column(
            "TIME(6)", "VARCHAR(18)", ("'-101:00:00.000001'", "-101:00:00.000001"),
            ("'23:59:59.999999'", "23:59:59.999999")),
    ]

    static var createTable: String {
        let list = columns.enumerated().map { "c\($0) \($1.declaration)" }.joined(separator: ", ")
        return
            "SET sql_mode = ''; CREATE TABLE logged (id INT AUTO_INCREMENT PRIMARY KEY, \(list)) CHARACTER SET utf8mb4"
    }

    static func inserts(into table: String) -> String {
        var statements = "SET sql_mode = '';"
        for row in 0..<rowCount {
            let values = columns.map { $0.values[row].sql }.joined(separator: ", ")
            statements += "INSERT INTO \(table) VALUES (\(row + 1), \(values));"
        }
        return statements
    }
}
