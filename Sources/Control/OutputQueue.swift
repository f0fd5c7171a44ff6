import Glibc

/// A descriptor that goes to a client, closed here once it went or the client did.
public final class PassedDescriptor {
    let number: CInt

    /// Opens the memory behind `descriptor` anew for reading only, so that whoever gets it cannot write. Nil where the
    /// system has none left.
    public init?(reading descriptor: CInt) {
        number = open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
        if number < 0 { return nil }
    }

    deinit { if number >= 0 { close(number) } }
}

/// What a client is owed: whole lines in their order, never more than `limit` bytes.
struct OutputQueue {
    /// A status of a station with many gates fits many times; a follower that is this far behind does not read.
    static let limit = 64 * 1024

    private struct Line {
        var bytes: ArraySlice<UInt8>
        var descriptor: PassedDescriptor?
    }

    private var lines: [Line] = []
    private(set) var count = 0

    var isEmpty: Bool { lines.isEmpty }

    /// False, and nothing is added, where it would be too much.
    mutating func append(_ bytes: [UInt8], _ descriptor: PassedDescriptor? = nil) -> Bool {
        guard count + bytes.count <= Self.limit else { return false }
        lines.append(Line(bytes: bytes[...], descriptor: descriptor))
        count += bytes.count
        return true
    }

    /// Gives away what `send` takes of the oldest bytes; it gets the descriptor that belongs to the first of them (-1:
    /// none) and says how many it took, negative for an error. Gives that error, or how many bytes went.
    mutating func drain(_ send: (UnsafeRawBufferPointer, CInt) -> Int) -> Int {
        var gone = 0
        while let first = lines.first {
            let taken = first.bytes.withUnsafeBytes { send($0, first.descriptor?.number ?? -1) }
            if taken < 0 { return taken }
            gone += taken
            count -= taken
            guard taken == first.bytes.count else {
                if taken > 0 { lines[0] = Line(bytes: first.bytes.dropFirst(taken)) }
                return gone
            }
            lines.removeFirst()
        }
        return gone
    }
}
