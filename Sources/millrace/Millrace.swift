import ArgumentParser

/// The program: one warehouse for streams, replicated databases, shares and files.
@main
struct Millrace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millrace",
        abstract: "One warehouse for streams, replicated databases, data shares and files in object stores.",
        discussion: """
            Start the server and connect with any PostgreSQL or Redshift client:

              millrace serve --data ./data
              psql -h localhost -p 5439 dev

            Streams are fed through the Kinesis API, for example with the aws CLI:

              aws kinesis put-record --endpoint-url http://localhost:4566 ...
            """,
        version: "0.1.0",
        subcommands: [Serve.self, Demo.self])
}
