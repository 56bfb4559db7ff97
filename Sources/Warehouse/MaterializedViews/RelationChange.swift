/// What a transaction did to one relation.
package struct RelationChange: Sendable, Hashable {
    /// The relation that changed.
    package var relation: EngineName
    /// A query of the engine for the rows that are gone, with the relation's columns by name; nil if none are.
    package var removed: String?
    /// A query of the engine for the rows that came, with the relation's columns by name; nil if none did.
    package var added: String?
    /// Whether the rows are not known: what reads the relation is computed from scratch.
    package var isUnknown: Bool

    /// Rows that went and rows that came.
    package init(_ relation: EngineName, removed: String? = nil, added: String? = nil) {
        self.relation = relation
        self.removed = removed
        self.added = added
        isUnknown = false
    }

    private init(unknown relation: EngineName) {
        self.relation = relation
        isUnknown = true
    }

    /// A change whose rows are not known.
    package static func unknown(_ relation: EngineName) -> RelationChange { RelationChange(unknown: relation) }
}
