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

    private func credential(_ payload: Payload, _ station: OccupancyBench) throws -> Credential {
        try station.judge.trust.examine(payload).outcome.get()
    }
}
