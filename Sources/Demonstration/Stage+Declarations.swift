/// The declarations that make a warehouse of the programs.
extension Stage {
    /// Creates the stream, the table of trades, and every object of the warehouse. Returns the rows of history.
    func declareEverything(sectors: [ReferenceData.Sector]) async throws -> Int {
        Terminal.say("declaring the stream, the integration, the share and the history")
        try await declareQuotes()
        try await declareTrades()
        try await mountSectorMap(sectors)
        return try await declareHistory()
    }

    private func declareQuotes() async throws {
        let kinesis = KinesisClient(http: http, endpoint: program.addresses.api)
        try await kinesis.createStream(
            DemonstrationStatements.streamName, shardCount: DemonstrationStatements.shardCount)
        try await warehouse.run(DemonstrationStatements.streamSchema)
        try await warehouse.run(DemonstrationStatements.quotes)
    }

    private func declareTrades() async throws {
        try await TradeFeed(server: server, tradesPerSecond: nil, correctionSeed: nil).createTable()
        let statements = DemonstrationStatements.trades(
            port: server.port, user: MariaDBProgram.readerName, password: server.readerPassword)
        for statement in statements { try await warehouse.run(statement) }
    }

    /// Publishes the map from a warehouse of its own, as a third party would, and mounts it in ours.
    private func mountSectorMap(_ sectors: [ReferenceData.Sector]) async throws {
        let shares = folder + "/shares"
        let publisher = try await WarehouseProgram.start(in: folder + "/publisher", shares: shares, ports: .init())
        let namespace: String
        do {
            let client = WarehouseClient(http: http, web: publisher.addresses.web)
            for statement in DemonstrationStatements.publish(sectors, to: shares) { try await client.run(statement) }
            let rows = try await client.run(DemonstrationStatements.publisherNamespace)
            guard let cell = rows.first?.first, let text = cell else {
                throw DemonstrationError(.service, "the publisher has no namespace")
            }
            namespace = text
        } catch {
            await publisher.stop()
            throw error
        }
        await publisher.stop()
        try await warehouse.run(DemonstrationStatements.mount(namespace: namespace))
    }

    private func declareHistory() async throws -> Int {
        let history = folder + "/history"
        let rowCount = try await ReferenceData(market: market).writeHistory(to: history)
        for statement in DemonstrationStatements.history(folder: history) { try await warehouse.run(statement) }
        return rowCount
    }
}
