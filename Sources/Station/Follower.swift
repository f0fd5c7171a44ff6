import Control
import GateIO
import ReaderLink
import Vocabulary

/// Tells those who follow at the control socket what happens.
final class Follower: StationObserver {
    private let server: ControlServer

    init(_ server: ControlServer) { self.server = server }

    func note(_ event: StationEvent) {
        guard server.hasFollowers, let told = FollowedEvent(event, time: WallTime.now.rfc3339) else { return }
        server.tell(told, at: .now)
    }
}

extension FollowedEvent {
    /// Nil for what comes four times a second: `figures` tells it to whoever asks.
    init?(_ event: StationEvent, time: String) {
        switch event {
        case .decided(let decision):
            self.init("decided", gate: decision.gate, time: time)
            sequence = decision.sequence
            verdict = decision.verdict.rawValue
            reason = decision.reason.rawValue
            colour = decision.colour?.rawValue
            `class` = decision.holderClass?.rawValue
            format = decision.format?.rawValue
            lock = decision.lock.rawValue
            before = decision.before
            milliseconds = (decision.answered - decision.firstSeen).inMilliseconds.rounded()
        case .collecting(let gate, let have, let count):
            self.init("collecting", gate: gate, time: time)
            self.have = have
            self.count = count
        case .acted(let act):
            self.init("acted", gate: act.gate, time: time)
            what = act.act.note(by: act.authority)
            lock = act.lock?.rawValue
        case .incident(let incident, let gate, _):
            self.init("incident", gate: gate, time: time)
            what = incident.rawValue
        case .recovered(let gate, _, let over):
            self.init("recovered", gate: gate, time: time)
            what = over?.rawValue
        case .readerReady(let gate, _): self.init("reader", gate: gate, time: time)
        case .camera(let gate, let state):
            self.init("camera", gate: gate, time: time)
            what =
                switch state {
                case .streaming: "streaming"
                case .lost: "lost"
                case .ended: "ended"
                }
        case .outputs(let gate, let state):
            self.init("lines", gate: gate, time: time)
            lock = state.lock.name
            lines = Dictionary(state.levels.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
        case .door(let gate, let state):
            self.init("door", gate: gate, time: time)
            what = state.rawValue
        case .clock(let news):
            self.init("clock", gate: "", time: time)
            switch news {
            case .changed(_, let clock): what = clock.state.rawValue
            case .commanded(let command, _, let fault):
                what = command.rawValue + (fault == nil ? "" : "-refused")
            }
        case .occupancy(let status):
            self.init("occupancy", gate: "", time: time)
            occupancy = status
        case .figures: return nil
        }
    }
}
