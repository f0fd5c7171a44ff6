import Foundation
import Glibc
import Vocabulary

/// The disk that decisions are written to.
public struct DiskChecks {
    /// Less than this is left for some days only, and what the ledger cannot do without.
    static let least = (warning: 200 << 20, fault: 20 << 20)
    /// A decision waits for one sync: above this people notice, above the other they go away.
    static let slow = (warning: Duration.milliseconds(100), fault: Duration.milliseconds(500))
    private static let syncs = 12

    let folder: String

    public init(folder: String) { self.folder = folder }

    public var all: [Check] { [space, sync] }

    private var space: Check {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else {
            return .fault(
                .diskSpace, "\(folder): \(String(cString: strerror(errno)))",
                mend: "systemctl start scan-appliance makes it; or correct state_dir")
        }
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        let nodes = status.f_files == 0 ? "" : ", \(status.f_favail) free inodes"
        return Self.space(
            free: free, "\(free >> 20) MiB free at \(folder)\(nodes)", isReadOnly: status.f_flag & UInt(ST_RDONLY) != 0)
    }

    static func space(free: Int, _ found: String, isReadOnly: Bool) -> Check {
        if isReadOnly {
            return .fault(
                .diskSpace, "\(found), mounted read-only: nothing opens",
                mend: "dmesg | grep -i ext4 says why; then fsck it from another system, or replace the card")
        }
        let mend = "du -xh / | sort -h | tail -n 20 shows what fills it; journalctl --vacuum-size=100M; apt-get clean"
        if free < least.fault {
            return .fault(.diskSpace, "\(found): the next decisions cannot be written", mend: mend)
        }
        if free < least.warning { return .warning(.diskSpace, found, mend: mend) }
        return .ok(.diskSpace, found)
    }

    /// How long a block takes until it is on the disk: fdatasync(2), as of the ledger's commits.
    private var sync: Check {
        let path = "\(folder)/.diagnose-\(getpid())"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            return .warning(
                .diskSync,
                "\(folder): nothing can be written there by this user (\(String(cString: strerror(errno))))",
                mend: "sudo scan-appliance diagnose")
        }
        defer {
            close(descriptor)
            unlink(path)
        }
        let block = [UInt8](repeating: 0, count: 4096)
        var times: [Duration] = []
        for index in 0..<Self.syncs {
            let begin = MonotonicTime.now
            guard pwrite(descriptor, block, block.count, off_t(index * block.count)) == block.count,
                fdatasync(descriptor) == 0
            else {
                return .fault(
                    .diskSync, "a block could not be written: \(String(cString: strerror(errno)))",
                    mend: "dmesg | tail; replace the card where it tells of I/O errors")
            }
            times.append(MonotonicTime.now - begin)
        }
        return Self.sync(times.sorted())
    }

    static func sync(_ times: [Duration]) -> Check {
        guard let worst = times.last else { return .ok(.diskSync, "not measured") }
        let median = times[times.count / 2]
        let found =
            "\(times.count) blocks of 4 KiB: median \(median.inMilliseconds.words) ms, longest \(worst.inMilliseconds.words) ms"
        let mend = "put the ledger on a card for endurance (A2), an SSD or eMMC; stop what else writes: iotop -o"
        if median > slow.fault { return .fault(.diskSync, found, mend: mend) }
        if median > slow.warning || worst > slow.fault { return .warning(.diskSync, found, mend: mend) }
        return .ok(.diskSync, found)
    }
}
