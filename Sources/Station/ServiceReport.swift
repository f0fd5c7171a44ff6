import Vocabulary

/// How one gate stands, for whoever looks after the service.
struct GateStanding: Hashable, Sendable {
    var gate: String
    /// Whether its reader has locked itself in and looks.
    var isReading: Bool
    /// Names of what is wrong and is being tried again: every line that is not among them is held, at rest or in a pulse.
    var faults: [String]
}

/// What the service manager is told, and when: that the service is ready, how it stands whenever that changes, and in time
/// a sign of life. The assignments are those of sd_notify(3).
struct ServiceReport: Sendable {
    /// How long a start may go on after each sign of life in it, and how often that is given where no watchdog says.
    static let startAllowance = Duration.seconds(15)
    static let startInterval = Duration.seconds(5)
    /// How long it may take to bring a long ledger up to date, or to replace it where it is damaged: whoever is killed meanwhile
    /// begins again, and for ever.
    static let ledgerAllowance = Duration.seconds(1800)

    private let watchdog: Duration?
    private var isReady = false
    /// Whether the watchdog was told to wait longer than it does.
    private var isWatchdogSlow = false
    private var told: [GateStanding]?
    private var toldFaults: [String] = []
    private var nextSign = MonotonicTime(nanoseconds: 0)

    /// `watchdog` is the time without a sign of life after which the service is killed; nil where nobody watches.
    init(watchdog: Duration?) { self.watchdog = watchdog }

    /// When `turn` wants to be called next; nil where time alone gives it nothing to say.
    var due: MonotonicTime? { isReady && watchdog == nil ? nil : nextSign }

    /// A turn of the loop did its work, and so stand the gates; `faults` are the whole station's. Gives what to say.
    mutating func turn(_ gates: [GateStanding], faults: [String], at now: MonotonicTime) -> [String] {
        var words: [String] = []
        if !isReady, gates.allSatisfy(\.isReading) {
            isReady = true
            nextSign = now
            words.append("READY=1")
        }
        if gates != told || faults != toldFaults {
            (told, toldFaults) = (gates, faults)
            words.append("STATUS=\(Self.status(gates, faults: faults))")
        }
        if let due, now >= due { words += sign(at: now) }
        return words
    }

    /// Minutes may pass before the next turn, for the sake of the ledger.
    mutating func willTakeLong() -> [String] {
        // The next turn says anew how the gates stand.
        told = nil
        isWatchdogSlow = isReady && watchdog != nil
        let allowance = Self.ledgerAllowance.inNanoseconds / 1000
        let patience =
            isWatchdogSlow ? ["WATCHDOG_USEC=\(allowance)"] : isReady ? [] : ["EXTEND_TIMEOUT_USEC=\(allowance)"]
        return patience + ["STATUS=bringing the ledger up to date"]
    }

    /// Configuration, keys or revocations are about to be read anew, and then were.
    func reloading(at now: MonotonicTime) -> [String] {
        isReady ? ["RELOADING=1", "MONOTONIC_USEC=\(now.nanoseconds / 1000)"] : []
    }

    func reloaded() -> [String] { isReady ? ["READY=1"] : [] }

    func stopping() -> [String] { ["STOPPING=1", "STATUS=bringing every line to rest"] }

    /// Before it is ready nobody watches, but a start that takes too long is ended.
    private mutating func sign(at now: MonotonicTime) -> [String] {
        // Half the time, as sd_watchdog_enabled(3) asks for.
        nextSign = now + (watchdog.map { $0 / 2 } ?? Self.startInterval)
        guard isReady else { return ["EXTEND_TIMEOUT_USEC=\(Self.startAllowance.inNanoseconds / 1000)"] }
        defer { isWatchdogSlow = false }
        guard isWatchdogSlow, let watchdog else { return ["WATCHDOG=1"] }
        return ["WATCHDOG=1", "WATCHDOG_USEC=\(watchdog.inNanoseconds / 1000)"]
    }

    private static func status(_ gates: [GateStanding], faults: [String]) -> String {
        let words = gates.map { gate in
            let faults = (gate.isReading ? [] : ["reader not running"]) + gate.faults
            return "\(gate.gate): " + (faults.isEmpty ? "at work" : "trying again: " + faults.joined(separator: ", "))
        }
        return (faults + words).joined(separator: "; ")
    }
}
