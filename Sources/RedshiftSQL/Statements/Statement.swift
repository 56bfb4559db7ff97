/// A statement by its kind, with what the kind needs read out of it.
package enum Statement: Sendable, Hashable {
    // Queries and data
    /// SELECT, WITH, VALUES or a parenthesised query.
    case query(SQLFragment)
    case insert(Insert)
    case update(Update)
    case delete(Delete)
    case merge(Merge)
    case truncate(ObjectName)
    case explain(Explain)
    case copy(Copy)
    case copyFromStorage(CopyFromStorage)
    case unload(Unload)
    case declareCursor(DeclareCursor)
    case fetch(Fetch)
    /// CLOSE of a cursor; nil closes all.
    case closeCursor(Identifier?)
    case prepare(Prepare)
    case execute(ExecutePrepared)

    // Tables, views, schemas
    case createTable(CreateTable)
    /// CREATE TABLE … AS and SELECT … INTO.
    case createTableAs(CreateTableAs)
    case alterTable(AlterTable)
    case createView(CreateView)
    case createSchema(CreateSchema)
    case alterSchema(AlterSchema)
    /// DROP TABLE, VIEW, SCHEMA, DATABASE, MATERIALIZED VIEW, DATASHARE, INTEGRATION, USER, …
    case drop(Drop)

    // Millrace's sources
    case createExternalSchema(CreateExternalSchema)
    case createMaterializedView(CreateMaterializedView)
    case refreshMaterializedView(RefreshMaterializedView)
    case alterMaterializedView(AlterMaterializedView)
    case createIntegration(CreateIntegration)
    case createDatabase(CreateDatabase)
    case alterDatabase(AlterDatabase)
    case createDatashare(CreateDatashare)
    case alterDatashare(AlterDatashare)
    case publishDatashare(PublishDatashare)
    case describeDatashare(DescribeDatashare)
    case showDatashares(like: String?)
    case datashareUsage(DatashareUsage)
    case createExternalTable(CreateExternalTable)
    case repairTable(ObjectName)
    case showPartitions(ObjectName)

    // Users and sessions
    case createUser(UserDefinition)
    case alterUser(UserDefinition)
    case begin(TransactionOptions)
    case commit
    case rollback
    case set(SetParameter)
    /// RESET of a parameter; nil resets all.
    case reset(String?)
    /// SHOW of a session parameter, in lower case with dots.
    case show(String)
    case showCatalog(ShowCatalog)
    case deallocate(Identifier?)
    case discardAll

    /// Read, and answered with its command tag alone: GRANT, VACUUM, ANALYZE, LOCK, COMMENT and the like.
    case withoutEffect(tag: String)
    /// Known by name, and not done: answer with SQLSTATE 0A000.
    case unsupported(String)
    /// Nothing but comments.
    case empty
}

/// A statement of a script.
package struct ParsedStatement: Sendable, Hashable {
    /// The statement as the user wrote it, without its semicolon.
    package let text: String
    package let statement: Statement
    package let tokens: [Token]
    package let options: SQLOptions
    /// How many characters of the script stand before it; add it to a position within `text`.
    package let characterOffset: Int
    /// The whole script in UTF-8, which the ranges of tokens refer to.
    let script: [UInt8]

    init(
        text: String, statement: Statement, tokens: [Token], options: SQLOptions, characterOffset: Int, script: [UInt8]
    ) {
        self.text = text
        self.statement = statement
        self.tokens = tokens
        self.options = options
        self.characterOffset = characterOffset
        self.script = script
    }
}
