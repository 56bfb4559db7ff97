internal import DuckDB
package import Streams

/// How far a streaming view has read each shard of one life of its stream; committed together with the rows.
package struct StreamPositions: Sendable {
    /// The life of the stream that the positions belong to.
    package var incarnation: String
    /// The last record taken, by shard.
    package var taken: [ShardID: SequenceNumber]

    /// Where to read on in a shard.
    package func next(_ shard: ShardID) -> ReadPosition {
        taken[shard].map(ReadPosition.after) ?? .trimHorizon
    }
}

extension Catalog {
    /// The positions of a view in one life of its stream; none where it has not read it.
    package func positions(ofView id: Int64, incarnation: String) throws -> StreamPositions {
        let rows = try connection.query(
            "SELECT shard_id, position FROM millrace.stream_position WHERE view_id = $1 AND incarnation = $2",
            [.integer(id), .text(incarnation)]
        ).rows()
        var taken: [ShardID: SequenceNumber] = [:]
        for row in rows {
            guard let shard = row[0].text, let position = row[1].text.flatMap(SequenceNumber.init) else {
                throw WarehouseError(.internalError, "a stored position of view \(id) cannot be read")
            }
            taken[try ShardID(shard)] = position
        }
        return StreamPositions(incarnation: incarnation, taken: taken)
    }

    /// Stores the positions of a view, in place of all it had.
    package func setPositions(_ positions: StreamPositions, ofView id: Int64) throws {
        for (shard, position) in positions.taken {
            let parameters: [Value] = [
                .text(position.description), .integer(id), .text(positions.incarnation), .text(shard.text),
            ]
            let changed = try connection.execute(
                """
                UPDATE millrace.stream_position SET position = $1
                WHERE view_id = $2 AND incarnation = $3 AND shard_id = $4
                """, parameters)
            if changed == 0 {
                try connection.execute(
                    """
                    INSERT INTO millrace.stream_position (position, view_id, incarnation, shard_id)
                    VALUES ($1, $2, $3, $4)
                    """, parameters)
            }
        }
    }

    /// Forgets where a view stood, so that it reads its stream again from the oldest record kept.
    package func removePositions(ofView id: Int64) throws {
        try connection.execute("DELETE FROM millrace.stream_position WHERE view_id = $1", [.integer(id)])
    }
}
