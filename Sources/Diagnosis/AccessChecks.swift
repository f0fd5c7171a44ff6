import Foundation
import Glibc

/// Whether the user that runs the gate may open a device, and what lets it.
public struct AccessChecks {
    /// The user of the service, and as whom it is looked: its group ids.
    public struct User: Hashable, Sendable {
        public var name: String
        public var id: uid_t
        public var groups: Set<gid_t>

        public init(name: String, id: uid_t, groups: Set<gid_t>) {
            (self.name, self.id, self.groups) = (name, id, groups)
        }

        /// A user of the system with the groups of its service (SupplementaryGroups=) that exist; nil where there is none.
        public init?(named name: String, also supplementary: [String] = []) {
            guard let entry = getpwnam(name) else { return nil }
            var list = [gid_t](repeating: 0, count: 256)
            var count = CInt(list.count)
            guard getgrouplist(name, entry.pointee.pw_gid, &list, &count) >= 0 else { return nil }
            let further = supplementary.compactMap { getgrnam($0)?.pointee.gr_gid }
            self.init(name: name, id: entry.pointee.pw_uid, groups: Set(list.prefix(Int(count)) + further))
        }
    }

    public static let service = "scan-appliance"
    private static let rules = "/usr/lib/udev/rules.d/72-scan-appliance.rules"

    let user: User?
    let machine: Machine

    public init(user: User? = User(named: service, also: ["video", "scan-appliance-camera"]), machine: Machine) {
        (self.user, self.machine) = (user, machine)
    }

    /// The user itself.
    public var account: Check {
        guard let user else {
            return .warning(
                .serviceUser, "there is no user \(Self.service)",
                mend: "apt-get install --reinstall scan-appliance (it makes the user), or systemd-sysusers")
        }
        let names = user.groups.compactMap { getgrgid($0).map { String(cString: $0.pointee.gr_name) } }.sorted()
        return .ok(.serviceUser, "\(user.name), of the groups \(names.joined(separator: ", "))")
    }

    /// One device node, such as /dev/video0 or /dev/gpiochip0.
    public func node(_ path: String, as part: Check.Part, of one: String? = nil) -> Check {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return .fault(
                part, of: one, "\(path): \(String(cString: strerror(errno)))",
                mend: "plug it in and look again: ls -l \(path); dmesg | tail -n 20")
        }
        let group = getgrgid(status.st_gid).map { String(cString: $0.pointee.gr_name) } ?? "\(status.st_gid)"
        let mode = String(status.st_mode & 0o777, radix: 8)
        guard let user else { return .ok(part, of: one, "\(path), group \(group), mode \(mode)") }
        if Self.mayOpen(mode: status.st_mode, owner: status.st_uid, group: status.st_gid, user) {
            return .ok(part, of: one, "\(path), group \(group), mode \(mode): \(user.name) may open it")
        }
        return .fault(
            part, of: one, "\(path), group \(group), mode \(mode): \(user.name) may not open it",
            mend: mend(path, group: group, isForGroup: status.st_mode & 0o060 == 0o060 && status.st_gid != 0))
    }

    /// Whether read and write are allowed, as the kernel decides it without capabilities (path_resolution(7)).
    static func mayOpen(mode: mode_t, owner: uid_t, group: gid_t, _ user: User) -> Bool {
        let shift: mode_t = user.id == owner ? 6 : user.groups.contains(group) ? 3 : 0
        return mode >> shift & 6 == 6
    }

    private func mend(_ path: String, group: String, isForGroup: Bool) -> String {
        let name = user?.name ?? Self.service
        if isForGroup { return "usermod -aG \(group) \(name) && systemctl restart scan-appliance" }
        let device = path.split(separator: "/").last.map(String.init) ?? path
        let subsystem = device.hasPrefix("gpiochip") ? "gpio" : "video4linux"
        let trigger = "udevadm control --reload && udevadm trigger --settle --subsystem-match=\(subsystem)"
        if machine.exists(Self.rules) { return trigger }
        return """
            echo 'SUBSYSTEM=="\(subsystem)", GROUP="\(name)", MODE="0660"' > /etc/udev/rules.d/72-scan-appliance.rules && \
            \(trigger)
            """
    }
}
