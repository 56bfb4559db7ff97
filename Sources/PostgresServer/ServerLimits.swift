/// Every bound of the server, with its default.
package struct ServerLimits: Sendable, Equatable {
    /// Clients at a time; the next is refused with 53300.
    package var maximumConnections = 500
    /// From the connection to the end of authentication.
    package var authenticationTimeoutSeconds = 60
    /// A start-up packet; PostgreSQL's own bound.
    package var maximumStartupBytes = 10_000
    /// A message before the client is authenticated; SCRAM needs a few hundred bytes.
    package var maximumAuthenticationMessageBytes = 65_536
    /// A message of an authenticated client, for example one statement or one block of COPY data.
    package var maximumMessageBytes = 64 << 20
    /// Prepared statements that a session keeps.
    package var maximumStatements = 10_000
    /// Portals that a session keeps.
    package var maximumPortals = 1_000
    /// How much of a result is written before it goes to the client.
    package var resultBufferBytes = 256 << 10
    /// One row of a result; PostgreSQL's own bound is 1 GiB.
    package var maximumRowBytes = 256 << 20

    /// The defaults.
    package init() {}
}
