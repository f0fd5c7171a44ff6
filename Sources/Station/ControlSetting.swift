import Control
import Glibc
import Vocabulary

/// What of the control socket stands outside of the program: its place, groups of the system.
struct ControlSetting {
    let path: String
    let roles: PeerRoles
    /// Groups that the configuration names and the system does not know: nobody has these roles by them.
    let unknownGroups: [String]

    /// Looks the groups up.
    init(_ configuration: Configuration) {
        path = configuration.controlSocket
        var groups: [ControlRole: UInt32] = [:]
        var unknown: [String] = []
        for (role, name) in configuration.controlGroups {
            if let group = getgrnam(name) { groups[role] = group.pointee.gr_gid } else { unknown.append(name) }
        }
        roles = PeerRoles(groups: groups, ownUser: geteuid())
        unknownGroups = unknown.sorted()
    }

    /// Tells the journal of the groups that the system does not know.
    func warn(in journal: Journal) {
        for group in unknownGroups {
            journal.write(.warning, "control: there is no group \"\(group)\": make it, or correct [control]")
        }
    }
}
