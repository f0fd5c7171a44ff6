import Admission
import Control
import GateIO
import Vocabulary

/// What those at the control socket ask of the station.
extension Controller {
    /// Answers one request of somebody who may ask it.
    func answer(
        _ request: ControlRequest, of caller: ControlServer.Caller, at now: MonotonicTime
    ) throws(ControlRefusal) -> ControlServer.Reply {
        switch request {
        case .status: return .now(status(at: now))
        case .figures: return .now(figures.figures)
        case .occupancyDay: return .now(judge.counts.dayStatus)
        case .preview(let gate): return try preview(of: try self.gate(named: gate), for: caller, at: now)
        case .reload: return try reload(for: caller, at: now)
        case .checks: return try examine(for: caller, at: now)
        case .clockSet, .clockFloor:
            try act(request, for: caller, at: now)
            return .now(clockStatus)
        case .admit, .override, .acknowledge, .service, .trial, .occupancySet, .occupancyLevel, .passbackForgive,
            .passbackForgiveAll, .close:
            try act(request, for: caller, at: now)
            return .now(Done())
        // The server answers these itself.
        case .hello, .login, .follow: throw .unknownRequest
        }
    }

    /// Writes down what happened to the control socket itself.
    func note(_ event: ControlServer.Event, at now: MonotonicTime) {
        switch event {
        case .unavailable(let why): record.incident(.controlUnavailable, detail: why, at: now)
        case .available:
            record.tell(.recovered(gate: "", what: "the control socket is there", over: .controlUnavailable))
        case .guessing: record.incident(.controlGuessing, detail: Incident.controlGuessing.words, at: now)
        }
    }

    /// Looks up anew which of the system's groups have which role.
    func replaceControlRoles() {
        let setting = ControlSetting(configuration)
        configuration.warnOfUnknownGroups(in: journal)
        control.replace(roles: setting.roles)
    }

    /// Reads the tokens anew; where they cannot be read, the old ones stay.
    func reloadTokens(at now: MonotonicTime) {
        do throws(TokenFault) {
            control.replace(tokens: try TokenFile(folder: configuration.stateFolder).read())
        } catch {
            record.incident(.controlUnavailable, detail: "\(error)", at: now)
        }
    }

    /// Does what writes a row, and waits for the disk as a decision does.
    private func act(
        _ request: ControlRequest, for caller: ControlServer.Caller, at now: MonotonicTime
    ) throws(ControlRefusal) {
        guard acts.take(at: now) else { throw .tooMany }
        let authority = try Authority(caller.role)
        switch request {
        case .admit(let gate): try self.gate(named: gate).admitReferred(by: authority, at: now)
        case .override(let gate): try self.gate(named: gate).override(by: authority, at: now)
        case .acknowledge(let gate): try acknowledge(try gates(named: gate), by: authority, at: now)
        case .service(let isOn, let gate):
            for gate in try gates(named: gate) {
                if isOn { gate.beginService(by: authority, at: now) } else { gate.endService(by: authority, at: now) }
            }
        case .trial(let line, let gate):
            guard let role = OutputRole(rawValue: line) else { throw .unknownLine }
            try self.gate(named: gate).tryLine(role, by: authority, at: now)
        case .clockSet(let time): try believe { () throws(ClockFault) in try clock.set(time, by: authority, at: now) }
        case .clockFloor(let time):
            try believe { () throws(ClockFault) in try clock.setFloor(time, by: authority, at: now) }
        case .occupancySet(let count): try setOccupancy(count, by: authority, at: now)
        case .occupancyLevel(let level): try setLevel(OccupancyLevel(rawValue: level), by: authority, at: now)
        case .close(let isOn): try setClosed(isOn, by: authority, at: now)
        case .passbackForgive(let gate): try forgivePassback(try self.gate(named: gate), by: authority, at: now)
        case .passbackForgiveAll: try forgivePassback(nil, by: authority, at: now)
        case .hello, .login, .status, .figures, .follow, .reload, .preview, .checks, .occupancyDay:
            throw .unknownRequest
        }
    }

    private func believe(_ set: () throws(ClockFault) -> Void) throws(ControlRefusal) {
        do throws(ClockFault) { try set() } catch { throw ControlRefusal(error) }
    }

    private func reload(
        for caller: ControlServer.Caller, at now: MonotonicTime
    ) throws(ControlRefusal) -> ControlServer.Reply {
        guard acts.take(at: now) else { throw .tooMany }
        record.act(.reload, by: try Authority(caller.role), at: now)
        askForReload { [control] result in
            switch result {
            case .success: control.answer(caller, Done(), at: .now)
            case .failure(let fault):
                control.refuse(
                    caller, fault.incident == .trustUnreadable ? .trustUnreadable : .configurationRejected, at: .now)
            }
        }
        return .later
    }

    private func acknowledge(_ gates: [Gate], by authority: Authority, at now: MonotonicTime) throws(ControlRefusal) {
        let sounding = gates.filter(\.alarm.isSounding)
        guard !sounding.isEmpty else { throw .noAlarm }
        for gate in sounding { try gate.acknowledgeAlarm(by: authority, at: now) }
    }

    private func preview(
        of gate: Gate, for caller: ControlServer.Caller, at now: MonotonicTime
    ) throws(ControlRefusal) -> ControlServer.Reply {
        let name = gate.configuration.name
        try gate.preview(by: try Authority(caller.role), at: now) { [control] picture, memory in
            guard let picture, let memory else { return control.refuse(caller, .noPicture, at: .now) }
            let answer = PictureSize(
                gate: name, width: picture.width, height: picture.height, measured: picture.measured)
            control.answer(caller, answer, memory, at: .now)
        }
        return .later
    }

    private func examine(
        for caller: ControlServer.Caller, at now: MonotonicTime
    ) throws(ControlRefusal) -> ControlServer.Reply {
        guard examination == nil else { throw .busy }
        examination = StationExamination(of: configuration.file, executable: readerExecutable, at: now) {
            [control] found in
            guard let found else { return control.refuse(caller, .noChecks, at: .now) }
            control.answer(caller, Done(), found, at: .now)
        }
        guard examination != nil else { throw .noChecks }
        return .later
    }

    /// The gate that is meant; the only one where none is named.
    private func gate(named name: String?) throws(ControlRefusal) -> Gate {
        let meant = try gates(named: name)
        guard meant.count == 1 else { throw .whichGate }
        return meant[0]
    }

    /// The gate that is named, or all.
    private func gates(named name: String?) throws(ControlRefusal) -> [Gate] {
        guard let name else { return gates }
        guard let gate = gates.first(where: { $0.configuration.name == name }) else { throw .unknownGate }
        return [gate]
    }

    private func status(at now: MonotonicTime) -> StationStatus {
        StationStatus(
            station: configuration.station, uptime: (now - begun).inSeconds,
            clock: clockStatus,
            ledger: LedgerStatus(head: "\(ledger.head)", isWritable: !record.isUnwritable),
            policy: judge.trust.fingerprint, trust: signers.status, clients: control.clientCount,
            gates: gates.map { $0.status(at: now) },
            occupancy: judge.counts.status(at: now),
            phases: judge.policy.phaseStatus(
                on: record.clock.read(), isClosedToVisitors: judge.counts.isClosedToVisitors))
    }

    private var clockStatus: ClockStatus {
        let clock = record.clock.read()
        return ClockStatus(
            time: clock.time.rfc3339, state: clock.state.rawValue, floor: record.clock.trust.floor.time.rfc3339)
    }
}

extension ControlRefusal {
    /// Why a time that was set is not believed.
    fileprivate init(_ fault: ClockFault) {
        switch fault {
        case .refused(.notASource): self = .notASource
        case .refused(.belowFloor): self = .belowFloor
        case .refused(.beyondCeiling): self = .beyondCeiling
        case .unwritable: self = .ledgerUnwritable
        // What is wrong with a time code; nothing of it can befall a time that was set.
        case .refused(.contradicted), .refused(.notNewer), .refused(.stale), .unverified, .otherStation:
            self = .malformed
        }
    }
}

extension Authority {
    /// Who only watches has none.
    init(_ role: ControlRole) throws(ControlRefusal) {
        switch role {
        case .watch: throw .notAllowed
        case .officer: self = .officer
        case .technician: self = .technician
        case .administrator: self = .administrator
        }
    }
}
