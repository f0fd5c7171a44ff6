import Admission
import Credentials
import Foundation
import Vocabulary

/// What is kept of the clock in the state folder, `clock.json`: replaced whole, and on the disk before it counts.
///
/// `clock show` reads it too, and comes to the same state by the same rules.
public struct ClockRecord: Codable, Hashable, Sendable {
    struct Count: Codable, Hashable {
        var time: String
        var boot: UInt64
    }

    /// The kernel's boot id: instants of another boot mean nothing now.
    private var boot: String
    private var built: String
    private var sources: [String]
    /// Seconds.
    private var holdover: Double
    private var count: Count?
    /// Nanoseconds since boot by source.
    private var standing: [String: UInt64]
    private var lastEvidence: UInt64?
    private var synchronised: String?
    private var floor: String?
    private var newestCode: String?

    private static let name = "clock.json"
    /// More is never configured; a damaged file may say anything.
    private static let longestHoldover = 366.0 * 86_400

    init(_ trust: ClockTrust) {
        let memory = trust.memory
        boot = bootIdentifier()
        built = trust.floor.built.rfc3339
        sources = trust.rules.sources.map(\.rawValue).sorted()
        holdover = trust.rules.holdover.inMilliseconds / 1000
        count = memory.count.map { Count(time: $0.time.rfc3339, boot: $0.at.nanoseconds) }
        standing = Dictionary(uniqueKeysWithValues: memory.standing.map { ($0.key.rawValue, $0.value.nanoseconds) })
        lastEvidence = memory.lastEvidence?.nanoseconds
        synchronised = memory.synchronised?.rfc3339
        floor = memory.floor?.rfc3339
        newestCode = memory.newestCode?.rfc3339
    }

    /// What was kept in the state folder; nil where there is nothing, or nothing that can be read.
    public init?(folder: String) {
        guard let bytes = try? OpenFile("\(folder)/\(Self.name)", O_RDONLY).read(limit: 1 << 16),
            let record = try? JSONDecoder().decode(Self.self, from: Data(bytes))
        else { return nil }
        self = record
    }

    /// Puts this in the place of what was kept; on the disk when it returns.
    func save(in folder: String) throws(SystemError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        guard let bytes = try? encoder.encode(self) else { preconditionFailure("texts and numbers have a JSON form") }
        try replaceFile(Self.name, in: folder, by: Array(bytes) + [10])
    }

    /// What the station knew, without what counts only for the boot in which it was written.
    var memory: ClockMemory {
        var memory = ClockMemory()
        memory.floor = floor.flatMap(WallTime.init(rfc3339:))
        memory.newestCode = newestCode.flatMap(WallTime.init(rfc3339:))
        if let count, let time = WallTime(rfc3339: count.time) {
            memory.count = .init(time: time, at: BootTime(nanoseconds: count.boot))
        }
        for (name, instant) in standing {
            guard let source = TimeSource(rawValue: name) else { continue }
            memory.standing[source] = BootTime(nanoseconds: instant)
        }
        memory.lastEvidence = lastEvidence.map(BootTime.init(nanoseconds:))
        memory.synchronised = synchronised.flatMap(WallTime.init(rfc3339:))
        return boot == bootIdentifier() ? memory : memory.afterBoot
    }

    /// The station's clock as it stood when this was kept; counted on, it is right now.
    public var trust: ClockTrust {
        ClockTrust(
            rules: .init(
                sources: Set(sources.compactMap(TimeSource.init)),
                holdover: .seconds(min(max(0, holdover), Self.longestHoldover))),
            built: WallTime(rfc3339: built) ?? BuildTime.floor, memory: memory)
    }
}

/// Puts `bytes` in the place of a file: whole and on the disk when it returns, or the old one stays.
func replaceFile(
    _ name: String, in folder: String, by bytes: [UInt8], mode: mode_t = 0o600
) throws(SystemError) {
    let path = "\(folder)/\(name)"
    let fresh = path + ".new"
    unlink(fresh)
    try OpenFile(fresh, O_WRONLY | O_CREAT | O_EXCL, mode: mode).write(bytes)
    try SystemError.checked { rename(fresh, path) }
    try OpenFile(folder, O_RDONLY | O_DIRECTORY).sync()
}
