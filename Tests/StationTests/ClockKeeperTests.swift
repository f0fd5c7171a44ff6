import Admission
import Credentials
import Foundation
import Ledger
import Testing
import Vocabulary

@testable import Station

/// The clock of a station as the controller keeps it: a real ledger and a real state folder, and sources that are files.
@Suite struct ClockKeeperTests {
    private let administrator = SigningKey()
    private let issuer = SigningKey()
    private let now = WallTime.now

    private func code(_ time: WallTime, station: String? = nil, by key: SigningKey? = nil) -> Payload {
        Payload(TimeCode(time: time, station: station).signed(by: key ?? administrator).utf8)
    }

    private func station(_ clock: String = "sources = [\"time-code\", \"technician\"]") throws -> ClockStation {
        try ClockStation(clock, administrator: administrator, issuer: issuer)
    }

    @Test func aCodeIsTakenOnceAndWrittenDownBeforeItCounts() throws {
        let station = try station()
        let running = try station.start()
        #expect(running.clock.state == .untrusted)
        #expect(running.keeper.take(code(now), at: "door", now: .now))
        #expect(running.clock.state == .trusted)
        #expect(!running.keeper.take(code(now), at: "door", now: .now))
        #expect(
            try running.rows() == [
                "command clock-code trusted", "service clock-trusted trusted", "command clock-code-refused trusted",
            ])
    }

    @Test func aTakenCodeIsRememberedByTheNextProgram() throws {
        let station = try station()
        #expect(try station.start().keeper.take(code(now), at: "door", now: .now))
        let next = try station.start()
        #expect(next.clock.state == .trusted, "the boot is the same, and the count goes on")
        #expect(!next.keeper.take(code(now), at: "door", now: .now))
        #expect(next.keeper.take(code(now + .seconds(1)), at: "door", now: .now))
    }

    @Test func onlyAnAdministratorSetsTheClockAndOnlyOfThisStation() throws {
        let running = try station().start()
        #expect(!running.keeper.take(code(now, by: issuer), at: "door", now: .now))
        #expect(!running.keeper.take(code(now, by: SigningKey()), at: "door", now: .now))
        #expect(!running.keeper.take(code(now, station: "B"), at: "door", now: .now))
        #expect(!running.keeper.take(Payload("ST1:NONSENSE".utf8), at: "door", now: .now))
        #expect(!running.keeper.take(code(WallTime(seconds: 1_600_000_000)), at: "door", now: .now))
        #expect(try Set(running.rows()) == ["command clock-code-refused untrusted"])
        #expect(running.keeper.take(code(now, station: "A"), at: "door", now: .now))
    }

    @Test func aCodeThatCannotBeRememberedIsNotTaken() throws {
        let station = try station()
        let running = try station.start()
        // In the way of every new state; not even root can write over it.
        let obstacle = "\(station.stateFolder)/clock.json.new"
        try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: false)
        #expect(!running.keeper.take(code(now), at: "door", now: .now))
        #expect(running.clock.state == .untrusted)
        #expect(try running.rows().contains("incident clock-unsaved untrusted"))
        try FileManager.default.removeItem(atPath: obstacle)
        #expect(running.keeper.take(code(now), at: "door", now: .now))
    }

    @Test func theNetworkIsNoticedWithinALook() throws {
        let station = try station("sources = [\"synchronised\"]\nsynchronised_file = \"set\"")
        let running = try station.start()
        running.keeper.tick(at: .now)
        #expect(try running.rows() == ["incident clock-untrusted untrusted"])
        _ = station.folder.write("set", "")
        running.keeper.tick(at: running.keeper.due)
        #expect(running.clock.state == .trusted && abs((running.clock.read().time - .now).inMilliseconds) < 1000)
        try FileManager.default.removeItem(atPath: "\(station.folder.path)/set")
        running.keeper.tick(at: running.keeper.due)
        #expect(running.clock.state == .holdover)
        #expect(
            try running.rows() == [
                "incident clock-untrusted untrusted", "service clock-trusted trusted",
                "service clock-holdover holdover",
            ])
    }

    @Test(arguments: [
        ("1900000000\n", Clock.State.trusted), ("0\n", .untrusted), ("", .untrusted), ("soon\n", .untrusted),
        ("-5\n", .untrusted), ("99999999999999999999\n", .untrusted),
    ])
    func aBatteryIsReadAsTheKernelShowsIt(text: String, state: Clock.State) throws {
        let station = try station("sources = [\"battery\"]\nbattery = \"rtc\"")
        try FileManager.default.createDirectory(
            atPath: "\(station.folder.path)/rtc", withIntermediateDirectories: false)
        _ = station.folder.write("rtc/since_epoch", text)
        #expect(try station.start().clock.state == state)
    }

    @Test func whoSetsTheClockStandsInTheRowAlsoWhereItIsRefused() throws {
        let running = try station().start()
        try running.keeper.set(now, by: .technician, at: .now)
        #expect(throws: ClockFault.refused(.belowFloor)) {
            try running.keeper.set(WallTime(seconds: 1), by: .administrator, at: .now)
        }
        try running.keeper.setFloor(now - .seconds(60), by: .technician, at: .now)
        #expect(throws: ClockFault.refused(.belowFloor)) {
            try running.keeper.setFloor(WallTime(seconds: 1), by: .technician, at: .now)
        }
        #expect(running.clock.trust.floor.time == now - .seconds(60))
        #expect(
            try running.rows().filter { $0.hasPrefix("command") } == [
                "command clock-set-technician trusted", "command clock-set-administrator-refused trusted",
                "command clock-floor-technician trusted", "command clock-floor-technician-refused trusted",
            ])
    }

    @Test func whereTheStateIsLostTheFloorIsLearnedFromTheLedger() throws {
        let station = try station()
        let later = now + .seconds(100 * 86400)
        #expect(try station.start().keeper.take(code(later), at: "door", now: .now))
        _ = station.folder.write("state/clock.json", "{ \"half\": ")
        let next = try station.start()
        #expect(next.clock.trust.floor.time > later - .seconds(86401))
        #expect(!next.keeper.take(code(later - .seconds(1)), at: "door", now: .now))
    }
}

/// What is kept.
@Suite struct ClockRecordTests {
    @Test func whatIsKeptIsReadAgain() throws {
        let folder = try TemporaryFolder()
        var trust = ClockTrust(
            rules: .init(sources: [.timeCode, .technician], holdover: .seconds(90)),
            built: WallTime(seconds: 1_700_000_000))
        _ = try trust.take(code: WallTime(seconds: 1_800_000_000), at: .now)
        try trust.setFloor(WallTime(seconds: 1_750_000_000))
        try ClockRecord(trust).save(in: folder.path)
        let read = try #require(ClockRecord(folder: folder.path)).trust
        #expect(read.memory == trust.memory && read.rules == trust.rules && read.floor == trust.floor)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["clock.json"])
    }

    @Test func instantsOfAnotherBootMeanNothing() throws {
        let folder = try TemporaryFolder()
        var trust = ClockTrust(rules: .init(sources: [.timeCode]), built: WallTime(seconds: 1_700_000_000))
        _ = try trust.take(code: WallTime(seconds: 1_800_000_000), at: .now)
        try ClockRecord(trust).save(in: folder.path)
        let text = try String(contentsOfFile: "\(folder.path)/clock.json", encoding: .utf8)
        _ = folder.write("clock.json", text.replacingOccurrences(of: bootIdentifier(), with: "another"))
        #expect(ClockRecord(folder: folder.path)?.memory == trust.memory.afterBoot)
    }

    @Test func anyNumberIsReadWithoutATrap() throws {
        let folder = try TemporaryFolder()
        try ClockRecord(ClockTrust(rules: .init(sources: []), built: WallTime(seconds: 0))).save(in: folder.path)
        let text = try String(contentsOfFile: "\(folder.path)/clock.json", encoding: .utf8)
        for number in ["1e300", "-1e300"] {
            _ = folder.write("clock.json", text.replacingOccurrences(of: "604800", with: number))
            #expect(ClockRecord(folder: folder.path)?.trust.state(at: .now) == .untrusted)
        }
    }

    @Test func theDayOfTheBuildIsRead() {
        #expect(BuildTime.read("Nov 24 2026") == WallTime(rfc3339: "2026-11-23T00:00:00Z"))
        #expect(BuildTime.read("Mar  1 2024") == WallTime(rfc3339: "2024-02-29T00:00:00Z"))
        #expect(BuildTime.read("??? ?? ????") == nil)
        #expect(BuildTime.floor > WallTime(rfc3339: "2026-01-01T00:00:00Z")!)
    }
}

/// A station's folders and configuration.
private final class ClockStation {
    /// One run of the program, as far as its clock goes.
    struct Running {
        let clock: StationClock
        let keeper: ClockKeeper
        /// Held, so that its folder stays.
        let station: ClockStation

        /// Kind, note and clock of each row.
        func rows() throws -> [String] {
            try LedgerReader(folder: station.stateFolder).next().map {
                "\($0.kind.rawValue) \($0.note ?? "") \($0.clock.rawValue)"
            }
        }
    }

    let folder: TemporaryFolder
    private let configuration: Configuration
    var stateFolder: String { configuration.stateFolder }

    init(_ clock: String, administrator: SigningKey, issuer: SigningKey) throws {
        folder = try TemporaryFolder()
        for name in ["trust/administrators", "state"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
        }
        _ = folder.write("trust/site.pub", issuer.publicKey.fileText)
        _ = folder.write("trust/administrators/admin.pub", administrator.publicKey.fileText)
        let text = """
            station = "A"
            state_dir = "state"
            trust_dir = "trust"
            board = "simulated"
            camera.source = "replay:nothing"
            [clock]
            \(clock)
            """
        configuration = try Configuration(file: folder.write("config.toml", text))
    }

    func start() throws -> Running {
        let clock = StationClock(configuration.clock, folder: stateFolder)
        let ledger = try Ledger(
            folder: stateFolder, key: LedgerKey(loadingOrCreatingIn: stateFolder), station: "A",
            boot: bootIdentifier(), monotonic: .now, time: clock.read().time, clock: clock.read().state)
        if clock.isNew, let newest = try ledger.newestTrustedTime() { clock.learnFloor(fromRowAt: newest) }
        let judge = Judge(
            configuration: configuration, trust: try TrustStore(folder: configuration.trustFolder), ledger: ledger)
        let record = Record(ledger: ledger, clock: clock, observers: [])
        let keeper = ClockKeeper(clock, station: "A", judge: judge, record: record, at: .now)
        return Running(clock: clock, keeper: keeper, station: self)
    }
}
