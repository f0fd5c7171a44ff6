import Control
import Glibc
import Vocabulary

/// What of the control socket stands outside of the program: its place, groups of the system.
struct ControlSetting {
    let path: String
    let roles: PeerRoles

    /// Looks the groups up.
    init(_ configuration: Configuration) {
        path = configuration.controlSocket
        var groups: [ControlRole: UInt32] = [:]
        for (role, name) in configuration.controlGroups {
            if let group = getgrnam(name) { groups[role] = group.pointee.gr_gid }
        }
        roles = PeerRoles(groups: groups, ownUser: geteuid())
    }
}

extension Configuration {
    /// Groups that `[control]` names and this system does not know: nobody has these roles by them.
    public var unknownControlGroups: [String] { controlGroups.values.filter { getgrnam($0) == nil }.sorted() }

    /// Tells the journal of them.
    func warnOfUnknownGroups(in journal: Journal) {
        for group in unknownControlGroups {
            journal.write(.warning, "control: there is no group \"\(group)\": make it, or correct [control]")
        }
    }
}
