/// Why a version of a share is not taken.
enum ShareProblem: Error, Equatable {
    /// It was read and is not what it should be.
    case refused(String)
    /// It cannot be read now.
    case unreachable(String)

    var reason: String {
        switch self {
        case .refused(let reason), .unreachable(let reason): reason
        }
    }

    /// What the catalog says of the mount.
    var state: String {
        switch self {
        case .refused: "refused"
        case .unreachable: "unreachable"
        }
    }
}
