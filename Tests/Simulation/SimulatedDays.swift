import Admission
import Credentials
import Station
import Vocabulary

/// The people of a station, day after day: those who come with a good code and those who do not, who show it twice, who slip
/// in behind others, who come two at a time, who leave unseen; and the days on which the power fails, the clock is wrong, the
/// level changes or the lock does not move.
struct SimulatedDays {
    /// What a run was made of, for whoever compares two.
    struct Figures: Encodable, Equatable {
        var people = 0
        var admitted = 0
        var refused = 0
        var full = 0
        var passback = 0
        var alreadyUsed = 0
        var referred = 0
        var letInByOfficer = 0
        /// Codes judged, by what they were.
        var codes: [String: Int] = [:]
        /// Two who held up their codes together.
        var pairs = 0
        /// Codes held up by somebody inside, and those of them that opened once `timed` was over.
        var heldUpInside = 0
        var heldUpOpened = 0
        var tailgaters = 0
        var leftUnseen = 0
        var lockFailures = 0
        var levelChanges = 0
        /// Those after which more were inside than may be.
        var loweredBelowPresent = 0
        var powerCuts = 0
        /// Those over the daily reset.
        var powerCutsAtReset = 0
        var clockJumps = 0
        /// The most who were counted inside.
        var peak = 0
        /// The most by which the count differed from who was there.
        var drift = 0
    }

    private enum Event {
        case arrival([SimulatedCodes.Held], tries: Int)
        case heldUpInside(SimulatedCodes.Held)
        case leaving(SimulatedCodes.Held)
        case level(OccupancyLevel)
        case powerCut(atMost: Int64)
        case clockJump
        case clockRight
    }

    /// People in each hour of the day, at most, from the reset at three on. The last ones stay over midnight.
    private static let busyness = [
        0, 0, 2, 12, 26, 20, 14, 10, 9, 12, 14, 10, 9, 8, 9, 6, 3, 2, 2, 2, 1, 0, 0, 0,
    ]

    let station: SimulatedStation
    private(set) var figures = Figures()
    private var chance: Chance
    private let begin: WallTime
    /// The latest last, so that the next one is taken off the end.
    private var events: [(second: Int64, event: Event)] = []
    private var isClockWrong = false
    private var present = 0

    init(in folder: String, seed: UInt64) throws {
        // Three in the morning in the middle of Europe. A leap day comes in the first quarter, and two changes of the zone.
        begin = WallTime(rfc3339: "2024-01-01T02:00:00Z")!
        station = try SimulatedStation(in: folder, at: begin)
        chance = Chance(seed: seed)
    }

    /// The true time since the beginning, in seconds.
    private var second: Int64 { station.elapsed.components.seconds }
    private var time: WallTime { begin + station.elapsed }

    /// Lives one day to its end.
    mutating func live(_ day: Int) throws {
        let morning = Int64(day) * 86_400
        func some(_ range: Range<Int64> = 0..<86_400) -> Int64 { morning + .random(in: range, using: &chance) }
        for (hour, most) in Self.busyness.enumerated() where most > 0 {
            for _ in 0..<Int.random(in: most / 2...most, using: &chance) {
                let time = some(Int64(hour) * 3600..<Int64(hour + 1) * 3600)
                let codes = try (0...(chance.happens(4) ? 1 : 0)).map { _ in try code(at: time) }
                plan(.arrival(codes, tries: 3), at: time)
            }
        }
        if chance.happens(10) { plan(.powerCut(atMost: 7200), at: some()) }
        // Over the daily reset.
        if chance.happens(8) { plan(.powerCut(atMost: 9000), at: morning + 86_000) }
        if chance.happens(15) { plan(.clockJump, at: some()) }
        if chance.happens(10) {
            let noon = some(14_400..<36_000)
            plan(.level([.two, .three, .four].randomElement(using: &chance)!), at: noon)
            plan(.level(.one), at: noon + 14_400)
        }
        while let next = events.last, next.second < morning + 86_400 {
            events.removeLast()
            try reach(next.second)
            try meet(next.event)
            figures.peak = max(figures.peak, station.inside)
            figures.drift = max(figures.drift, abs(station.inside - present))
        }
        try reach(morning + 86_400)
        // Nobody sleeps here: at the end of the day the house is empty.
        figures.leftUnseen += present
        present = 0
        events.removeAll { if case .leaving = $0.event { true } else { false } }
    }

    private mutating func plan(_ event: Event, at time: Int64) {
        let place = events.firstIndex { $0.second <= time } ?? events.endIndex
        events.insert((time, event), at: place)
    }

    /// Each hour at least: people are taken for gone, and the day begins anew.
    private func reach(_ time: Int64) throws {
        while second < time { try station.wait(min(.seconds(time) - station.elapsed, .seconds(3600))) }
    }

    private mutating func meet(_ event: Event) throws {
        switch event {
        case .arrival(let codes, let tries): try arrive(codes, tries)
        case .heldUpInside(let code): try holdUpInside(code)
        case .leaving(let code): try leave(code)
        case .level(let level):
            figures.levelChanges += 1
            try station.set(level)
            if station.inside > station.capacity { figures.loweredBelowPresent += 1 }
        case .powerCut(let most):
            figures.powerCuts += 1
            let length = Int64.random(in: 5...most, using: &chance)
            if second % 86_400 + length > 86_400 { figures.powerCutsAtReset += 1 }
            try station.losePower(for: .seconds(length))
        case .clockJump:
            guard !isClockWrong else { return }
            figures.clockJumps += 1
            isClockWrong = true
            station.wall = station.wall + .seconds(.random(in: -200_000...200_000, using: &chance))
            station.state = .untrusted
            plan(.clockRight, at: second + .random(in: 60...7200, using: &chance))
        case .clockRight:
            station.wall = time
            station.state = .trusted
            isClockWrong = false
        }
    }

    private mutating func arrive(_ codes: [SimulatedCodes.Held], _ tries: Int) throws {
        figures.people += codes.count
        if codes.count > 1 { figures.pairs += 1 }
        station.lockState = chance.happens(1) ? .fails : chance.happens(1) ? .isAway : .works
        let hasFailed = station.lockState == .fails
        let payloads = try codes.map { try $0.payload(at: time) }
        // Together they take as long as two.
        let rulings = try station.show(payloads, at: "in", frames: codes.count > 1 ? 12 : 2)
        station.lockState = .works
        guard Set(payloads).count == rulings.count else {
            throw Violation(description: "\(time.rfc3339): \(rulings.count) of \(codes.count) codes were judged")
        }
        for (code, ruling) in zip(codes, rulings) {
            try answer(ruling, of: code, tries, isIn: ruling.lock == .opened && !hasFailed)
        }
    }

    private mutating func answer(
        _ ruling: Judge.Ruling, of code: SimulatedCodes.Held, _ tries: Int, isIn: Bool
    ) throws {
        var isIn = isIn
        figures.codes[ruling.examination.format?.rawValue ?? "none", default: 0] += 1
        switch ruling.reason {
        case .full:
            figures.full += 1
            if tries > 0 { plan(.arrival([code], tries: tries - 1), at: second + 600) }
        case .passback: figures.passback += 1
        case .alreadyUsed: figures.alreadyUsed += 1
        default: break
        }
        switch ruling.reason.verdict {
        case .admit:
            if isIn { figures.admitted += 1 } else { figures.lockFailures += 1 }
        case .deny: figures.refused += 1
        case .refer:
            figures.referred += 1
            try station.wait(.seconds(10))
            if chance.happens(70), try station.admit(ruling.examination) {
                figures.letInByOfficer += 1
                isIn = true
            }
        }
        if isIn { enter(code) }
        // Again at once, or a copy of it by somebody else.
        if chance.happens(6), tries > 0 {
            plan(.arrival([code], tries: 0), at: second + .random(in: 1...1200, using: &chance))
        }
    }

    private mutating func enter(_ code: SimulatedCodes.Held) {
        let behind = chance.happens(3) ? 1 : 0
        figures.tailgaters += behind
        for _ in 0...behind {
            present += 1
            plan(.leaving(code), at: second + .random(in: 600...18_000, using: &chance))
        }
        if chance.happens(2) { plan(.heldUpInside(code), at: second + .random(in: 20...900, using: &chance)) }
    }

    /// Through the glass, for half a minute: it is judged once.
    private mutating func holdUpInside(_ code: SimulatedCodes.Held) throws {
        figures.heldUpInside += 1
        let rulings = try station.show([code.payload(at: time)], at: "in", frames: 300)
        guard rulings.count == 1 else {
            throw Violation(description: "\(time.rfc3339): a code in view was judged \(rulings.count) times")
        }
        if rulings[0].lock == .opened { figures.heldUpOpened += 1 }
    }

    private mutating func leave(_ code: SimulatedCodes.Held) throws {
        present -= 1
        guard !chance.happens(4) else {
            figures.leftUnseen += 1
            return
        }
        let shown = chance.happens(15) ? Payload(Array("no pass".utf8)) : try code.payload(at: time)
        _ = try station.show([shown], at: "out")
    }

    /// What somebody holds up who comes at `second`.
    private mutating func code(at second: Int64) throws -> SimulatedCodes.Held {
        let time = begin + .seconds(second)
        switch Int.random(in: 0..<100, using: &chance) {
        case ..<4: return .paper(Payload(Array("https://example.org/menu".utf8)))
        case ..<15: return station.codes.badge(&chance)
        case ..<35: return try station.codes.certificate(doses: chance.happens(80) ? 2 : 1, at: time, &chance)
        case ..<50:
            return try station.codes.pass(
                .member, until: time + .seconds(30 * 86_400), isSingleUse: false, isBound: true, &chance)
        default:
            return try station.codes.pass(
                chance.happens(25) ? .member : .visitor, until: time + .seconds(chance.happens(5) ? -1 : 3 * 86_400),
                isSingleUse: chance.happens(30), isBound: false, &chance)
        }
    }
}
