import ArgumentParser
import Demonstration

/// `millrace demo`: starts the whole solution, feeds it, and says what to open and what to type.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start everything, feed it with quotes and trades, and show what to look at.")

    @Option(help: "Replay the real quotes and trades of this folder instead of generated ones.")
    var data: String?

    @Flag(help: "End when all that was fed is visible: print both reports and check every count.")
    var once = false

    @Option(help: "Quotes a second; as fast as possible with --once, else a rate to watch.")
    var rate: Double?

    @Option(help: "Send only so many quotes and trades of the real data.")
    var rows: Int?

    @Option(help: "The seed of the generated market.")
    var seed: UInt64 = 1

    func run() async throws {
        let options = DemonstrationOptions(
            dataFolder: data, runsOnce: once, quotesPerSecond: rate, rowLimit: rows, seed: seed)
        do {
            guard try await MarketDemonstration(options).run() else { throw ExitCode.failure }
        } catch let error as DemonstrationError where error.code == .interrupted {
            return
        }
    }
}
