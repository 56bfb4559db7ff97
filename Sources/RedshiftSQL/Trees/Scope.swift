/// The tables and named queries that an expression can see, from the innermost query outwards.
final class Scope {
    /// A table, view, derived table or unnesting in FROM.
    struct Source {
        let alias: String
        /// The name of a base table as FROM has it: its columns may be qualified by the end of it.
        let qualifiedName: [String]
        /// What the catalog says the base table is.
        var relation: ResolvedRelation?
        /// Nil where the catalog does not know them.
        let columns: [ScopeColumn]?

        init(
            alias: String, qualifiedName: [String] = [], relation: ResolvedRelation? = nil, columns: [ScopeColumn]?
        ) {
            self.alias = alias
            self.qualifiedName = qualifiedName
            self.relation = relation
            self.columns = columns
        }
    }

    let parent: Scope?
    private(set) var sources: [Source] = []
    /// A join with USING shows its columns once; what `*` gives is then not told from the sources alone.
    var mergesColumns = false
    private var namedQueries: [String: [ScopeColumn]?] = [:]

    init(parent: Scope?) { self.parent = parent }

    func add(_ source: Source) { sources.append(source) }

    func define(query name: String, columns: [ScopeColumn]?) {
        namedQueries[Tokenizer.folded(name.utf8)] = .some(columns)
    }

    /// The columns of a WITH query of that name; nil where there is none, `.some(nil)` where they are not known.
    func query(named name: String) -> [ScopeColumn]?? {
        if let columns = namedQueries[Tokenizer.folded(name.utf8)] { return .some(columns) }
        return parent?.query(named: name)
    }

    /// What a dotted name stands for: an alias or a table before its columns, then the steps into the value.
    func resolve(_ names: [String]) -> ResolvedColumn? {
        if let found = resolveHere(names) { return found }
        if sources.contains(where: { $0.columns == nil }) { return nil }
        return parent?.resolve(names)
    }

    private func resolveHere(_ names: [String]) -> ResolvedColumn? {
        let folded = names.map { Tokenizer.folded($0.utf8) }
        for count in stride(from: min(3, names.count - 1), through: 1, by: -1) {
            for source in sources where source.isNamed(Array(folded[..<count])) {
                let isKnown = source.columns != nil
                let column = source.column(folded[count])
                guard column != nil || !isKnown else { continue }
                return ResolvedColumn(
                    names: [source.alias, names[count]], type: column?.type, isDeferred: column?.isDeferred ?? false,
                    steps: isKnown ? Array(names[(count + 1)...]) : [])
            }
        }
        guard let first = folded.first else { return nil }
        for source in sources {
            guard let column = source.column(first) else { continue }
            return ResolvedColumn(
                names: [names[0]], type: column.type, isDeferred: column.isDeferred, steps: Array(names.dropFirst()))
        }
        return nil
    }

    /// The alias under which the query, or one around it, reads that relation.
    func alias(of relation: ResolvedRelation) -> String? {
        sources.first { $0.relation == relation }?.alias ?? parent?.alias(of: relation)
    }

    /// The columns of `*`, or of `alias.*`; nil where any is unknown.
    func columns(of alias: String) -> [ScopeColumn]? {
        if alias.isEmpty, mergesColumns { return nil }
        var columns: [ScopeColumn] = []
        for source in sources where alias.isEmpty || source.isNamed([Tokenizer.folded(alias.utf8)]) {
            guard let known = source.columns else { return nil }
            let hidden = source.relation?.hiddenColumns ?? []
            columns += hidden.isEmpty ? known : known.filter { !hidden.contains($0.name) }
        }
        return columns
    }

    /// The columns that `*`, or `alias.*`, is to leave out.
    func hiddenColumns(of alias: String) -> [String] {
        let named = sources.filter { alias.isEmpty || $0.isNamed([Tokenizer.folded(alias.utf8)]) }
        return Set(named.flatMap { $0.relation?.hiddenColumns ?? [] }).sorted()
    }
}

extension Scope.Source {
    /// Whether the folded parts name this source: its alias, or the end of its full name.
    func isNamed(_ parts: [String]) -> Bool {
        if parts.count == 1 { return Tokenizer.folded(alias.utf8) == parts[0] }
        return qualifiedName.count >= parts.count && Array(qualifiedName.suffix(parts.count)) == parts
    }

    func column(_ folded: String) -> ScopeColumn? {
        columns?.first { Tokenizer.folded($0.name.utf8) == folded }
    }
}

/// A column with what is known of its values.
struct ScopeColumn {
    let name: String
    let type: DataType?
    /// The type is an exact DECIMAL in Redshift, and the engine still has it as DOUBLE.
    var isDeferred = false
}

/// What a dotted name turned out to be.
struct ResolvedColumn {
    /// The name the engine should see: the column, qualified by its source if the user did.
    let names: [String]
    let type: DataType?
    let isDeferred: Bool
    /// Steps into the value, for SUPER columns.
    let steps: [String]
}

/// An expression of the tree with its Redshift type, where that is known.
struct TypedNode {
    var node: TreeValue
    var type: DataType?
    var isDeferred = false

    init(_ node: TreeValue, _ type: DataType? = nil, isDeferred: Bool = false) {
        self.node = node
        self.type = type
        self.isDeferred = isDeferred
    }

    var isSuper: Bool { type == .super }
}
