import Glibc
import Vocabulary

/// Whoever started this service and watches over it: systemd, told by datagrams (sd_notify(3)) without its library.
public final class ServiceManager {
    /// What could not be told is told again after this time.
    static let retry = Duration.milliseconds(100)

    private let socket: DatagramSocket?
    private var report: ServiceReport
    private var retryDue: MonotonicTime?

    /// Where to send is in NOTIFY_SOCKET, how often to give a sign of life in WATCHDOG_USEC, for the process WATCHDOG_PID
    /// alone. Without the first there is nobody to tell.
    public init(environment: [String: String]) {
        socket = environment["NOTIFY_SOCKET"].flatMap(DatagramSocket.init)
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        let microseconds = isMeant ? environment["WATCHDOG_USEC"].flatMap { Int64($0) } : nil
        report = ServiceReport(watchdog: microseconds.flatMap { $0 > 0 ? .microseconds($0) : nil })
    }

    /// When `turn` wants to be called next.
    var due: MonotonicTime? { socket == nil ? nil : retryDue ?? report.due }

    /// To be called by a turn of the loop that did its work, and by nothing else.
    func turn(_ gates: [GateStanding], faults: [String], at now: MonotonicTime) {
        guard socket != nil, retryDue.map({ now >= $0 }) ?? true else { return }
        var next = report
        let isTold = tell(next.turn(gates, faults: faults, at: now))
        // What nobody took has not been said.
        if isTold { report = next }
        retryDue = isTold ? nil : now + Self.retry
    }

    /// To be called where minutes may pass before the next turn.
    func willTakeLong() { tell(report.willTakeLong()) }

    func reloading(at now: MonotonicTime) { tell(report.reloading(at: now)) }
    func reloaded() { tell(report.reloaded()) }
    func stopping() { tell(report.stopping()) }

    @discardableResult
    private func tell(_ assignments: [String]) -> Bool {
        guard let socket, !assignments.isEmpty else { return true }
        return socket.send(Array(assignments.joined(separator: "\n").utf8))
    }
}
