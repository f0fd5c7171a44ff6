/// The kernel that the gate runs on.
public struct KernelChecks {
    /// close_range(2) and pidfd_open(2), without which no reader starts.
    private static let least = (5, 9)

    let machine: Machine

    public init(_ machine: Machine) { self.machine = machine }

    public var all: [Check] { [kernel, landlock] }

    private var kernel: Check {
        let release = machine.text("/proc/sys/kernel/osrelease") ?? "unknown"
        let model = machine.text("/proc/device-tree/model").map { ", \($0.filter { $0 != "\0" })" } ?? ""
        let parts = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        guard parts.count == 2, (parts[0], parts[1]) < Self.least else {
            return .ok(.kernel, "Linux \(release)\(model)")
        }
        return .fault(
            .kernel, "Linux \(release)\(model): readers need 5.9",
            mend: "apt-get update && apt-get full-upgrade && reboot (Debian 12 has 6.1)")
    }

    private var landlock: Check {
        guard let modules = machine.text("/sys/kernel/security/lsm") else {
            return .ok(
                .landlock, "not told here (/sys/kernel/security is not mounted); the reader says below what it has")
        }
        if modules.split(separator: ",").contains("landlock") { return .ok(.landlock, "in this kernel") }
        // Raspberry Pi's kernels have none, and nobody at the door can change that.
        return .ok(.landlock, "not in this kernel (\(modules)): the reader has its seccomp wall alone")
    }
}
