import CGPIOShim
import Glibc
import Vocabulary

/// Calls until a signal no longer interrupts, and gives what the call gave, or throws its errno. The only place here
/// that looks at -1.
@discardableResult
func systemCall<Result: SignedInteger>(_ call: () -> Result) throws(SystemError) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        if errno != EINTR { throw SystemError(code: errno) }
    }
}

struct SystemError: Error, Hashable {
    var code: CInt
}

/// A descriptor that is closed with its owner.
struct Descriptor: ~Copyable, Sendable {
    let number: CInt

    init(_ open: () -> CInt) throws(SystemError) { number = try systemCall(open) }

    deinit { close(number) }
}

/// Wakes whoever waits for it: an eventfd.
struct Bell: ~Copyable, Sendable {
    let descriptor: Descriptor

    init() throws(SystemError) {
        descriptor = try Descriptor { eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK)) }
    }

    /// Never waits: a bell that rang 2^64 times unheard rings anyway.
    func ring() { _ = eventfd_write(descriptor.number, 1) }

    func silence() {
        var count: eventfd_t = 0
        _ = eventfd_read(descriptor.number, &count)
    }

    /// Waits until it rings or `limit` has passed, and silences it.
    func wait(atMost limit: Duration) {
        var heard = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        _ = try? systemCall { poll(&heard, 1, CInt(clamping: limit.inNanoseconds / 1_000_000 + 1)) }
        silence()
    }
}

/// An alarm clock: a timerfd on CLOCK_MONOTONIC.
struct Timer: ~Copyable, Sendable {
    let descriptor: Descriptor

    init() throws(SystemError) {
        descriptor = try Descriptor {
            timerfd_create(CLOCK_MONOTONIC, CInt(TFD_CLOEXEC | TFD_NONBLOCK))
        }
    }

    /// Rings at `time`, at once where that is past; what it rang before is forgotten.
    func set(to time: MonotonicTime) {
        var setting = itimerspec()
        // All zero would disarm it.
        let nanoseconds = max(time.nanoseconds, 1)
        setting.it_value = timespec(
            tv_sec: Int(clamping: nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        timerfd_settime(descriptor.number, CInt(TFD_TIMER_ABSTIME), &setting, nil)
    }

    /// Waits until it rings or the bell does.
    func wait(or bell: borrowing Bell) {
        var heard = [
            pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell.descriptor.number, events: Int16(POLLIN), revents: 0),
        ]
        _ = try? systemCall { poll(&heard, 2, -1) }
    }
}
