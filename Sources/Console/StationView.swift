import Control
import Vocabulary

/// What the console knows of its station. A value: what the station says in, what the pages show out.
struct StationView {
    /// The newest events that are kept for whoever opens a page.
    static let mostEvents = 200

    /// Nil while the station does not say how it is.
    private(set) var status: StationStatus?
    /// As the station said them, the newest last.
    private(set) var events: [[UInt8]] = []
    private(set) var day = DayCounts()
    private var displays: [String: VisitorDisplay] = [:]

    /// When a visitor's screen changes by itself.
    var due: MonotonicTime? { displays.values.compactMap(\.due).min() }

    mutating func take(_ status: StationStatus, at now: MonotonicTime) {
        self.status = status
        displays = displays.filter { name, _ in status.gates.contains { $0.name == name } }
        for gate in status.gates { displays[gate.name, default: VisitorDisplay(gate: gate.name)].take(gate, at: now) }
    }

    mutating func take(_ line: [UInt8], _ event: FollowedEvent, at now: MonotonicTime) {
        if let gate = event.gate { displays[gate]?.take(event, at: now) }
        if let verdict = event.verdict { day.count(verdict, at: WallTime(rfc3339: event.time) ?? .now) }
        // Lamps come and go with each verdict; the status has them.
        guard event.event != "lines" else { return }
        if events.count == Self.mostEvents { events.removeFirst() }
        events.append(line)
    }

    /// The station cannot be watched any more.
    mutating func lose() { status = nil }

    /// Forgets what is shown no longer.
    mutating func expire(at now: MonotonicTime) {
        for name in displays.keys { displays[name]?.expire(at: now) }
    }

    /// What the screen at a gate shows; the station's first one where the name is empty.
    func screen(of gate: String, at now: MonotonicTime) -> VisitorScreen {
        let name = gate.isEmpty ? status?.gates.first?.name ?? "" : gate
        return (displays[name] ?? VisitorDisplay(gate: name)).screen(status, at: now)
    }
}
