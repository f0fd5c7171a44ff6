import Admission
import Credentials
import Foundation
import Vocabulary

/// What `scan-appliance clock` asks of the gate that is at work: a file in the state folder, which only root and the gate's
/// own user can write. The controller looks for it every two seconds, takes it away, and answers in `ClockRecord`.
public struct ClockOrder: Codable, Hashable, Sendable {
    public enum Act: String, Codable, Sendable {
        /// It was `time` when the order was given.
        case set
        /// The floor shall be `time`.
        case floor
    }

    public let identifier: String
    public let act: Act
    private let time: String
    private let boot: String
    private let instant: UInt64

    private static let name = "clock.order"

    /// An order given now.
    public init(_ act: Act, _ time: WallTime, at instant: BootTime = .now) {
        identifier = UUID().uuidString
        self.act = act
        self.time = time.rfc3339
        boot = bootIdentifier()
        self.instant = instant.nanoseconds
    }

    /// Leaves the order for the gate. Throws what the system said.
    public func leave(in folder: String) throws {
        let bytes = Array(try JSONEncoder().encode(self))
        let owner = try OpenFile(folder, O_RDONLY | O_DIRECTORY).status()
        try replaceFile(Self.name, in: folder, by: bytes)
        // Left by root, it must still be readable by the gate's own user.
        _ = chown("\(folder)/\(Self.name)", owner.st_uid, owner.st_gid)
    }

    /// Takes the order back, if the gate has not taken it.
    public static func withdraw(from folder: String) { unlink("\(folder)/\(name)") }

    /// Takes the order that waits, if one does. Nil also for what is none, which is removed.
    static func take(from folder: String) -> Self? {
        let path = "\(folder)/\(name)"
        guard let file = try? OpenFile(path, O_RDONLY | O_NOFOLLOW) else { return nil }
        defer { unlink(path) }
        guard let status = try? file.status(), [0, geteuid()].contains(status.st_uid), status.st_mode & 0o022 == 0,
            let bytes = try? file.read(limit: 4096)
        else { return nil }
        return try? JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    /// The time it speaks of, and when it was given; nil where it was given in another boot, or after `now`.
    func content(at now: BootTime) -> (time: WallTime, instant: BootTime)? {
        let instant = BootTime(nanoseconds: instant)
        guard boot == bootIdentifier(), instant <= now, let time = WallTime(rfc3339: time) else { return nil }
        return (time, instant)
    }
}
