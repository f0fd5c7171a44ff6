import Admission
import Credentials
import Testing
import Vocabulary

@testable import Station

@Suite("A station on a rare day") struct RareDayTests {
    /// What the reader saw in one frame, judged as the gate does it; the reasons in their order.
    private func see(
        _ codes: [(payload: Payload, side: Double)], for frames: Int, _ tracker: inout PresentationTracker,
        at station: OccupancyBench
    ) throws -> [Reason] {
        let sightings = codes.enumerated().map { place, code in
            let (left, right) = (Double(place) * 300, Double(place) * 300 + code.side)
            return Sighting(
                payload: code.payload,
                outline: Quad(
                    topLeft: Point(x: left, y: 0), topRight: Point(x: right, y: 0),
                    bottomRight: Point(x: right, y: code.side), bottomLeft: Point(x: left, y: code.side)))
        }
        var reasons: [Reason] = []
        for _ in 0..<frames {
            if let presentation = tracker.see(sightings, at: station.now) {
                reasons.append(try station.show(presentation.payload).reason)
            }
            station.now = station.now + .milliseconds(100)
        }
        return reasons
    }

    @Test("two people hold up their codes in one frame: the nearer one comes in, then the other, where there is room")
    func twoPeople() throws {
        for (capacity, second) in [(2, Reason.ok), (1, .full)] {
            let station = try OccupancyBench("occupancy.capacity = \(capacity)")
            let codes = try [(payload: station.pass(), side: 90.0), (payload: station.pass(), side: 200.0)]
            var tracker = PresentationTracker(rules: PresentationRules())
            #expect(try see(codes, for: 40, &tracker, at: station) == [.ok, second])
            let rows = try station.rows()
            #expect(rows.first?.credential == station.judge.ledger.hash(of: try credential(codes[1].payload, station)))
            #expect(station.inside == capacity)
        }
    }

    @Test("a code that somebody inside holds up is judged once while it is in view, and then keeps nobody else out")
    func heldUpInside() throws {
        let station = try OccupancyBench("passback.visitor = \"hard\"")
        let (inside, other) = (try station.pass(), try station.pass())
        var tracker = PresentationTracker(rules: PresentationRules())
        #expect(try see([(inside, 100)], for: 5, &tracker, at: station) == [.ok])
        #expect(try see([], for: 35, &tracker, at: station).isEmpty)
        // Through the glass, and a visitor in front of it.
        #expect(try see([(inside, 100)], for: 100, &tracker, at: station) == [.passback])
        #expect(try see([(inside, 100), (other, 200)], for: 100, &tracker, at: station) == [.ok])
        #expect(station.inside == 2)
    }

    @Test("a daily reset that fell into a power cut waits for a sure clock, and comes once")
    func resetInTheDark() throws {
        let station = try OccupancyBench(
            "occupancy.reset = \"03:00\"\npassback.visitor = \"hard\"", at: "2024-02-29T22:00:00Z")
        let pass = try station.pass()
        try station.show(pass)
        station.state = .untrusted
        try station.losePower(for: .seconds(8 * 3600))
        #expect(station.tick() == nil && station.inside == 1)
        #expect(try station.show(pass).reason != .ok)
        station.state = .trusted
        #expect(station.tick() == .reset && station.inside == 0)
        #expect(station.tick() == nil)
        #expect(try station.show(pass).reason == .ok)
    }

    @Test("a leap day is a day: its passes are good until it ends, and it has a reset of its own")
    func leapDay() throws {
        let station = try OccupancyBench("occupancy.reset = \"03:00\"", at: "2024-02-28T12:00:00Z")
        var resets: [String] = []
        for _ in 0..<24 * 3 {
            try station.show(station.pass())
            if station.tick() == .reset { resets.append(String(station.time.rfc3339.prefix(13))) }
            (station.time, station.now) = (station.time + .seconds(3600), station.now + .seconds(3600))
        }
        #expect(resets == ["2024-02-29T03", "2024-03-01T03", "2024-03-02T03"])
        let pass = try SitePass(
            identifier: SitePass.newIdentifier(), issuer: "site", holderClass: .visitor,
            notBefore: #require(WallTime(rfc3339: "2024-02-29T00:00:00Z")),
            expires: #require(WallTime(rfc3339: "2024-03-01T00:00:00Z")), scope: .stations(["north"]),
            isSingleUse: false
        ).signed(by: station.key)
        for (time, reason) in [
            ("02-28T23:59:59", Reason.notYetValid), ("02-29T23:59:59", .ok), ("03-01T00:00:00", .expired),
        ] {
            station.time = try #require(WallTime(rfc3339: "2024-\(time)Z"))
            #expect(try station.show(Payload(Array(pass.utf8))).reason == reason)
        }
    }

    @Test("midnight inside a visit: a visitor who stays over the reset leaves without taking the count below nobody")
    func midnight() throws {
        let station = try OccupancyBench(
            "occupancy = { reset = \"00:00\", capacity = 1 }\npassback.visitor = \"hard\"", at: "2021-09-06T23:50:00Z")
        let pass = try station.pass()
        try station.show(pass)
        #expect(station.tick() == nil)
        (station.time, station.now) = (station.time + .seconds(1200), station.now + .seconds(1200))
        #expect(station.tick() == .reset && station.inside == 0)
        try station.show(pass, at: "out")
        let counts = station.judge.counts
        #expect(station.inside == 0 && counts.occupancy.drift.unmatched == 1 && counts.occupancy.drift.leftOver == 1)
        #expect(try station.show(pass).reason == .ok)
    }

    @Test(
        "a zone that changes moves the reset with it: back over it none comes twice, forward over it one comes at once")
    func zoneChange() throws {
        // From Jakarta to Makassar and back, at half past two and at half past three.
        let station = try OccupancyBench("occupancy.reset = \"03:00\"", at: "2021-09-06T19:30:00Z")
        station.zone = .seconds(7 * 3600)
        #expect(station.tick() == nil)
        try station.show(station.pass())
        station.zone = .seconds(8 * 3600)
        #expect(station.tick() == .reset && station.inside == 0)
        try station.show(station.pass())
        station.zone = .seconds(7 * 3600)
        #expect(station.tick() == nil && station.inside == 1)
        station.time = station.time + .seconds(3600)
        #expect(station.tick() == nil && station.inside == 1)
        station.time = station.time + .seconds(24 * 3600)
        #expect(station.tick() == .reset)
    }

    @Test("a level that makes fewer places than people are inside puts nobody out, and lets in members only")
    func lowered() throws {
        let station = try OccupancyBench("occupancy.capacity = 8")
        for _ in 0..<6 { try station.show(station.pass()) }
        station.judge.counts.set(.four)
        #expect(station.inside == 6 && station.judge.counts.occupancy.capacity == 2)
        let waiting = try station.pass()
        for left in (1...4).reversed() {
            #expect(try station.show(waiting).reason == .full)
            try station.show(Payload(Array("gone".utf8)), at: "out")
            #expect(station.inside == left + 1)
        }
        #expect(try station.show(station.pass(.member)).reason == .ok && station.inside == 3)
        for _ in 0..<2 { try station.show(Payload(Array("gone".utf8)), at: "out") }
        #expect(try station.show(waiting).reason == .ok)
    }

    private func credential(_ payload: Payload, _ station: OccupancyBench) throws -> Credential {
        try station.judge.trust.examine(payload).outcome.get()
    }
}
