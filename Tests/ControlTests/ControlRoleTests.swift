import Testing

@testable import Control

@Suite("Who may do what")
struct ControlRoleTests {
    /// The table of docs/control-protocol.md, written anew: what nobody, watch, officer, technician, administrator may.
    private static let table: [(ControlVerb, String)] = [
        (.hello, "nwota"), (.login, "nwota"), (.status, "-wota"), (.figures, "-wota"), (.follow, "-wota"),
        (.admit, "--ota"), (.override, "--ota"), (.acknowledge, "--ota"), (.service, "---ta"), (.reload, "---ta"),
        (.preview, "---ta"), (.checks, "---ta"), (.clockSet, "---ta"), (.clockFloor, "---ta"),
        (.trial, "---ta"), (.occupancyDay, "-wota"), (.occupancySet, "--ota"), (.occupancyLevel, "--ota"),
        (.passbackForgive, "--ota"), (.close, "--ota"),
    ]

    @Test("each request by each role, as the table says")
    func table() {
        #expect(Set(Self.table.map(\.0)) == Set(ControlVerb.allCases))
        let roles: [ControlRole?] = [nil, .watch, .officer, .technician, .administrator]
        for (verb, allowed) in Self.table {
            for (role, letter) in zip(roles, allowed) {
                #expect(verb.isAllowed(to: role) == (letter != "-"), "\(verb) by \(role.map(\.rawValue) ?? "nobody")")
            }
        }
    }

    @Test("root is administrator, the service's own user technician, others what their groups are")
    func peers() {
        let roles = PeerRoles(groups: [.watch: 100, .officer: 200, .administrator: 300], ownUser: 900)
        func role(_ user: UInt32, _ groups: Set<UInt32>) -> ControlRole? {
            roles.role(of: Peer(user: user, groups: groups))
        }
        #expect(role(0, []) == .administrator)
        #expect(role(900, []) == .technician)
        #expect(role(900, [100]) == .technician && role(900, [300]) == .administrator)
        #expect(role(1000, [100]) == .watch)
        #expect(role(1000, [5, 100, 200]) == .officer)
        #expect(role(1000, [5]) == nil && role(1000, []) == nil && role(1000, [0]) == nil)
    }

    @Test("without groups in the configuration nobody but root and the service is anybody")
    func noGroups() {
        let roles = PeerRoles(groups: [:], ownUser: 900)
        #expect(roles.role(of: Peer(user: 1000, groups: [0, 900])) == nil)
    }
}
