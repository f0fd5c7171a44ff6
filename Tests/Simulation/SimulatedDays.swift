import Admission
import Credentials
import Vocabulary

/// The people of a station, day after day: those who come with a good code and those who do not, who show it twice, who slip
/// in behind others, who leave unseen; and the days on which the power fails or the clock is wrong.
struct SimulatedDays {
    /// What a run was made of, for whoever compares two.
    struct Figures: Encodable {
        var people = 0
        var admitted = 0
        var refused = 0
        var full = 0
        var passback = 0
        var alreadyUsed = 0
        var referred = 0
        var letInByOfficer = 0
        var tailgaters = 0
        var leftUnseen = 0
        var powerCuts = 0
        var clockJumps = 0
        /// The most who were counted inside.
        var peak = 0
        /// The most by which the count differed from who was there.
        var drift = 0
    }

    private enum Event {
        case arrival(Payload, tries: Int)
        case leaving(Payload)
        case powerCut
        case clockJump
        case clockRight
    }

    /// People in each hour of the day, at most.
    private static let busyness = [
        0, 0, 0, 0, 0, 2, 12, 26, 20, 14, 10, 9, 12, 14, 10, 9, 8, 9, 6, 3, 2, 1, 0, 0,
    ]

    let station: SimulatedStation
    private(set) var figures = Figures()
    private var chance: Chance
    private let begin: WallTime
    /// The true time since the beginning, in seconds.
    private var second: Int64 = 0
    /// The latest last, so that the next one is taken off the end.
    private var events: [(second: Int64, event: Event)] = []
    /// How far the board's clock is ahead, in seconds.
    private var error: Int64 = 0
    private var present = 0

    init(in folder: String, seed: UInt64) throws {
        // So that a leap day comes in the first quarter.
        begin = WallTime(rfc3339: "2024-01-01T00:00:00Z")!
        station = try SimulatedStation(in: folder, at: begin)
        chance = Chance(seed: seed)
    }

    /// Lives one day to its end.
    mutating func live(_ day: Int) throws {
        let midnight = Int64(day) * 86_400
        for (hour, most) in Self.busyness.enumerated() where most > 0 {
            for _ in 0..<Int.random(in: most / 2...most, using: &chance) {
                let time = midnight + Int64(hour) * 3600 + .random(in: 0..<3600, using: &chance)
                plan(.arrival(try code(), tries: 3), at: time)
            }
        }
        if chance.happens(10) { plan(.powerCut, at: midnight + .random(in: 0..<86_400, using: &chance)) }
        // Over the daily reset.
        if chance.happens(8) { plan(.powerCut, at: midnight + 10_000) }
        if chance.happens(15) { plan(.clockJump, at: midnight + .random(in: 0..<86_400, using: &chance)) }
        while let next = events.last, next.second < midnight + 86_400 {
            events.removeLast()
            try reach(next.second)
            try meet(next.event)
            figures.peak = max(figures.peak, station.inside)
            figures.drift = max(figures.drift, abs(station.inside - present))
        }
        try reach(midnight + 86_400)
        try reset(at: day)
    }

    private mutating func plan(_ event: Event, at time: Int64) {
        let place = events.firstIndex { $0.second <= time } ?? events.endIndex
        events.insert((time, event), at: place)
    }

    /// Nobody sleeps here: at the end of the day the house is empty.
    private mutating func reset(at day: Int) throws {
        figures.leftUnseen += present
        present = 0
        events.removeAll { if case .leaving = $0.event { true } else { false } }
    }

    private mutating func reach(_ time: Int64) throws {
        // Each hour at least: people are taken for gone, and the day begins anew.
        while second < time {
            let step = min(time - second, 3600)
            second += step
            try station.wait(.seconds(step))
        }
    }

    private mutating func meet(_ event: Event) throws {
        switch event {
        case .arrival(let payload, let tries): try arrive(payload, tries)
        case .leaving(let payload): try leave(payload)
        case .powerCut:
            figures.powerCuts += 1
            let length = Int64.random(in: 5...7200, using: &chance)
            second += length
            try station.losePower(for: .seconds(length))
        case .clockJump:
            guard error == 0 else { return }
            figures.clockJumps += 1
            error = .random(in: -200_000...200_000, using: &chance)
            station.wall = station.wall + .seconds(error)
            station.state = .untrusted
            plan(.clockRight, at: second + .random(in: 60...7200, using: &chance))
        case .clockRight:
            station.wall = begin + .seconds(second)
            station.state = .trusted
            error = 0
        }
    }

    private mutating func arrive(_ payload: Payload, _ tries: Int) throws {
        figures.people += 1
        let ruling = try station.show(payload, at: "in")
        var isIn = ruling.lock == .opened
        switch ruling.reason {
        case .full:
            figures.full += 1
            if tries > 0 { plan(.arrival(payload, tries: tries - 1), at: second + 600) }
        case .passback: figures.passback += 1
        case .alreadyUsed: figures.alreadyUsed += 1
        default: break
        }
        switch ruling.reason.verdict {
        case .admit: figures.admitted += 1
        case .deny: figures.refused += 1
        case .refer:
            figures.referred += 1
            try station.wait(.seconds(10))
            second += 10
            if chance.happens(70), try station.admit(ruling.examination) {
                figures.letInByOfficer += 1
                isIn = true
            }
        }
        if isIn { enter(payload) }
        // Again at once, or a copy of it by somebody else.
        if chance.happens(6), tries > 0 {
            plan(.arrival(payload, tries: 0), at: second + .random(in: 1...1200, using: &chance))
        }
    }

    private mutating func enter(_ payload: Payload) {
        let behind = chance.happens(3) ? 1 : 0
        figures.tailgaters += behind
        for _ in 0...behind {
            present += 1
            plan(.leaving(payload), at: second + .random(in: 600...18_000, using: &chance))
        }
    }

    private mutating func leave(_ payload: Payload) throws {
        present -= 1
        guard !chance.happens(4) else {
            figures.leftUnseen += 1
            return
        }
        _ = try station.show(chance.happens(15) ? Payload(Array("no pass".utf8)) : payload, at: "out")
    }

    private mutating func code() throws -> Payload {
        if chance.happens(4) { return Payload(Array("https://example.org/menu".utf8)) }
        let time = begin + .seconds(second)
        let pass = try SitePass(
            identifier: (0..<16).map { _ in .random(in: .min ... .max, using: &chance) }, issuer: "site",
            holderClass: chance.happens(25) ? .member : .visitor, notBefore: begin - .seconds(1_000_000),
            expires: time + .seconds(chance.happens(5) ? -1 : 3 * 86_400), scope: .stations(["north"]),
            isSingleUse: chance.happens(30))
        return Payload(Array(try pass.signed(by: station.key).utf8))
    }
}
