import Admission
import Control
import Vocabulary

/// What Prometheus asks (text exposition format 0.0.4): names, no person and no token.
extension StationConsole {
    func metrics(of caller: StaffCaller, at now: MonotonicTime) throws(WebRefusal) -> StaffReply {
        try send([.figures], token: nil, at: now) { [unowned self] result, _ in
            let line = try? result.get().last
            let figures = line.flatMap { try? ControlLine.answer(StationFigures.self, in: $0) }
            let text = Exposition(status: view.status, figures: figures).text
            staff.finish(caller, WebResponse(Array(text.utf8), type: "text/plain; version=0.0.4"), at: .now)
        }
        return .later
    }
}

/// How a station is and what it counted, in Prometheus' words.
struct Exposition {
    private(set) var text = ""

    init(status: StationStatus?, figures: StationFigures?) {
        family("gate_up", "gauge", "Whether the station says how it is.", [([], status == nil ? 0 : 1)])
        if let status { tell(status) }
        if let figures { tell(figures) }
    }

    typealias Sample = (labels: [(String, String)], value: Double)

    private mutating func family(_ name: String, _ type: String, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        for sample in samples { self.sample(name, sample) }
    }

    private mutating func sample(_ name: String, _ sample: Sample) {
        let labels = sample.labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        let value =
            sample.value == sample.value.rounded() && abs(sample.value) < 1e15
            ? String(Int64(sample.value)) : "\(sample.value)"
        text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private mutating func tell(_ status: StationStatus) {
        family(
            "gate_station_info", "gauge", "The station and what is in force there.",
            [
                ([("station", status.station), ("policy", status.policy)], 1)
            ])
        family("gate_uptime_seconds", "gauge", "Since the controller started.", [([], status.uptime)])
        family("gate_control_clients", "gauge", "Connections to the control socket.", [([], Double(status.clients))])
        family(
            "gate_clock_state", "gauge", "1 for the state that the station's clock is in.",
            Clock.State.allCases.map { ([("state", $0.rawValue)], $0.rawValue == status.clock.state ? 1 : 0) })
        family(
            "gate_ledger_writable", "gauge", "Whether decisions can be written down.",
            [
                ([], status.ledger.isWritable ? 1 : 0)
            ])
        tell(status.trust)
        if let occupancy = status.occupancy { tell(occupancy) }
        func each(_ name: String, _ help: String, _ value: (GateStatus) -> Double) {
            family(name, "gauge", help, status.gates.map { ([("gate", $0.name)], value($0)) })
        }
        each("gate_camera_up", "Whether frames come.") { $0.camera.state == "streaming" ? 1 : 0 }
        each("gate_reader_up", "Whether the reader has locked itself in and looks.") { $0.reader.isLooking ? 1 : 0 }
        each("gate_lock_released", "Whether the lock is released.") { $0.lock == "released" ? 1 : 0 }
        each("gate_line_faults", "Lines that cannot be moved or read.") { Double($0.faults.count) }
        each("gate_alarm_sounding", "Whether the alarm sounds.") { $0.alarm == "sounding" ? 1 : 0 }
        each("gate_door_open", "Whether the door is open in any way.") {
            ["closed", "unknown"].contains($0.door) ? 0 : 1
        }
        each("gate_service_mode", "Whether the gate is being serviced.") { $0.service == nil ? 0 : 1 }
    }

    private mutating func tell(_ trust: TrustStatus) {
        family(
            "gate_trust_state", "gauge", "1 for how old the list of signers in force is.",
            ["none", "fresh", "old", "stale"].map { ([("state", $0)], $0 == trust.age ? 1 : 0) })
        guard let created = trust.created.flatMap(WallTime.init(rfc3339:)) else { return }
        family(
            "gate_trust_created_timestamp_seconds", "gauge", "When the list of signers in force was made.",
            [([], Double(created.seconds))])
    }

    private mutating func tell(_ occupancy: OccupancyStatus) {
        func one(_ name: String, _ help: String, _ value: Int?) {
            family(name, "gauge", help, value.map { [([], Double($0))] } ?? [])
        }
        one("gate_occupancy", "People inside.", occupancy.inside)
        one("gate_occupancy_capacity", "People who may be inside.", occupancy.capacity)
        one("gate_occupancy_full", "Whether as many are inside, or came today, as may.", occupancy.isFull ? 1 : 0)
        one("gate_occupancy_waiting", "People who were told to wait and have not come in since.", occupancy.waiting)
        one("gate_occupancy_level", "The level that an officer set, 0 for none.", occupancy.level ?? 0)
        let drift = occupancy.drift
        family(
            "gate_occupancy_drift", "gauge", "What is known to be wrong with the count since the last reset.",
            [("timed-out", drift.timedOut), ("unmatched", drift.unmatched), ("left-over", drift.leftOver)].map {
                ([("kind", $0.0)], Double($0.1))
            })
    }

    private mutating func tell(_ figures: StationFigures) {
        family(
            "gate_decisions_total", "counter", "Presentations that were decided.",
            // From zero on: what a counter begins with is no increase to Prometheus.
            Reason.allCases.map { reason in
                let count = figures.decisions[reason.rawValue] ?? 0
                return ([("verdict", reason.verdict.rawValue), ("reason", reason.rawValue)], Double(count))
            })
        family("gate_acts_total", "counter", "What people made the station do.", Self.counts(figures.acts, "act"))
        family(
            "gate_incidents_total", "counter", "Failures by name.",
            Incident.allCases.map { ([("incident", $0.rawValue)], Double(figures.incidents[$0.rawValue] ?? 0)) })
        tell(figures.answered)
        func each(_ name: String, _ help: String, type: String = "counter", _ value: (ReaderCounts) -> Double) {
            family(
                name, type, help,
                figures.readers.sorted { $0.key < $1.key }.map { ([("gate", $0.key)], value($0.value)) })
        }
        each("gate_frames_total", "Frames that the reader took.") { Double($0.frames) }
        each("gate_attempts_total", "Runs of the decoder.") { Double($0.attempts) }
        each("gate_still_frames_total", "Frames in which nothing moved.") { Double($0.still) }
        each("gate_reader_cpu_seconds_total", "Of the reader.") { $0.cpuSeconds }
        each("gate_reader_resident_memory_bytes", "Of the reader.", type: "gauge") { Double($0.residentBytes) }
        family(
            "gate_controller_resident_memory_bytes", "gauge", "Of the controller.",
            [([], Double(figures.residentBytes))])
    }

    /// From the reader's message to the answer.
    private mutating func tell(_ times: TimeCounts) {
        let name = "gate_decision_duration_seconds"
        text += "# HELP \(name) From the reader's message to the answer at the door.\n# TYPE \(name) histogram\n"
        var sum = 0
        for (bound, count) in zip(TimeCounts.bounds.map { "\($0 / 1000)" } + ["+Inf"], times.counts) {
            sum += count
            sample("\(name)_bucket", ([("le", bound)], Double(sum)))
        }
        sample("\(name)_sum", ([], times.sum / 1000))
        sample("\(name)_count", ([], Double(sum)))
    }

    private static func counts(_ counts: [String: Int], _ label: String) -> [Sample] {
        counts.sorted { $0.key < $1.key }.map { ([(label, $0.key)], Double($0.value)) }
    }
}
