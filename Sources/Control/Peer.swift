import CProcessShim

/// Who connected, as the kernel knows it since then (SO_PEERCRED, SO_PEERGROUPS).
public struct Peer: Hashable, Sendable {
    public var user: UInt32
    /// The first group and all others.
    public var groups: Set<UInt32>

    public init(user: UInt32, groups: Set<UInt32>) {
        self.user = user
        self.groups = groups
    }

    /// Nil where the kernel does not tell.
    init?(of socket: CInt) {
        var peer = control_peer()
        guard control_peer_of(socket, &peer) == 0 else { return nil }
        user = peer.user
        let count = Int(peer.group_count)
        groups = withUnsafeBytes(of: peer.groups) { Set($0.bindMemory(to: UInt32.self).prefix(count)) }
        groups.insert(peer.group)
    }
}

/// Which user and which group has which role.
public struct PeerRoles: Sendable {
    private let groups: [ControlRole: UInt32]
    private let ownUser: UInt32

    /// `groups` by their ids. `ownUser` runs the station: it could read and move everything anyway, and is a technician,
    /// so that whoever tries the program out on a desk can use all of it. A console must run as another.
    public init(groups: [ControlRole: UInt32], ownUser: UInt32) {
        self.groups = groups
        self.ownUser = ownUser
    }

    /// The highest role of a peer; nil: none. Root is the administrator.
    public func role(of peer: Peer) -> ControlRole? {
        if peer.user == 0 { return .administrator }
        let own: ControlRole? = peer.user == ownUser ? .technician : nil
        return ([own] + groups.map { peer.groups.contains($0.value) ? $0.key : nil }).compactMap(\.self).max()
    }
}
