import Admission
import Credentials
import Testing
import Vocabulary

@testable import Station

@Suite("A station that counts") struct OccupancyTests {
    @Test("who comes in and leaves is counted in the row, with or without a pass")
    func counts() throws {
        let station = try OccupancyBench("")
        try station.show(station.pass())
        try station.show(station.pass(.member))
        try station.show(station.pass(isExpired: true))
        try station.show(Payload(Array("anything".utf8)), at: "out")
        #expect(station.inside == 1)
        #expect(try station.rows().map(\.inside) == [1, 2, nil, 1])
        #expect(try station.rows().map(\.crossing) == [.entry, .entry, nil, .exit])
    }

    @Test("nobody came in where the lock could not open; who leaves has left all the same")
    func failedLock() throws {
        let station = try OccupancyBench("")
        try station.show(station.pass(), isLockReady: false)
        #expect(station.inside == 0)
        try station.show(station.pass())
        try station.show(station.pass(), at: "out", isLockReady: false)
        #expect(station.inside == 0)
    }

    @Test("where the lock fails after the row nobody came in, and the ledger says so at the next start")
    func lockFailedLate() throws {
        let station = try OccupancyBench("passback.visitor = \"hard\"\noccupancy.daily_cap = 2")
        try station.show(station.pass())
        let pass = try station.pass()
        try station.failLock(of: station.show(pass).examination)
        for _ in 0..<2 {
            #expect(station.inside == 1 && station.judge.counts.occupancy.admitted == 1)
            try station.losePower()
        }
        #expect(try station.show(pass).reason == .ok && station.inside == 2)
        #expect(try station.rows().map(\.inside) == [1, 2, 1, 2])
        // Who leaves does so by the handle too.
        try station.show(pass, at: "out", isLockReady: false)
        #expect(station.inside == 1)
    }

    @Test("where it is full visitors wait and are told how many came before; members come in; leaving makes room")
    func full() throws {
        let station = try OccupancyBench("occupancy.capacity = 1")
        try station.show(station.pass())
        let waiting = try [station.pass(), station.pass()]
        #expect(try waiting.map { try station.show($0).before } == [0, 1])
        #expect(try station.show(waiting[1]).reason == .full)
        #expect(try station.show(station.pass(.member)).reason == .ok && station.inside == 2)
        for _ in 0..<2 { try station.show(waiting[0], at: "out") }
        #expect(try station.show(waiting[0]).reason == .ok)
        #expect(try station.show(waiting[1]).before == 0)
        let status = station.judge.counts.status(at: station.now)
        #expect(status.inside == 1 && status.isFull && status.waiting == 1 && status.capacity == 1)
    }

    @Test("leaving is never refused, whatever is shown and however the classes are judged")
    func leaving() throws {
        let station = try OccupancyBench(
            "phases = { member = [\"closed\"], visitor = [\"closed\"] }\noccupancy.capacity = 0\npassback.visitor = \"hard\""
        )
        for payload in try [station.pass(), station.pass(.member), station.pass(isExpired: true)] {
            let ruling = try station.show(payload, at: "out")
            #expect(ruling.reason == .ok && ruling.lock == .opened)
        }
    }

    @Test("a pass that came in stays out until it has left")
    func passback() throws {
        let station = try OccupancyBench("passback.visitor = \"hard\"")
        try station.show(station.pass())
        let pass = try station.pass()
        #expect(try station.show(pass).reason == .ok)
        #expect(try station.show(pass).reason == .passback)
        #expect(station.judge.counts.lastRefused(at: "in", now: station.now + .seconds(29)) != nil)
        #expect(station.judge.counts.lastRefused(at: "in", now: station.now + .seconds(30)) == nil)
        try station.show(pass, at: "out")
        #expect(try station.show(pass).reason == .ok)
    }

    @Test("where nobody is inside no pass is kept out")
    func empty() throws {
        let station = try OccupancyBench("passback.visitor = \"hard\"")
        let pass = try station.pass()
        try station.show(pass)
        try station.show(Payload(Array("no pass".utf8)), at: "out")
        #expect(try station.show(pass).reason == .ok)
    }

    @Test(
        "observing opens and keeps the verdict apart; a single-use pass is used up by coming in, and not where nobody is asked"
    )
    func observing() throws {
        let station = try OccupancyBench("phases.visitor = [\"observe\"]")
        let single = try station.pass(isSingleUse: true, isExpired: true)
        let ruling = try station.show(single)
        #expect(ruling.reason == .expired && ruling.lock == .opened && station.inside == 1)
        #expect(try station.show(single).reason == .alreadyUsed)
        let row = try #require(try station.rows().first)
        #expect(row.verdict == .deny && row.lock == .opened && row.note == "observed" && row.spends != nil)
        for _ in 0..<2 {
            let observed = station.judge.counts.dayStatus.observed
            #expect(observed.map(\.reason) == ["already-used", "expired"] && observed.map(\.count) == [1, 1])
            #expect(observed.allSatisfy { $0.class == "visitor" && $0.first == "2021-09-06 05:00" })
            try station.losePower()
        }
        let open = try OccupancyBench("phases.visitor = [\"open\"]")
        #expect(try open.show(open.pass(isSingleUse: true)).reason == .open)
        #expect(try open.rows().map(\.spends) == [nil])
        #expect(try open.show(Payload(Array("any code".utf8))).lock == .opened && open.inside == 2)
    }

    @Test("other rules are taken while people are inside")
    func reload() throws {
        let station = try OccupancyBench("occupancy.capacity = 5\npassback.visitor = \"hard\"")
        let pass = try station.pass()
        try station.show(pass)
        let other = try OccupancyBench("occupancy.capacity = 1")
        station.judge.adopt(try StationSettings(file: "\(other.folder.path)/config.toml"))
        #expect(station.inside == 1 && station.judge.counts.occupancy.room == .full)
    }
}

@Suite("A station that counts and loses its power") struct OccupancyPowerTests {
    @Test("count, passes and level are as the ledger has them", arguments: ["boot-1", "boot-2"])
    func restart(boot: String) throws {
        let station = try OccupancyBench("passback = { visitor = \"timed\", member = \"hard\" }")
        let (visitor, member) = (try station.pass(), try station.pass(.member))
        for pass in [visitor, member, try station.pass()] { try station.show(pass) }
        try station.show(Payload(Array("gone".utf8)), at: "out")
        try station.losePower(for: .seconds(599), boot: boot)
        #expect(station.inside == 2)
        #expect(station.judge.counts.day.peaks.compactMap(\.self) == [3])
        #expect(try station.show(visitor).reason == .passback)
        try station.losePower(for: .seconds(1), boot: boot)
        #expect(try station.show(visitor).reason == .ok && station.inside == 3)
        #expect(try station.show(member).reason == .passback)
    }

    @Test(
        "where the clock of the row or of the start is unsure, a pass is kept out for as long as if it had just come in"
    )
    func unsure() throws {
        let station = try OccupancyBench("passback.visitor = \"timed\"")
        let pass = try station.pass()
        try station.show(pass)
        station.state = .untrusted
        try station.losePower(for: .seconds(3600))
        station.now = station.now + .seconds(599)
        station.state = .trusted
        #expect(try station.show(pass).reason == .passback)
        station.now = station.now + .seconds(1)
        #expect(try station.show(pass).reason == .ok)
    }

    @Test("a reset that fell into the power cut comes at the start")
    func reset() throws {
        let station = try OccupancyBench("occupancy.reset = \"12:00\"", at: "2024-02-29T05:00:00Z")
        for _ in 0..<3 { try station.show(station.pass()) }
        try station.losePower(for: .seconds(3600))
        #expect(station.tick() == nil && station.inside == 3)
        try station.losePower(for: .seconds(24 * 3600))
        #expect(station.tick() == .reset && station.inside == 0)
        #expect(station.judge.counts.occupancy.drift.leftOver == 3)
    }

    @Test("people who left unseen are taken for gone by how long they have been inside, over a power cut too")
    func drift() throws {
        let station = try OccupancyBench("occupancy.stay_hours = 1")
        try station.show(station.pass())
        try station.losePower(for: .seconds(1800))
        try station.show(station.pass())
        station.now = station.now + .seconds(1800)
        #expect(station.tick() == .timedOut && station.inside == 1)
        #expect(station.judge.counts.occupancy.drift.timedOut == 1)
    }
}
