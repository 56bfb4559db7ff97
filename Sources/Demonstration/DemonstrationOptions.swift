/// What a user may choose about the demonstration.
package struct DemonstrationOptions: Sendable {
    /// Ports on 127.0.0.1; 0 takes a free one.
    package struct Ports: Sendable {
        package var sql: Int
        package var api: Int
        package var web: Int

        /// Takes free ports unless told otherwise.
        package init(sql: Int = 0, api: Int = 0, web: Int = 0) {
            self.sql = sql
            self.api = api
            self.web = web
        }
    }

    /// The folder of the real market data; nil generates a market.
    package var dataFolder: String?
    /// End after everything sent has been seen, checked and reported.
    package var runsOnce: Bool
    /// Quotes a second; nil for the default: without limit when running once, else a rate to watch.
    package var quotesPerSecond: Double?
    /// Sends only this many quotes of the real data, and as many trades; nil for all.
    package var rowLimit: Int?
    /// Seed of the generated market.
    package var seed: UInt64
    /// Trades of one generated session; the quotes are thirty times as many.
    package var tradesPerSession: Int
    /// Where the servers listen.
    package var ports: Ports

    /// Makes options; the defaults show a generated market until the user ends it.
    package init(
        dataFolder: String? = nil, runsOnce: Bool = false, quotesPerSecond: Double? = nil, rowLimit: Int? = nil,
        seed: UInt64 = 1, tradesPerSession: Int = 58_000, ports: Ports = Ports()
    ) {
        self.dataFolder = dataFolder
        self.runsOnce = runsOnce
        self.quotesPerSecond = quotesPerSecond
        self.rowLimit = rowLimit
        self.seed = seed
        self.tradesPerSession = tradesPerSession
        self.ports = ports
    }

    /// The rate of the quotes: as fast as possible to the end, or slow enough to watch.
    var quoteRate: Double? { quotesPerSecond ?? (runsOnce ? nil : dataFolder == nil ? 2000 : 20_000) }

    /// The rate of the trades: in proportion to the quotes.
    func tradeRate(quotesPerTrade: Double) -> Double? { quoteRate.map { max(1, $0 / quotesPerTrade) } }
}
