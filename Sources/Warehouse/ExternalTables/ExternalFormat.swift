/// How the files of an external table are written.
package enum ExternalFormat: String, Sendable, Hashable {
    case parquet
    /// Text between delimiters, without quotes: Hive's own text form.
    case delimited
    /// Text between delimiters, where a quote may stand around a field.
    case csv
    /// One JSON object a line.
    case json

    /// The format that STORED AS and ROW FORMAT SERDE name; without either it is text, as in Athena.
    ///
    /// Throws if it is one that Millrace does not read.
    package init(storedAs format: String?, serializer: String? = nil) throws {
        let stored = (format ?? "textfile").lowercased()
        switch (stored, serializer.map { $0.split(separator: ".").last?.lowercased() ?? "" }) {
        case ("parquet", nil), ("parquet", "parquethiveserde"): self = .parquet
        case ("textfile", nil), ("textfile", "lazysimpleserde"): self = .delimited
        case ("csv", nil), ("textfile", "opencsvserde"): self = .csv
        case ("json", nil), ("textfile", "jsonserde"): self = .json
        case ("textfile", let serializer?), ("parquet", let serializer?):
            throw WarehouseError(.featureNotSupported, "ROW FORMAT SERDE of class \"\(serializer)\" is not supported")
        default:
            throw WarehouseError(
                .featureNotSupported, "STORED AS \(stored.uppercased()) is not supported",
                hint: "PARQUET, TEXTFILE, CSV and JSON are")
        }
    }

    /// What the system views say of it: Hive's classes.
    var classes: (input: String, output: String, serializer: String) {
        let text = "org.apache.hadoop.mapred.TextInputFormat"
        let textOutput = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"
        return switch self {
        case .parquet:
            (
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
            )
        case .delimited: (text, textOutput, "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe")
        case .csv: (text, textOutput, "org.apache.hadoop.hive.serde2.OpenCSVSerde")
        case .json: (text, textOutput, "org.openx.data.jsonserde.JsonSerDe")
        }
    }
}
