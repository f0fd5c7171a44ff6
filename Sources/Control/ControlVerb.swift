/// What can be asked at the control socket. The raw value is the name in the request.
public enum ControlVerb: String, Sendable, CaseIterable {
    case hello, login
    case status, figures, follow
    case admit, override, acknowledge
    case close
    case service, reload, preview, trial, checks
    case clockSet = "clock-set"
    case clockFloor = "clock-floor"
    case occupancyDay = "occupancy-day"
    case occupancySet = "occupancy-set"
    case occupancyLevel = "occupancy-level"
    case passbackForgive = "passback-forgive"

    /// The one table of who may do what: the lowest role that may; nil for what anybody may who can connect.
    public var leastRole: ControlRole? {
        switch self {
        case .hello, .login: nil
        case .status, .figures, .follow, .occupancyDay: .watch
        case .admit, .override, .acknowledge, .occupancySet, .occupancyLevel, .passbackForgive, .close:
            .officer
        case .service, .reload, .preview, .trial, .checks, .clockSet, .clockFloor: .technician
        }
    }

    public func isAllowed(to role: ControlRole?) -> Bool {
        guard let leastRole else { return true }
        return role.map { $0 >= leastRole } ?? false
    }
}
