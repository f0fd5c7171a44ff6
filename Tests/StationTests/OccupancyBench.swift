import Admission
import Credentials
import Foundation
import Ledger
import Testing
import Vocabulary

@testable import Station

/// A station that judges passes into a real ledger and can lose its power: no gate, no reader, a clock that a test sets.
final class OccupancyBench {
    let key = SigningKey()
    let folder: TemporaryFolder
    private let configuration: Configuration
    private(set) var judge: Judge
    /// Of the wall, in UTC.
    var time: WallTime
    /// How far the station's zone is ahead of the one that the test runs in.
    var zone = Duration.zero
    var state = Clock.State.trusted
    var now = MonotonicTime(nanoseconds: 0) + .seconds(1000)

    var inside: Int { judge.counts.occupancy.inside }
    var clock: Clock { Clock(time: time, state: state, minute: .local(at: time + zone)) }

    init(_ settings: String, at time: String = "2021-09-06T05:00:00Z") throws {
        folder = try TemporaryFolder()
        self.time = try #require(WallTime(rfc3339: time))
        for name in ["state", "trust"] {
            try FileManager.default.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
        }
        _ = folder.write("trust/site.pub", key.publicKey.fileText)
        configuration = try Configuration(
            file: folder.write(
                "config.toml",
                """
                station = "north"
                state_dir = "state"
                trust_dir = "trust"
                board = "simulated"
                \(settings)
                [gate.in]
                camera.source = "replay:nowhere"
                [gate.out]
                direction = "exit"
                camera.source = "replay:nowhere"
                """))
        judge = try Self.start(configuration, boot: "boot-1", time: self.time, at: now)
        judge.counts.resume(try judge.ledger.countedRows(), boot: "boot-1", at: now, on: clock)
    }

    /// The power goes and comes back `later` on the wall; the board starts anew.
    func losePower(for length: Duration = .seconds(60), boot: String = "boot-2") throws {
        time = WallTime(milliseconds: time.milliseconds + Int64(length.inMilliseconds))
        now = boot == "boot-1" ? now + length : MonotonicTime(nanoseconds: 0) + .seconds(20)
        let broken = judge
        judge = Judge(configuration: configuration, trust: broken.trust, ledger: broken.ledger)
        judge.counts.resume(try judge.ledger.countedRows(), boot: boot, at: now, on: clock)
    }

    func pass(_ holder: HolderClass = .visitor, isSingleUse: Bool = false, isExpired: Bool = false) throws -> Payload {
        let pass = try SitePass(
            identifier: SitePass.newIdentifier(), issuer: "site", holderClass: holder, notBefore: WallTime(seconds: 0),
            expires: WallTime(seconds: isExpired ? 1 : 4_000_000_000), scope: .stations(["north"]),
            isSingleUse: isSingleUse
        ).signed(by: key)
        return Payload(Array(pass.utf8))
    }

    @discardableResult
    func show(_ payload: Payload, at gate: String = "in", isLockReady: Bool = true) throws -> Judge.Ruling {
        let gate = try #require(configuration.gates.first { $0.name == gate })
        return try judge.rule(on: judge.trust.examine(payload), at: gate, isLockReady: isLockReady, by: clock, at: now)
    }

    /// The lock fails after the row of `examination`.
    func failLock(of examination: Examination) throws {
        var entry = LedgerEntry.incident(.lineFailed, gate: "in", monotonic: now, time: time, clock: state)
        entry.lock = .failed
        judge.takeBack(examination, at: try #require(configuration.gates.first { $0.name == "in" }), in: &entry)
        try judge.ledger.append(entry)
    }

    func tick() -> Occupancy.Change? { judge.counts.tick(at: now, on: clock) }

    func rows() throws -> [LedgerRow] { try LedgerReader(folder: "\(folder.path)/state").next() }

    private static func start(
        _ configuration: Configuration, boot: String, time: WallTime, at now: MonotonicTime
    ) throws -> Judge {
        let key = try LedgerKey(loadingOrCreatingIn: configuration.stateFolder)
        let ledger = try Ledger(
            folder: configuration.stateFolder, key: key, station: "north", boot: boot, monotonic: now, time: time,
            clock: .trusted)
        return Judge(
            configuration: configuration, trust: try TrustStore(folder: configuration.trustFolder), ledger: ledger)
    }
}
