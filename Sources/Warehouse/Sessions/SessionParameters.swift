/// A setting of a session that clients may read or change.
struct SessionParameter {
    var name: String
    var defaultValue: String
    var isReported = false
    var reportedName: String { name }
    func check(_ value: String) throws {}
    static func named(_ name: String) -> SessionParameter? { all[name] }
    private static let all: [String: SessionParameter] = [:]
}
