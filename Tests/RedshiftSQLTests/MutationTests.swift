import MillraceTesting
import Testing

@testable import RedshiftSQL

/// Statements bent at random: reading them gives statements or an error, and never ends the program.
@Suite struct MutationTests {
    private static let marks = Array("'\"`$();,.[]{}<>=:?#-/*\\ \n\tab1é_@~|".unicodeScalars)

    private static func mutated(_ text: String, using generator: inout SeededGenerator) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let index = Int.random(in: 0...scalars.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0 where index < scalars.count: scalars.remove(at: index)
            case 1: scalars.insert(marks[Int.random(in: 0..<marks.count, using: &generator)], at: index)
            case 2 where index < scalars.count:
                scalars[index] = marks[Int.random(in: 0..<marks.count, using: &generator)]
            default:
                let end = min(scalars.count, index + Int.random(in: 0...8, using: &generator))
                let part = scalars[index..<end]
                scalars.insert(contentsOf: part, at: Int.random(in: 0...scalars.count, using: &generator))
            }
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    @Test func mutatedStatements() {
        var generator = SeededGenerator(seed: 0x5EED)
        var read = 0
        var refused = 0
        for round in 0..<20 {
            for (sql, _) in StatementTests.kinds {
                let script = Self.mutated(sql, using: &generator)
                let options = SQLOptions(dialect: round % 2 == 0 ? .redshift : .athena)
                do {
                    for statement in try parseScript(script, options: options) {
                        let rewriter = TokenRewriter(options: options, script: Array(script.utf8), isForTree: true)
                        _ = try rewriter.engineText(of: rewriter.rewrite(statement.tokens))
                        read += 1
                    }
                } catch {
                    #expect(error.sqlState.utf8.count == 5)
                    refused += 1
                }
            }
        }
        #expect(read > 300 && refused > 300, "\(read) read, \(refused) refused")
    }

    @Test func cutStatements() {
        for (sql, _) in StatementTests.kinds {
            let scalars = Array(sql.unicodeScalars)
            for end in scalars.indices {
                var prefix = String.UnicodeScalarView()
                prefix.append(contentsOf: scalars[..<end])
                let text = String(prefix)
                if let statements = try? parseScript(text) {  // A cut statement may be refused; reading it must return.
                    for statement in statements {
                        let rewriter = TokenRewriter(options: SQLOptions(), script: Array(text.utf8), isForTree: true)
                        _ = try? rewriter.rewrite(statement.tokens)
                    }
                }
            }
        }
    }

    @Test func mutatedTrees() throws {
        let engine = try SuperTests.engine()
        var generator = SeededGenerator(seed: 0x7EE5)
        let queries = [
            """
            select payload.a.b[0]::int, avg(id) over (partition by id), decode(id, 1, 'x') from t, \
            t.payload.l as x at i
            """,
            "with a as (select id from t) select case when id / 2 > 1 then 'a' end from a union select 'b' order by 1",
        ]
        var refused = 0
        for query in queries {
            let statement = try parseScript(query)[0]
            let tokens = TokenRewriter(options: SQLOptions(), script: Array(query.utf8), isForTree: true)
            let json = try engine.serialize(tokens.engineText(of: tokens.rewrite(statement.tokens)))
            for _ in 0..<400 {
                do {
                    let document = try TreeReader.value(of: Self.mutated(json, using: &generator))
                    var tree = TreeRewriter(resolver: FixedNames(), options: SQLOptions())
                    _ = try TreeWriter.json(of: tree.rewriteQuery(in: document).query)
                } catch {
                    #expect(error.sqlState.utf8.count == 5)
                    refused += 1
                }
            }
        }
        #expect(refused > 100)
    }
}
