import CProcessShim
import Glibc

/// A reader that the controller started: its process and the controller's end of the link. Killed and reaped with it.
///
/// Not to be shared between threads.
public final class ReaderProcess {
    /// The descriptor at which a started reader finds its end of the link.
    public static let childLink = CInt(process_link)
    /// How long the end of a process is waited for: its link closes a moment before it can be reaped, and a driver may
    /// keep it from dying. Never longer, because the gate waits too.
    private static let patience: CInt = 100

    private let child: CInt
    private var packets: PacketLink
    private var end: ReaderEnd?

    /// Its process id, for people.
    public let processID: CInt

    /// Starts `executable` with `arguments` (its own name not among them) as a reader. What it inherits is the link alone.
    ///
    /// `/proc/self/exe` is the same program as this one, also when an upgrade has put another in its place.
    public static func start(executable: String, arguments: [String]) throws(ReaderFault) -> ReaderProcess {
        try ReaderProcess(executable: executable, arguments: arguments)
    }

    private init(executable: String, arguments: [String]) throws(ReaderFault) {
        var ends: [CInt] = [-1, -1]
        let made = link_pair(&ends)
        if made < 0 { throw .failed(code: -made, "cannot make the link to a reader") }
        defer { close(ends[1]) }
        packets = PacketLink(taking: ends[0], lengthLimit: ReaderReport.maximumLength, descriptorLimit: 0)
        var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        processID = process_start(executable, &words, ends[1])
        if processID < 0 { throw .failed(code: -processID, "cannot start \(executable)") }
        child = process_descriptor(processID)
        if child < 0 {
            // Without a handle it is left to find its link closed, and to end by that.
            throw .failed(code: -child, "cannot hold the reader's process")
        }
    }

    deinit {
        guard child >= 0 else { return }
        if end == nil { _ = killAndReap() }
        close(child)
    }

    /// The controller's end of the link, to poll for reading.
    public var link: CInt { packets.descriptor }

    /// CPU time that it has taken so far; zero where the kernel does not tell any more.
    public var cpuTime: Duration {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(processID, &clock) == 0, clock_gettime(clock, &time) == 0 else { return .zero }
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Sends an order, never waiting. The reader gets copies of `descriptors`; the caller closes its own.
    ///
    /// Throws `.full` where the reader does not take its orders, `.ended` where it is no more.
    public func send(_ order: ReaderOrder, descriptors: [CInt] = []) throws(ReaderFault) {
        guard descriptors.count == order.descriptorCount else {
            throw .failed(code: EINVAL, "\(descriptors.count) descriptors for an order of \(order.descriptorCount)")
        }
        do {
            try packets.send(order.encode(), descriptors: descriptors)
        } catch {
            throw fault(for: error)
        }
    }

    /// The next report; nil where none waits. Throws `.ended` once the process is no more, and again at every call, and
    /// `.nonsense` for what no reader of ours sends.
    public func receive() throws(ReaderFault) -> ReaderReport? {
        let packet: ArraySlice<UInt8>?
        do {
            packet = try packets.receive()
        } catch {
            throw fault(for: error)
        }
        guard let packet else { return nil }
        do {
            return try ReaderReport(packet: packet)
        } catch {
            throw .nonsense(error)
        }
    }

    /// Ends it at once. What was on its way may still be received.
    public func kill() { _ = process_kill(child) }

    private func fault(for fault: PacketLink.Fault) -> ReaderFault {
        switch fault {
        case .full: .full
        case .oversized: .nonsense(WireFault(what: "a packet too long, or with descriptors"))
        case .failed(let code): .failed(code: code, "the reader link failed")
        case .closed: .ended(end ?? reap() ?? killAndReap() ?? .signalled(SIGKILL))
        }
    }

    private func reap() -> ReaderEnd? {
        var how = process_end()
        guard process_wait(child, Self.patience, &how) == 1 else { return nil }
        end = how.by_signal ? .signalled(how.status) : .exited(how.status)
        return end
    }

    /// One that closed its link and lives on, or hangs in a driver, is not worth more waiting: nil where it still lives.
    private func killAndReap() -> ReaderEnd? {
        kill()
        return reap()
    }
}
