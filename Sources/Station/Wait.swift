import Glibc
import Vocabulary

/// The one place where the controller waits.
enum Wait {
    /// Waits until one of `descriptors` can be read, was closed at its other end, or `due` has come, to the next
    /// millisecond; and for what `others` say of theirs. Gives those that are ready.
    static func forReading(
        _ descriptors: [CInt], and others: [pollfd] = [], until due: MonotonicTime
    ) -> Set<CInt> {
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) } + others
        let remaining = max(.zero, due - .now).inNanoseconds
        let count = poll(&polled, nfds_t(polled.count), CInt(clamping: (remaining + 999_999) / 1_000_000))
        // EINTR is as good as nothing: the loop comes back here.
        guard count > 0 else { return [] }
        return Set(polled.filter { $0.revents != 0 }.map(\.fd))
    }
}
