import Admission
import Credentials
import Ledger
import Vocabulary

/// Keeps the station's clock: looks at its sources, takes codes and commands, and writes down what comes of it.
///
/// A command is a row and on the disk before it counts.
final class ClockKeeper {
    private static let interval = Duration.seconds(2)
    /// How often the state is saved where nothing happens: the floor follows the time.
    private static let saveInterval = Duration.seconds(3600)

    /// When to call `tick` next.
    private(set) var due: MonotonicTime

    private let clock: StationClock
    private let record: Record
    private let judge: Judge
    private let station: String
    private var isUnsaved = false
    /// What the first look changed.
    private var untold: [ClockChange]

    /// Looks at once, so that the time is known before anything is written.
    init(_ clock: StationClock, station: String, judge: Judge, record: Record, at now: MonotonicTime) {
        self.clock = clock
        self.station = station
        self.judge = judge
        self.record = record
        due = now
        untold = clock.look()
    }

    /// Looks at the sources.
    func tick(at now: MonotonicTime) {
        guard now >= due else { return }
        due = now + Self.interval
        let changes = untold + clock.look()
        untold = []
        for change in changes { note(change, at: now) }
        let age = clock.saved.map { BootTime.now - $0 }
        if !changes.isEmpty || isUnsaved || age.map({ $0 >= Self.saveInterval }) ?? true { save(at: now) }
    }

    /// Keeps what is believed, as the station ends.
    func end(at now: MonotonicTime) { save(at: now) }

    /// A time code was shown to a gate. Says whether it was taken.
    func take(_ payload: Payload, at gate: String, now: MonotonicTime) -> Bool {
        do throws(ClockFault) {
            let code: TimeCode
            do { code = try judge.trust.examine(timeCode: payload) } catch { throw .unverified(error) }
            guard code.station == nil || code.station == station else { throw .otherStation }
            try commit(.code, gate: gate, by: nil, at: now) { (trust) throws(ClockRefusal) in
                try trust.take(code: code.time, at: .now)
            }
            return true
        } catch {
            refuse(.code, error, gate: gate, by: nil, at: now)
            return false
        }
    }

    /// Somebody with the right to says that it is `time` now.
    func set(_ time: WallTime, by authority: Authority, at now: MonotonicTime) throws(ClockFault) {
        let instant = BootTime.now
        try asked(.set, by: authority, at: now) { (trust) throws(ClockRefusal) in
            try trust.set(time, at: instant, now: .now)
        }
    }

    /// Sets the floor, up or down.
    func setFloor(_ time: WallTime, by authority: Authority, at now: MonotonicTime) throws(ClockFault) {
        try asked(.floor, by: authority, at: now) { (trust) throws(ClockRefusal) in
            try trust.setFloor(time)
            return []
        }
    }

    private func asked(
        _ command: ClockCommand, by authority: Authority, at now: MonotonicTime,
        _ change: (inout ClockTrust) throws(ClockRefusal) -> [ClockChange]
    ) throws(ClockFault) {
        do throws(ClockFault) { try commit(command, gate: "", by: authority, at: now, change) } catch {
            refuse(command, error, gate: "", by: authority, at: now)
            throw error
        }
    }

    private func commit(
        _ command: ClockCommand, gate: String, by authority: Authority?, at now: MonotonicTime,
        _ change: (inout ClockTrust) throws(ClockRefusal) -> [ClockChange]
    ) throws(ClockFault) {
        var next = clock.trust
        let changes: [ClockChange]
        do { changes = try change(&next) } catch { throw .refused(error) }
        let row = entry(command, isTaken: true, gate: gate, by: authority, on: next.clock(at: .now), at: now)
        guard record.commit(row, at: now) else { throw .unwritable }
        do { try clock.adopt(next) } catch {
            unsaved(error, at: now)
            throw .unwritable
        }
        record.tell(.clock(.commanded(command, gate: gate, fault: nil)))
        for change in changes { note(change, at: now) }
    }

    private func refuse(
        _ command: ClockCommand, _ fault: ClockFault, gate: String, by authority: Authority?, at now: MonotonicTime
    ) {
        record.tell(.clock(.commanded(command, gate: gate, fault: fault)))
        record.write(
            entry(command, isTaken: false, gate: gate, by: authority, on: clock.read(), at: now), at: now)
    }

    private func entry(
        _ command: ClockCommand, isTaken: Bool, gate: String, by authority: Authority?, on read: Clock,
        at now: MonotonicTime
    ) -> LedgerEntry {
        .command(
            command, by: authority?.rawValue, isTaken: isTaken, gate: gate, monotonic: now, time: read.time,
            clock: read.state)
    }

    private func note(_ change: ClockChange, at now: MonotonicTime) {
        let read = clock.read()
        let news = ClockNews.changed(change, read)
        let service: ServiceEvent
        switch change {
        case .state(.untrusted):
            let floor = clock.trust.floor.time.rfc3339
            return record.incident(
                .clockUntrusted,
                detail: "\(Incident.clockUntrusted.words) (it has \(read.time.rfc3339), the floor is \(floor))", at: now
            )
        case .systemMoved: return record.incident(.clockJumped, detail: news.words, at: now)
        case .state(.trusted): service = .clockTrusted
        case .state(.holdover): service = .clockHoldover
        case .corrected: service = .clockCorrected
        }
        record.service(service, at: now)
        record.tell(.clock(news))
    }

    private func save(at now: MonotonicTime) {
        do {
            try clock.save()
            if isUnsaved {
                record.tell(
                    .recovered(gate: "", what: "the state of the clock can be saved again", over: .clockUnsaved))
            }
            isUnsaved = false
        } catch {
            unsaved(error, at: now)
        }
    }

    /// Said once until it can be saved again.
    private func unsaved(_ error: SystemError, at now: MonotonicTime) {
        if !isUnsaved {
            record.incident(.clockUnsaved, detail: "\(Incident.clockUnsaved.words) (\(error.words))", at: now)
        }
        isUnsaved = true
    }
}
