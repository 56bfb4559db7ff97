/// The system views and functions, created anew at a start where they do not match the program.
enum SystemViews {
    /// `CREATE OR REPLACE` statements, in an order in which each finds what it reads.
    static let statements: [String] = [
        ListFunctions.statements, CatalogTypes.statements, TypeFunctions.statements, SessionFunctions.statements,
        CatalogNames.statements, SearchPathFunctions.statements, CatalogRelations.statements, CatalogKeys.statements,
        CatalogFunctions.statements,
        PostgresAccounts.statements, PostgresRelations.statements, PostgresFunctions.statements,
        EmptyCatalogs.statements,
        PlainFunctions.statements, PrivilegeFunctions.statements, InformationSchema.statements,
        RedshiftRelations.statements, TableInfoViews.statements, ShowCatalogViews.statements,
        StreamSystemViews.statements, ViewSystemViews.statements, IntegrationSystemViews.statements,
        ShareSystemViews.statements, ExternalTableSystemViews.statements,
    ].flatMap(\.self)
}
