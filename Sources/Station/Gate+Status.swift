import Control
import GateIO
import Vocabulary

extension Gate {
    /// How the gate is now, for whoever asks.
    func status(at now: MonotonicTime) -> GateStatus {
        let state = outputs.state
        let readings = door.readings
        let lines = Dictionary(state.levels.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
        return GateStatus(
            name: configuration.name, direction: configuration.direction.rawValue, reader: reader.status,
            camera: reader.cameraStatus, lock: state.lock.name, lines: lines,
            inputs: Dictionary(uniqueKeysWithValues: readings.map { ($0.key.rawValue, $0.value.isActive) }),
            changes: Dictionary(uniqueKeysWithValues: readings.map { ($0.key.rawValue, $0.value.changes) }),
            faults: (state.faults + door.faults).map { FaultStatus(incident: $0.incident.rawValue, what: $0.what) },
            alarm: alarm.signal.rawValue, causes: alarm.causes.map(\.rawValue), door: door.state.rawValue,
            service: service.due.map { ($0 - now).inSeconds }, referral: referral.remaining(at: now)?.inSeconds)
    }
}

extension GateState.Lock {
    /// Its name at the control socket.
    var name: String {
        switch self {
        case .none: "none"
        case .atRest: "at-rest"
        case .released: "released"
        case .fault: "fault"
        }
    }
}

extension Duration {
    /// Seconds with their fraction, to the millisecond.
    var inSeconds: Double { inMilliseconds.rounded() / 1000 }
}
